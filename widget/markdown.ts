/**
 * Streamed Markdown. The parser of `streaming-markdown` says what it found, character by character; this file decides
 * what becomes of it, through a small builder that can only make harmless nodes: no HTML is ever parsed, no image is
 * loaded, and a link leads nowhere but to http, https, mailto and tel. Text is only appended, so a long answer costs
 * the same per character at its end as at its beginning.
 */

import * as smd from 'streaming-markdown'
import { safeHref, splitAddress } from './links.ts'

export type ElementName =
  | 'p'
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
  | 'div'
  | 'table'
  | 'tr'
  | 'th'
  | 'td'

/** How nodes are made: by the browser's DOM in the widget, by plain objects in tests. */
export type NodeBuilder<Node> = {
  /** A new last child of `parent`. `role` names what it is where the element alone does not. */
  element(parent: Node, name: ElementName, role?: 'heading' | 'table'): Node
  /** More text at the end of `parent`. */
  text(parent: Node, text: string): void
  /** Text in front of `node`, outside of it. */
  textBefore(node: Node, text: string): void
  /** Replaces everything in `node`. */
  setText(node: Node, text: string): void
  link(node: Node, href: string): void
  numberFrom(node: Node, start: number): void
}

export type MarkdownWriter = {
  write(text: string): void
  /** What the parser still held back comes out; nothing may be written after. */
  end(): void
}

/** What needs no second thought. Check boxes and formulas have no element: they become text. */
const ELEMENTS: { readonly [token: number]: ElementName } = {
  [smd.PARAGRAPH]: 'p',
  [smd.BLOCKQUOTE]: 'blockquote',
  [smd.CODE_INLINE]: 'code',
  [smd.ITALIC_AST]: 'em',
  [smd.ITALIC_UND]: 'em',
  [smd.STRONG_AST]: 'strong',
  [smd.STRONG_UND]: 'strong',
  [smd.STRIKE]: 's',
  [smd.LINK]: 'a',
  [smd.IMAGE]: 'a',
  [smd.RAW_URL]: 'a',
  [smd.LINE_BREAK]: 'br',
  [smd.RULE]: 'hr',
  [smd.LIST_UNORDERED]: 'ul',
  [smd.LIST_ORDERED]: 'ol',
  [smd.LIST_ITEM]: 'li',
  [smd.TABLE_ROW]: 'tr',
}

type Open<Node> = { token: smd.Token; node: Node; href?: string; checked?: boolean; text: string; rows: number }

/** The parser follows 24 levels; what nests deeper than any answer does is shown as plain text before it gets there. */
const DEPTH = 20

