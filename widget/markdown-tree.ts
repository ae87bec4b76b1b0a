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
  /** More of this code may come. */
  isOpen?: boolean
}

export type MarkdownNode = string | MarkdownElement

/** Blocks in blocks, or emphasis in emphasis: nobody writes deeper, and what is deeper stays text. */
export const DEPTH = 20

export function append(children: MarkdownNode[], added: readonly MarkdownNode[]) {
  for (const node of added) {
    const last = children.at(-1)
    if (typeof node === 'string' && typeof last === 'string') children[children.length - 1] = last + node
    else children.push(node)
  }
}

export const textOf = (node: MarkdownNode): string => (typeof node === 'string' ? node : node.children.map(textOf).join(''))
