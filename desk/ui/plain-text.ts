/** The beginning of a text in Markdown as a line has room for it: words without their looks. */

import type { MarkdownNode } from '../../shared/markdown/markdown-tree.ts'
import { createMarkdownReader } from '../../shared/markdown/markdown.ts'

/** More than a line of any screen holds, in UTF-16 units; what lies beyond is not read. */
const MOST = 400

const WITHIN_WORDS: ReadonlySet<string> = new Set(['strong', 'em', 's', 'code', 'a'])

const wordsOf = (node: MarkdownNode): string => {
  if (typeof node === 'string') return node
  const words = node.children.map(wordsOf).join('')
  return WITHIN_WORDS.has(node.name) ? words : `${words} `
}

export const plainText = (markdown: string): string =>
  createMarkdownReader()(markdown.slice(0, MOST), true).map(wordsOf).join('').replace(/\s+/g, ' ').trim()
