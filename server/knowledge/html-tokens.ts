/**
 * HTML as a sequence of tags and text, as tolerant as browsers are. Nothing is built, run or fetched. Linear in the length of whatever is given: a search
 * that finds no end is never made a second time.
 */

export type HtmlToken = { text: string } | { open: string; attributes: string } | { close: string }

/** What stands in these is no HTML: it ends at their end tag alone. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'iframe', 'noscript', 'xmp', 'noembed', 'noframes'])

/** Any other of these characters is one of the text: 3 < 5. */
const TAG_START = /<(?=[a-z!?]|\/[a-z])/gi

export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0
  let quotesCount = true
  while (at < html.length) {
    TAG_START.lastIndex = at
    const start = TAG_START.exec(html)?.index ?? html.length
    if (start > at) yield { text: html.slice(at, start) }
    if (start === html.length) return

    if (html.startsWith('<!--', start)) {
      at = after(html, '-->', start + 4)
      continue
    }
    const first = html[start + 1] ?? ''
    if (first === '!' || first === '?') {
      at = after(html, '>', start)
      continue
    }
    let end = quotesCount ? endOfTag(html, start) : html.indexOf('>', start)
    if (end < 0 && quotesCount) {
      // A quote that is never closed: from here on they are characters like others.
      quotesCount = false
      end = html.indexOf('>', start)
    }
    if (end < 0) {
      yield { text: html.slice(start) }
      return
    }
    at = end + 1
    const isClosing = first === '/'
    const [, name = '', attributes = ''] = /^([^\s/>]+)([^]*)$/.exec(html.slice(start + (isClosing ? 2 : 1), end)) ?? []
    const tag = name.toLowerCase()
    if (isClosing) {
      yield { close: tag }
      continue
    }
    yield { open: tag, attributes }
    if (RAW.has(tag)) {
      const close = new RegExp(`</${tag}(?![a-z\\d])`, 'gi')
      close.lastIndex = at
      const rawEnd = close.exec(html)?.index ?? html.length
      yield { text: html.slice(at, rawEnd) }
      at = rawEnd
    }
  }
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}

/** Where the tag closes: an attribute's value in quotes may hold any character. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  let before = ''
  for (let index = from; index < html.length; index++) {
    const character = html[index] ?? ''
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') return index
    else if ((character === '"' || character === "'") && before === '=') quote = character
    if (character > ' ') before = character
  }
  return -1
}

/** The value of an attribute in the text of a tag behind its name. */
export const attributeOf = (attributes: string, name: string): string | undefined => {
  const [, double, single, bare] =
    new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes.slice(0, 2_000)) ?? []
  return double ?? single ?? bare
}
