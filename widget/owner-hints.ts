/** For the owner, in the console: what is wrong with the page or the site, as customers are only told that there is no chat. Fetched only then. */

const HINTS: Record<string, (value: string) => string> = {
  site_unknown: () => 'there is no site with this key; compare it with the snippet that you were given.',
  origin_refused: () => 'this site key may not be used from this page’s origin; add the origin to the site.',
  protocol_unsupported: () => 'the page holds an older widget than the server; reload it.',
  scheme_unknown: (value) => `“${value}” is no colour scheme; there are auto, light and dark.`,
  locale_unknown: (value) => `“${value}” is no language of this chat.`,
  description_untold: () => 'what the page says of its customer could not be told.',
}

/** Codes that say nothing to an owner are passed over. */
export function hint(code: string, value: string) {
  if (Object.hasOwn(HINTS, code)) console.warn(`Kefu: ${HINTS[code]?.(value)}`)
}
