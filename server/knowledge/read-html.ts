/**
 * A page of HTML as its visible text: headings with their ids, paragraphs, list items, cells of tables. What is no text of the page's own (scripts, styles, navigation) is left out.
 */

import { headingBlock, type DocumentBlock, type ReadDocument } from './document-block.ts'
import { decodeEntities } from './html-entities.ts'
import { attributeOf, htmlTokens } from './html-tokens.ts'

const DROPPED = new Set([
  'script',
  'style',
  'nav',
  'template',
  'noscript',
  'svg',
  'iframe',
  'object',
  'button',
  'select',
  'textarea',
  'audio',
  'video',
  'canvas',
])
/** A navigation that nobody closed does not take the page with it. */
const ENDS_NAVIGATION = new Set(['main', 'article', 'h1'])

const BLOCKS = new Set(
  'address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form head header hr html legend main ol p pre section summary table tbody tfoot thead title ul'.split(
    ' ',
  ),
)
/** Begin a line of their block, not a block. */
const LINES = new Set(['li', 'tr', 'br', 'option', 'caption'])
const CELLS = new Set(['td', 'th'])

export function readHtml(html: string): ReadDocument {
  const writer = createWriter()
  let dropped: { name: string; depth: number } | undefined
  let title: string | undefined
  let url: string | undefined
  let language: string | undefined
  let isTitle = false

  for (const token of htmlTokens(html)) {
    if ('text' in token) {
      if (dropped) continue
      if (isTitle) title ??= decodeEntities(token.text).replace(/\s+/gu, ' ').trim()
      else writer.text(decodeEntities(token.text))
      continue
    }
    const isOpening = 'open' in token
    const name = isOpening ? token.open : token.close
    isTitle = isOpening && name === 'title'
    if (dropped?.name === 'nav' && (isOpening ? ENDS_NAVIGATION.has(name) : name === 'body')) dropped = undefined
    if (dropped) {
      if (name === dropped.name) dropped.depth += isOpening ? 1 : -1
      if (dropped.depth === 0) dropped = undefined
      continue
    }
    if (isOpening && DROPPED.has(name)) {
      dropped = { name, depth: 1 }
      continue
    }

    if (isOpening && name === 'html') language ??= attributeOf(token.attributes, 'lang')
    if (isOpening && name === 'link' && attributeOf(token.attributes, 'rel')?.toLowerCase() === 'canonical')
      url ??= decodeEntities(attributeOf(token.attributes, 'href') ?? '')
    const level = /^h[1-6]$/.test(name) ? Number(name[1]) : 0
    if (level > 0) {
      writer.endBlock()
      if (isOpening) writer.beginHeading(level, attributeOf(token.attributes, 'id'))
    } else if (isOpening && name === 'a') writer.anchor(attributeOf(token.attributes, 'id') ?? attributeOf(token.attributes, 'name'))
    else if (CELLS.has(name)) {
      if (isOpening) writer.cell()
    } else if (LINES.has(name)) {
      if (isOpening) writer.line(name === 'li' ? '- ' : '')
    } else if (BLOCKS.has(name)) {
      // A paragraph inside a list item or a cell stays in its line.
      writer.endBlock()
      if (name === 'pre') writer.keepSpaces(isOpening)
    }
  }
  writer.endBlock()
  return { ...(title && { title }), ...(url && { url }), ...(language && { language }), blocks: writer.blocks }
}

/** Collects pieces of text into blocks. Spaces are collapsed as they come, as doing so afterwards would cost the square of what a page may have of them. */
function createWriter() {
  const blocks: DocumentBlock[] = []
  let pieces: string[] = []
  /** The last character that was written, `\n` where the block is empty. */
  let last = '\n'
  let heading: { level: number; anchor: string | undefined } | undefined
  let isKeeping = false

  function add(text: string): void {
    if (text === '') return
    pieces.push(text)
    last = text.at(-1) ?? last
  }

  function line(): void {
    if (last !== '\n') add('\n')
  }

  return {
    blocks,
    text(given: string) {
      if (isKeeping) return add(given)
      const text = given.replace(/\s+/gu, ' ')
      add(last === ' ' || last === '\n' ? text.replace(/^ /, '') : text)
    },
    line(mark: string) {
      line()
      add(mark)
    },
    cell() {
      if (last !== '\n') add(last === ' ' ? '| ' : ' | ')
    },
    keepSpaces(keeps: boolean) {
      isKeeping = keeps
    },
    beginHeading(level: number, anchor: string | undefined) {
      heading = { level, anchor }
    },
    anchor(id: string | undefined) {
      if (heading) heading.anchor ??= id
    },
    endBlock() {
      const text = pieces.join('').trim()
      if (text !== '' && text !== '-') {
        blocks.push(heading ? headingBlock(heading.level, text.replace(/\n/g, ' '), heading.anchor) : { kind: 'text', text })
      }
      pieces = []
      last = '\n'
      heading = undefined
    },
  }
}
