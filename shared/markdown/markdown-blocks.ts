/**
 * Text into blocks: one regular expression finds the next one whole, and what stands in a quote or an item is read like a text of its
 * own. Indentation tells only what belongs to an item. HTML, definitions of references and indented code are paragraphs.
 */

import { parseInline } from './markdown-inline.ts'
import { DEPTH, type MarkdownElement } from './markdown-tree.ts'

const RULE = /(?:[-*_][ \t]*){3,}$/.source
const HEADING = /#{1,6}(?!\S)/.source
const MARK = /(?:[-+*]|\d{1,9}[.)])(?!\S)/.source
const FENCE = /~{3,}|`{3,}(?!.*`)/.source
const TABLE = /[^|\n]*\|.*\n(?=.*-)[-: \t]*\|[-:| \t]*$/.source
/** Further lines of a paragraph, also where the marks of its quote or item are missing. */
const LINES = `(?:\\n(?![ \\t]*(?:$|>|${RULE}|${HEADING}|${MARK}|${FENCE})|${TABLE}).+)`

const BLOCK = new RegExp(
  [
    '([ \\t]*)(?:$\\n?',
    `(${RULE})`,
    `${HEADING}(.*)`,
    `(>.*(?:\\n[ \\t]*>.*|${LINES})*)`,
    `(${MARK}).*(?:\\s*(?:\\n\\1(?:  |\\t).*|(?![^]))|${LINES})*`,
    `(${FENCE}).*((?:\\n.*)*?)(?:\\n[ \\t]*\\6[\`~]*[ \\t]*$|\\n?(?![^]))`,
    `(${TABLE}${LINES}*)`,
    `.+${LINES}*)`,
  ].join('|'),
  'gm',
)

/** `lastStart`: where the last block begins. `isOpen`: more of it may come. */
export function parseBlocks(text: string, isOpen: boolean, depth = 0): readonly [blocks: MarkdownElement[], lastStart: number] {
  const blocks: MarkdownElement[] = []
  let lastStart = 0
  let list: MarkdownElement | undefined
  let listMark: string | undefined

  for (const match of text.matchAll(BLOCK)) {
    const [found, indent = '', rule, title, quote, mark, fence, code = '', table] = match
    if (!found.trim()) continue
    const isLast = isOpen && match.index + found.length === text.length
    const nested = (inside: string): MarkdownElement[] =>
      depth < DEPTH ? parseBlocks(inside, isLast, depth + 1)[0] : [{ name: 'p', children: parseInline(inside, isLast) }]

    let block: MarkdownElement
    if (mark) {
      // The mark becomes spaces, so that what stands behind it is indented as the lines below are.
      const inside = found.replace(mark, ' '.repeat(mark.length)).replace(/^\s*\[([ x])\](?=\s)/i, (_, done) => (done === ' ' ? '☐' : '☑'))
      // The first paragraph of an item has no element of its own.
      const children = nested(inside).flatMap((child, index) => (index || child.name !== 'p' ? [child] : child.children))
      const item: MarkdownElement = { name: 'li', children }
      if (list === blocks.at(-1) && listMark === mark.at(-1)) {
        list?.children.push(item)
        continue
      }
      const start = parseInt(mark)
      block = list = { name: start >= 0 ? 'ol' : 'ul', children: [item] }
      // Of bullets there is no number, and one is where every list begins.
      if (start - 1) list.start = start
      listMark = mark.at(-1)
    } else if (quote) {
      block = { name: 'blockquote', children: nested(quote.replace(/^[ \t]*> ?/gm, '')) }
    } else if (fence) {
      block = { name: 'pre', children: [code.replaceAll(`\n${indent}`, '\n').slice(1)] }
    } else if (table) {
      block = { name: 'table', children: rowsOf(table.split('\n'), isLast) }
    } else if (rule) {
      block = { name: 'hr', children: [] }
    } else if (title === undefined) {
      // A row of cells, as it seems: the next line tells.
      block = { name: 'p', children: isLast && /^\|.*$/.test(found) ? [] : parseInline(found, isLast) }
    } else {
      block = { name: 'heading', children: parseInline(title.trim().replace(/(^|\s)#+$/, ''), isLast) }
    }
    blocks.push(block)
    lastStart = match.index
  }
  return [blocks, lastStart]
}

const rowsOf = ([header = '', , ...rows]: readonly string[], isOpen: boolean): MarkdownElement[] =>
  [header, ...rows].map((line, row) => ({
    name: 'tr',
    children: line
      .trim()
      .replace(/^\||(?<!\\)\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => ({ name: row ? 'td' : 'th', children: parseInline(cell.replaceAll('\\|', '|'), isOpen && row === rows.length) })),
  }))
