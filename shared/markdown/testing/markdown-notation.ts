/** Trees of Markdown as short text: `p(one strong(two))`, links as `a{href}(text)`, lists that begin elsewhere as `ol{3}(…)`. */

import type { MarkdownElement, MarkdownNode } from '../markdown-tree.ts'
import { createMarkdownReader } from '../markdown.ts'

export function notation(node: MarkdownNode): string {
  if (typeof node === 'string') return node
  const mark = node.href ?? node.start
  return `${node.name}${mark === undefined ? '' : `{${mark}}`}(${node.children.map(notation).join('')})`
}

export const notations = (blocks: readonly MarkdownElement[]): string => blocks.map(notation).join('')

/** Everything that the reader shows after each piece; whole after the last. */
export function readPieces(pieces: readonly string[]): (readonly MarkdownElement[])[] {
  const read = createMarkdownReader()
  let text = ''
  return [...pieces.map((piece) => read((text += piece), false)), read(text, true)]
}

export function elementsOf(nodes: readonly MarkdownNode[], found: MarkdownElement[] = []): MarkdownElement[] {
  for (const node of nodes) {
    if (typeof node === 'string') continue
    found.push(node)
    elementsOf(node.children, found)
  }
  return found
}

export const hrefsOf = (blocks: readonly MarkdownElement[]): string[] => elementsOf(blocks).flatMap(({ href }) => href ?? [])
