/**
 * Markdown inside a block. It follows CommonMark, but for four things: HTML is text, a picture is a link to it, every line
 * end is a line break, and a bare address is a link. The text becomes parts first, links among them; emphasis is found
 * between the parts afterwards, because a link binds tighter.
 */

import { bareAddress, safeHref } from './links.ts'
import { delimiter, emphasised, type Part } from './markdown-emphasis.ts'
import type { MarkdownNode } from './markdown-tree.ts'

/** Longer runs of stars are drawn, not meant. */
const LONGEST_RUN = 9

// In this order: line end, escape, code, address in angle brackets, line break as HTML, bare address, entity, brackets, emphasis, text.
const TOKEN =
  /( *\\?\n *)|\\([!-/:-@[-`{-~])|(`+)|<([a-z][a-z\d+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-][\w.-]*)>|(<br *\/?>)|(https?:\/\/[^\s<>"`[\]\\\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+)|(&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]+);)|(!?\[)|(\])|(\*+|_+|~+)|[a-z\d]+|[\u0080-\uffff]+| +|[^]/giy

/** What stands behind the text of a link: an address, with brackets in it only in pairs, and a title that is not shown. */
const TARGET =
  /\(\s*(?:(?:<((?:\\.|[^<>\\\n])*)>|(?!<)((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*\))+))(?:\s+(?:"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\((?:\\[^]|[^()\\])*\)))?\s*)?\)/y
/** As much of that as there is yet, at the end of an answer that is being written. */
const TARGET_BEGUN = /(?:\(\s*(?:<[^>\n]*|[^\s<]\S{0,2000}(?:\s+(?:["'(][^]*)?)?)?)?$/y

const ESCAPED = /\\([!-/:-@[-`{-~])|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]+);/gi

const ENTITIES: { readonly [name: string]: string } = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': '\u00a0',
}

function decodeEntity(entity: string): string {
  const number = /^&#(x?)(.+);/i.exec(entity)
  if (!number) return ENTITIES[entity] ?? entity
  const code = parseInt(number[2] ?? '', number[1] ? 16 : 10)
  return code && code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd'
}

const decode = (text: string): string => text.replace(ESCAPED, (found, escaped?: string) => escaped ?? decodeEntity(found))

/** A link in the text of a link would be two places to go to: only the outer one is a link. */
const withoutLinks = (nodes: readonly MarkdownNode[]): MarkdownNode[] =>
  nodes.flatMap((node) => {
    if (typeof node === 'string') return [node]
    const children = withoutLinks(node.children)
    return node.name === 'a' ? children : [{ ...node, children }]
  })

/** `isOpen`: more of this text may come, so what is half written is shown as what it will probably be, and leads nowhere yet. */
export function parseInline(text: string, isOpen: boolean): MarkdownNode[] {
  const source = isOpen ? text.replace(/(?<![*_~`\\])[*_~`]+$/, '') : text
  const parts: Part[] = []
  /** Where brackets stand in `parts` that may still become links. */
  const brackets: number[] = []
  /** Runs of so many backticks that begin code which has no end. */
  const endless = new Set<number>()

  function addLink(children: MarkdownNode[], address: string) {
    const href = isOpen && brackets.length ? undefined : safeHref(address)
    if (href) parts.push({ name: 'a', href, children })
    else parts.push(...children)
  }

  function codeEnd(from: number, ticks: number): number {
    const runs = /`+/g
    runs.lastIndex = from
    for (let run = endless.has(ticks) ? null : runs.exec(source); run; run = runs.exec(source)) {
      if (run[0].length === ticks) return run.index
    }
    endless.add(ticks)
    return isOpen ? source.length : -1
  }

  for (let at = 0, end = 0; at < source.length; at = end) {
    TOKEN.lastIndex = at
    const [found = '', lineEnd, escaped, ticks, angled, lineBreak, bare, entity, opening, closing, run] = TOKEN.exec(source) ?? []
    end = at + found.length
    if (lineEnd || lineBreak) {
      parts.push({ name: 'br', children: [] })
    } else if (ticks) {
      const stop = codeEnd(end, ticks.length)
      if (stop < 0) {
        parts.push(ticks)
      } else {
        const code = source.slice(end, stop).replace(/\n/g, ' ')
        // A space on either side is there to keep a backtick apart.
        const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim()
        parts.push({ name: 'code', children: [isPadded ? code.slice(1, -1) : code] })
        end = stop + ticks.length
      }
    } else if (angled) {
      addLink([angled], angled.includes(':') ? angled : `mailto:${angled}`)
    } else if (bare) {
      const url = bareAddress(bare)
      end = at + url.length
      // More of the address may come, or it is part of one in angle brackets.
      if (isOpen && (TOKEN.lastIndex === source.length || /<[^\s<>]*$/.test(source.slice(0, at)))) parts.push(url)
      else addLink([url], url)
    } else if (opening) {
      brackets.push(parts.push(opening) - 1)
    } else if (closing && brackets.length) {
      const start = brackets.pop() ?? 0
      TARGET.lastIndex = TARGET_BEGUN.lastIndex = end
      const target = TARGET.exec(source)
      if (target || (isOpen && TARGET_BEGUN.test(source))) {
        const isLink = parts[start] === '['
        const children = withoutLinks(emphasised(parts.splice(start).slice(1), isOpen && !target))
        if (target) addLink(children, decode(target[1] ?? target[2] ?? ''))
        else parts.push(...children)
        end = target ? TARGET.lastIndex : source.length
        if (isLink && !isOpen) brackets.length = 0
      } else {
        parts.push(closing)
      }
    } else if (run && run.length <= LONGEST_RUN && (run[0] !== '~' || run.length === 2)) {
      parts.push(delimiter(run, source.charAt(at - 1), source.charAt(end)))
    } else {
      parts.push(escaped ?? (entity ? decodeEntity(entity) : found))
    }
  }
  // The bracket in front of the text of a link that is being written.
  if (isOpen && brackets.length) parts.splice(brackets.at(-1) ?? 0, 1)
  return emphasised(parts, isOpen)
}
