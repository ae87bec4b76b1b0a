/**
 * Markdown as headings and paragraphs. Paragraphs stay as they are written, because a model reads Markdown; what no reader sees (comments, the settings at the top that
 * many generators of pages want) is left out. Plain text is read alike, but has no headings.
 */

import { headingBlock, type DocumentBlock, type ReadDocument } from './document-block.ts'

const LINE_END = /\r\n?|\n/

export function readPlain(text: string): ReadDocument {
  const writer = createParagraphs()
  for (const line of text.split(LINE_END)) writer.line(line)
  return { blocks: writer.end() }
}

export function readMarkdown(text: string): ReadDocument {
  const { settings, lines } = withoutSettings(text.split(LINE_END))
  const writer = createParagraphs()
  /** The mark that closes the code which is open. */
  let fence: string | undefined
  let isComment = false

  for (const given of lines) {
    if (fence !== undefined) {
      writer.line(given, true)
      if (given.trim().startsWith(fence) && given.trim().replaceAll(fence[0] ?? '', '') === '') fence = undefined
      continue
    }
    const { line, goesOn } = withoutComments(given, isComment)
    const isGone = line.trim() === '' && given.trim() !== ''
    isComment = goesOn
    if (isGone) continue
    fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    const level = /^ {0,3}(#{1,6})(?=\s|$)/.exec(line)?.[1]?.length
    const underline = /^ {0,3}(=+|-+)\s{0,9}$/.exec(line)?.[1]
    if (level !== undefined) writer.heading(level, withoutMarks(line.trim().slice(level)))
    else if (underline !== undefined && writer.isOneLine()) writer.headingOfLine(underline.startsWith('=') ? 1 : 2)
    else writer.line(line)
  }
  return { ...settings, blocks: writer.end() }
}

/** The marks that may close a heading, which say nothing. */
function withoutMarks(text: string): string {
  const trimmed = text.trim()
  let end = trimmed.length
  while (trimmed[end - 1] === '#') end--
  return end < trimmed.length && (end === 0 || trimmed[end - 1] === ' ') ? trimmed.slice(0, end).trim() : trimmed
}

/** Those that tell something of the document. */
const SETTINGS = ['title', 'url', 'language'] as const

/** `title: …` between two lines of dashes at the very top. */
function withoutSettings(lines: string[]): { settings: Omit<ReadDocument, 'blocks'>; lines: string[] } {
  const end = lines[0]?.trimEnd() === '---' ? lines.indexOf('---', 1) : -1
  // A rule, then prose: what generators read has a name on its first line.
  if (end < 0 || !/^[\w-]+:/.test(lines[1] ?? '')) return { settings: {}, lines }
  const values = SETTINGS.map((name) => [name, valueOf(lines.slice(1, end), name)] as const)
  return { settings: Object.fromEntries(values.filter(([, value]) => value !== '')), lines: lines.slice(end + 1) }
}

const valueOf = (settings: string[], name: string): string =>
  (settings.find((line) => line.startsWith(`${name}:`)) ?? '')
    .slice(name.length + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')

function withoutComments(given: string, isComment: boolean): { line: string; goesOn: boolean } {
  let line = ''
  let rest = given
  let inside = isComment
  for (;;) {
    const at = rest.indexOf(inside ? '-->' : '<!--')
    if (!inside) line += at < 0 ? rest : rest.slice(0, at)
    if (at < 0) return { line, goesOn: inside }
    rest = rest.slice(at + (inside ? 3 : 4))
    inside = !inside
  }
}

/** Lines become paragraphs, with an empty line between them. */
function createParagraphs() {
  const blocks: DocumentBlock[] = []
  let lines: string[] = []

  function flush(): void {
    const text = lines.join('\n').trim()
    if (text !== '') blocks.push({ kind: 'text', text })
    lines = []
  }

  function heading(level: number, given: string): void {
    flush()
    const named = /\s?\{#([^\s{}]{1,100})\}$/.exec(given) ?? /<a\s(?:id|name)=["']([^"']{1,100})["']\s?\/?>(?:<\/a>)?/.exec(given)
    const text = named ? given.replace(named[0], '').trim() : given
    if (text !== '') blocks.push(headingBlock(level, text, named?.[1]))
  }

  return {
    /** `isCode`: an empty line in it ends nothing. */
    line(line: string, isCode = false) {
      if (line.trim() === '' && !isCode) flush()
      else lines.push(line.trimEnd())
    },
    isOneLine: () => lines.length === 1,
    heading,
    headingOfLine(level: number) {
      const text = lines.join(' ').trim()
      lines = []
      heading(level, text)
    },
    end() {
      flush()
      return blocks
    },
  }
}
