/** What Markdown becomes: plain objects, with names for nothing that could run, load or submit. The view makes elements of them. */

export type MarkdownName =
  | 'p'
  | 'heading'
  | 'strong'
  | 'em'
  | 's'
  | 'code'
  | 'pre'
  | 'blockquote'
  | 'ul'
  | 'ol'
  | 'li'
  | 'a'
  | 'br'
  | 'hr'
  | 'table'
  | 'tr'
  | 'th'
  | 'td'

export type MarkdownElement = {
  name: MarkdownName
  children: MarkdownNode[]
  /** Of links only; a link without one is text. */
  href?: string
  /** The first number of an ordered list. */
  start?: number
}

export type MarkdownNode = string | MarkdownElement

/** Blocks in blocks, emphasis in emphasis, or brackets in brackets: nobody writes deeper, and what is deeper stays text. */
export const DEPTH = 20

export const textOf = (node: MarkdownNode): string => (typeof node === 'string' ? node : node.children.map(textOf).join(''))
