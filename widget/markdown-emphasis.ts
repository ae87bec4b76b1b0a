/** Emphasis between the parts of one level, by CommonMark's rules of runs that open and close. */

import { append, DEPTH, type MarkdownNode } from './markdown-tree.ts'

/** A run of `*`, `_` or `~~` that may begin or end an emphasis. `count` of its `length` characters are not used up yet. */
export type Delimiter = { mark: string; length: number; count: number; opens: boolean; closes: boolean }

export type Part = MarkdownNode | Delimiter

/** An emphasis that may have begun, and what stands in it so far. */
type Frame = { opener?: Delimiter; children: MarkdownNode[] }

const isSpace = (character: string): boolean => /^\s?$/.test(character)
/** Chinese, Japanese and Korean put no spaces around words: beside their characters emphasis begins and ends anywhere. */
const isWide = (character: string): boolean => /[\u2e80-\uffef]/.test(character)
const isPunctuation = (character: string): boolean => /[\p{P}\p{S}]/u.test(character) && !isWide(character)
const isEdge = (character: string): boolean => isSpace(character) || isPunctuation(character) || isWide(character)

export function delimiter(run: string, before: string, after: string): Delimiter {
  const mark = run.charAt(0)
  const isLeft = !isSpace(after) && (!isPunctuation(after) || isEdge(before))
  const isRight = !isSpace(before) && (!isPunctuation(before) || isEdge(after))
  // Underscores inside a word are part of it.
  const opens = isLeft && (mark !== '_' || !isRight || isPunctuation(before))
  const closes = isRight && (mark !== '_' || !isLeft || isPunctuation(after))
  return { mark, length: run.length, count: run.length, opens, closes }
}

const literal = ({ mark, count }: Delimiter): string => mark.repeat(count)

/** “Multiple of three”: of runs that could both open and close, some pairs would read as something else. */
function fits(opener: Delimiter | undefined, closer: Delimiter): boolean {
  if (opener?.mark !== closer.mark) return false
  return !(opener.closes || closer.opens) || (opener.length + closer.length) % 3 > 0 || opener.length % 3 === 0
}

function element({ mark, count }: Delimiter, children: MarkdownNode[]): MarkdownNode {
  return { name: mark === '~' ? 's' : count > 1 ? 'strong' : 'em', children }
}

/** `isOpen`: more may come behind the last part; what has begun is taken for meant. */
export function emphasised(parts: readonly Part[], isOpen: boolean): MarkdownNode[] {
  const root: Frame = { children: [] }
  const frames = [root]
  const top = (): Frame => frames.at(-1) ?? root

  function close(closer: Delimiter) {
    while (closer.count) {
      const frame = frames.findLast(({ opener }) => fits(opener, closer))
      if (!frame?.opener) return
      for (const { opener, children } of frames.splice(frames.indexOf(frame) + 1)) {
        if (opener) append(frame.children, [literal(opener)])
        append(frame.children, children)
      }
      const count = Math.min(2, closer.count, frame.opener.count)
      const made = element({ ...closer, count }, frame.children)
      frame.children = [made]
      frame.opener.count -= count
      closer.count -= count
      if (frame.opener.count === 0) {
        frames.pop()
        append(top().children, [made])
      }
    }
  }

  for (const part of parts) {
    if (typeof part === 'string' || 'name' in part) {
      append(top().children, [part])
      continue
    }
    const run = { ...part }
    if (run.closes) close(run)
    if (run.count && run.opens && frames.length < DEPTH) frames.push({ opener: run, children: [] })
    else if (run.count) append(top().children, [literal(run)])
  }

  for (let frame = frames.pop(); frame?.opener; frame = frames.pop()) {
    const { opener, children } = frame
    append(top().children, isOpen ? [element(opener, children)] : [literal(opener), ...children])
  }
  return root.children
}
