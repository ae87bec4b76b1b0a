/** Addresses in text that nobody here wrote: where a link may lead, and where a bare one ends. */

/** Where a link may lead; `undefined` for everywhere else. A title behind the address is left out. */
export function safeHref(given: string): string | undefined {
  const [address = ''] = given.trim().replace(/^<|>$/g, '').split(/\s/)
  return /^(?:https?:\/\/|mailto:|tel:)[^\s<>"\\]+$/i.test(address) ? address : undefined
}

/** A bare address ends before the punctuation of the sentence that it stands in, and before any Chinese one. */
export function splitAddress(given: string): { url: string; rest: string } {
  const [reach = ''] = /^[^\s<>"'`\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]*/.exec(given) ?? []
  const url = reach.replace(/[.,:;!?*_~)\]}]+$/, (tail) => {
    // A closing bracket that was opened inside the address is part of it.
    const isBalanced = tail.startsWith(')') && reach.slice(0, reach.length - tail.length).includes('(')
    return isBalanced ? ')' : ''
  })
  return { url, rest: given.slice(url.length) }
}
