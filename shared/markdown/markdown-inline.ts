/**
 * Markdown inside a block, as CommonMark has it, but: HTML is text, a picture is a link to it, every line end is a line break, and a bare
 * address is a link. The text becomes parts first, links among them; emphasis is found between the parts afterwards, because a link
 * binds tighter.
 */

import { bareAddress, safeHref } from './links.ts'
import { delimiter, emphasised, type Part } from './markdown-emphasis.ts'
import { DEPTH, type MarkdownNode } from './markdown-tree.ts'

// Chinese sentences go on right behind an address.
const ADDRESS = /[^\s<>"`[\]\\\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+/.source

/** In this order: line break, escape, code, address in angle brackets, bare address, entity, beginning and end of a link, emphasis. */
const TOKEN = new RegExp(
  [
    /((?<! ) *\\?\n *|<br *\/?>)/.source,
    /\\([!-/:-@[-`{-~])/.source,
    '(?<!`)(`+)(?!`)(?:([^]*?[^`])\\3(?!`))?',
    `<((?:https?:|[\\w.+-]+@)${ADDRESS})>`,
    `(?<![a-z\\d])(https?://${ADDRESS})`,
    /&(?:amp|lt|gt|quot|nbsp|#39);/.source,
    /(!?\[)/.source,
    // Behind the text of a link its address, with brackets in it only in pairs, and a title that is not shown; or as much as there is yet.
    /(\])(?:\(\s*<?((?:[^\s()<>]|\([^\s()]*\))*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|((?:\((?:\s*\S{1,2000})?\s*(?:["'][^]*)?)?$)|)/.source,
    /(\*+|_+|~~)/.source,
  ].join('|'),
  'gi',
)

const ENTITIES: { readonly [entity: string]: string } = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
}

/** `isOpen`: more of this text may come, so what is half written is shown as what it will probably be, and leads nowhere yet. */
export function parseInline(text: string, isOpen: boolean): MarkdownNode[] {
  const source = isOpen ? text.trim().replace(/(?<![*_~`\\])[*_~`]+$/, '') : text.trim()
  // With the next line this may become a row of cells, and a link fall apart.
  const isRow = isOpen && /\|.*$/.test(source)
  const parts: Part[] = []
  /** Where brackets stand in `parts` that may still become links. */
  const brackets: number[] = []
  /** So much of the source has become parts. */
  let told = 0

  function linked(children: MarkdownNode[], address: string): MarkdownNode[] {
    const href = isOpen && (isRow || brackets.length) ? undefined : safeHref(address)
    return href ? [{ name: 'a', href, children }] : children
  }

  for (let match; (match = TOKEN.exec(source));) {
    const { index } = match
    const [found, lineBreak, escaped, ticks, code, angled, bare, opening, closing, address, begun, run] = match
    const end = TOKEN.lastIndex
    const add = (...added: Part[]) => {
      parts.push(source.slice(told, index), ...added)
      told = TOKEN.lastIndex
    }
    if (lineBreak) {
      add({ name: 'br', children: [] })
    } else if (ticks) {
      if (!code && !isOpen) continue
      if (!code) TOKEN.lastIndex = source.length
      add({ name: 'code', children: [(code ?? source.slice(end)).replaceAll('\n', ' ').trim()] })
    } else if (angled) {
      add(...linked([angled], angled.includes(':') ? angled : `mailto:${angled}`))
    } else if (bare) {
      const url = bareAddress(bare)
      TOKEN.lastIndex = index + url.length
      add(...(isOpen && end === source.length ? [url] : linked([url], url)))
    } else if (opening) {
      if (brackets.push(parts.length + 1) > DEPTH) brackets.shift()
      add({ run: opening, opens: false, closes: false })
    } else if (closing) {
      const start = brackets.pop()
      const isBegun = isOpen && begun !== undefined
      if (start === undefined || !(isBegun || address !== undefined)) {
        TOKEN.lastIndex = index + 1
        continue
      }
      add()
      // A link in the text of a link would be two places to go to.
      const inside = parts
        .splice(start)
        .slice(1)
        .flatMap((part) => (typeof part === 'object' && 'href' in part ? part.children : [part]))
      const children = emphasised(inside, isBegun)
      parts.push(...(address === undefined ? children : linked(children, address.replaceAll('&amp;', '&'))))
    } else if (run) {
      const part = delimiter(run, source.charAt(index - 1), source.charAt(end))
      if (part.opens || part.closes) add(part)
    } else {
      add(escaped ?? ENTITIES[found] ?? found)
    }
  }
  parts.push(source.slice(told))
  // The bracket in front of the text of a link that is being written.
  if (isOpen && brackets.length) parts.splice(brackets.at(-1) ?? 0, 1)
  return emphasised(parts, isOpen)
}
