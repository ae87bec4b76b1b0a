/** Blocks of text: the lines of a paragraph, a heading, code or a table, and what becomes of them. */

import { parseInline } from './markdown-inline.ts'
import type { MarkdownElement, MarkdownNode } from './markdown-tree.ts'

/** A block of text. The first paragraph of a list item has no element of its own: its text stands in the item. */
export type Leaf = {
  kind: 'p' | 'heading' | 'pre' | 'table'
  element: MarkdownElement
  lines: string[]
  fence: string | undefined
  indent: number
}

export const cellsOf = (row: string): string[] => row.replace(/^\||(?<!\\)\|$/g, '').split(/(?<!\\)\|/)

/** `isOpen`: more of this block may come. */
export function content({ kind, element, lines, fence }: Leaf, isOpen: boolean): MarkdownNode[] {
  if (kind === 'pre') {
    if (isOpen) element.isOpen = true
    while (!fence && !lines.at(-1)?.trim()) lines.pop()
    return [lines.join('\n')]
  }
  if (kind === 'table') return rowsOf(lines, isOpen)
  const text = lines.join('\n').trimEnd()
  // A row of cells, as it seems: the next line tells.
  if (isOpen && lines.length === 1 && text.startsWith('|')) return []
  const task = element.name === 'li' ? text.replace(/^\[([ x])\](?=\s)/i, (_, mark) => (mark === ' ' ? '☐' : '☑')) : text
  return parseInline(task, isOpen)
}

function rowsOf(lines: readonly string[], isOpen: boolean): MarkdownElement[] {
  const rows = lines.map((line) => cellsOf(line.trim()))
  const width = rows[0]?.length ?? 0
  return rows.map((cells, row) => ({
    name: 'tr',
    children: Array.from({ length: width }, (_, index) => ({
      name: row ? 'td' : 'th',
      children: parseInline(
        (cells[index] ?? '').trim().replace(/\\\|/g, '|'),
        isOpen && row === rows.length - 1 && index === cells.length - 1,
      ),
    })),
  }))
}
