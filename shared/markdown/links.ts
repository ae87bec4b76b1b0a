/** Addresses in text that nobody here wrote: where a link may lead, what place that is, and where a bare one ends. */

/** Browsers and Node have it alike; the language alone, which is all that shared code knows, does not. */
declare const URL: new (address: string) => { readonly host: string; readonly pathname: string }

/** Where a link may lead; `undefined` for everywhere else. */
export function safeHref(given: string): string | undefined {
  const address = given.trim()
  return /^(?:https?:\/\/|mailto:|tel:)[^\s<>"\\]+$/i.test(address) && parsed(address) ? address : undefined
}

/**
 * The place that a link leads to, if its text is not that very address: “Your bank” says nothing, and “https://bank.example@evil.example”
 * says something else. Host names in other scripts come as browsers resolve them, because look-alikes are what this is against.
 */
export function placeBehind(href: string, text: string): string | undefined {
  const url = parsed(href)
  const place = (url?.host || url?.pathname)?.replace(/^www\./, '')
  const [said] = text
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?(?:www\.)?/, '')
    .split(/[/?#]/)
  return said === place?.toLowerCase() ? undefined : place
}

function parsed(address: string): { readonly host: string; readonly pathname: string } | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}

/** A bare address ends before the punctuation of the sentence that it stands in; a bracket is part of it if its other half is. */
export const bareAddress = (given: string): string => /^(?:[^()]|\([^()]*\))*(?<![.,:;!?*_~}'|])/.exec(given)?.[0] ?? given