/** Up to and with a character that may open something, the beginning of an address, or a wide character in front of one. */
const PIECE = /^.*?(?:[\n>*_[]|:\/\/|[(\u3000-\uffef](?=h))/s
/** Inside an address: up to the first wide character. */
const NARROW = /^[^\u3000-\uffef]+/

export function createMarkdownWriter<Node>(root: Node, builder: NodeBuilder<Node>): MarkdownWriter {
  const open: Open<Node>[] = [{ token: smd.DOCUMENT, node: root, text: '', rows: 0 }]
  const top = (): Open<Node> => open.at(-1) ?? { token: smd.DOCUMENT, node: root, text: '', rows: 0 }
  let isPlain = false

  function elementFor(token: smd.Token): Node {
    const { node } = top()
    if (token === smd.CODE_BLOCK || token === smd.CODE_FENCE) return builder.element(builder.element(node, 'pre'), 'code')
    if (token === smd.TABLE) return builder.element(builder.element(node, 'div', 'table'), 'table')
    if (token === smd.TABLE_ROW) top().rows++
    if (token === smd.TABLE_CELL) return builder.element(node, (open.at(-2)?.rows ?? 0) > 1 ? 'td' : 'th')
    // Looks like a heading; a real one would stand in the outline of somebody else's page.
    if (token >= smd.HEADING_1 && token <= smd.HEADING_6) return builder.element(node, 'p', 'heading')
    const name = ELEMENTS[token]
    return name ? builder.element(node, name) : node
  }

  const parser = smd.parser({
    data: undefined,
    add_token(_data: undefined, token: smd.Token) {
      const node = elementFor(token)
      // A customer is quoted prices, not mathematics: the dollar signs stay.
      if (token === smd.EQUATION_INLINE) builder.text(node, '$')
      if (token === smd.EQUATION_BLOCK) builder.text(node, '$$')
      open.push({ token, node, text: '', rows: 0 })
    },
    add_text(_data: undefined, text: string) {
      top().text += text
      builder.text(top().node, text)
    },
    set_attr(_data: undefined, name: smd.Attr, value: string) {
      if (name === smd.HREF || name === smd.SRC) top().href = value
      else if (name === smd.CHECKED) top().checked = true
      else if (name === smd.START) builder.numberFrom(top().node, Number(value))
    },
    end_token() {
      const closed = open.length > 1 ? open.pop() : undefined
      if (closed) finish(closed)
    },
  })

  function finish({ token, node, href, checked, text }: Open<Node>) {
    if (token === smd.RAW_URL) {
      const { url, rest } = splitAddress(href ?? text)
      const target = safeHref(url)
      if (target) builder.link(node, target)
      builder.setText(node, url)
      if (rest) builder.text(top().node, rest)
    } else if (token === smd.LINK || token === smd.IMAGE) {
      if (href !== undefined) {
        const target = safeHref(href)
        if (target) builder.link(node, target)
      } else {
        // Brackets that were no link: they belong to the text.
        builder.textBefore(node, token === smd.LINK ? '[' : '![')
        if (parser.pending === ']') builder.text(node, ']')
      }
    } else if (token === smd.CHECKBOX) {
      builder.text(node, checked ? '☑' : '☐')
    } else if (token === smd.EQUATION_INLINE) {
      builder.text(node, '$')
    } else if (token === smd.EQUATION_BLOCK) {
      builder.text(node, '$$')
    }
  }

  function plain(text: string) {
    if (text) builder.text(top().node, text)
  }

  /** Text that the parser has not seen yet, because what follows decides how to tell it. */
  let held = ''
  let lineEnds = 0

  function feed(text: string) {
    smd.parser_write(parser, text)
    for (const character of text) lineEnds = character === '\n' ? lineEnds + 1 : 0
    isPlain = open.length > DEPTH
  }

  /**
   * After an empty line the parser leaves only the innermost list, so a paragraph behind a nested list would land inside
   * the outer one. One more line end makes it leave them all; but only a paragraph may, the next item may not.
   */
  function leaveLists(rest: string): 'wait' | 'go on' {
    const lists = open.filter(({ token }) => token === smd.LIST_UNORDERED || token === smd.LIST_ORDERED).length
    if (lineEnds !== 2 || lists < 2 || /^[\s>]/.test(rest)) return 'go on'
    if (/^(?:[-*+]|\d+\.?)$/.test(rest)) return 'wait'
    if (!/^(?:[-*+]|\d+\.) /.test(rest)) feed('\n')
    return 'go on'
  }

  /**
   * The parser sees an address only behind a space, and its end only before one. Chinese has no spaces: a wide character
   * in front is taken as said, and one behind is escaped, which ends the address and changes nothing else.
   */
  function looseAddress(rest: string) {
    const isText = parser.token === smd.PARAGRAPH || parser.token === smd.LIST_ITEM || parser.token === smd.TABLE_CELL
    if (isText && rest.startsWith('h') && /^[(\u3000-\uffef]$/.test(parser.pending)) {
      parser.text += parser.pending
      parser.pending = ''
    } else if (parser.token === smd.RAW_URL && /^[\u3000-\uffef]/.test(rest)) {
      feed('\\')
    }
  }

  function write(text: string, isLast: boolean) {
    let rest = held + text
    held = ''
    while (rest && !isPlain) {
      if (leaveLists(rest) === 'wait' && !isLast) {
        held = rest
        return
      }
      looseAddress(rest)
      // A piece at a time, so that the depth is looked at before it can grow past the parser's own bounds.
      const piece = (parser.token === smd.RAW_URL ? NARROW : PIECE).exec(rest)?.[0] ?? rest
      feed(piece)
      rest = rest.slice(piece.length)
    }
    plain(rest)
  }

  return {
    write: (text) => write(text, false),
    end() {
      write('', true)
      if (isPlain) return plain(parser.pending)
      // Inside the brackets of an address the parser would wait for ever, and keep the text.
      if (parser.pending.startsWith('](')) plain(parser.pending)
      else smd.parser_end(parser)
      while (open.length > 1) {
        const closed = open.pop()
        if (closed && (closed.token === smd.LINK || closed.token === smd.IMAGE)) finish(closed)
      }
    },
  }
}
