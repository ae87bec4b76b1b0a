/** Emphasis between the parts of one level: runs of marks that open and close it, by CommonMark's rules. */

import { DEPTH, type MarkdownNode } from './markdown-tree.ts'

/** A run of `*`, `_` or `~~` that may begin or end an emphasis, or a bracket that does neither. */
export type Delimiter = { run: string; opens: boolean; closes: boolean }

export type Part = MarkdownNode | Delimiter

/**
 * A letter, and punctuation behind it that a mark would keep apart from it. Chinese, Japanese and Korean put no spaces around words: beside
 * their characters emphasis begins and ends anywhere.
 */
const TORN = /(?![\u2e80-\uffef])[^\s\p{P}\p{S}](?![\u2e80-\uffef])[\p{P}\p{S}]/u

export function delimiter(run: string, before: string, after: string): Delimiter {
  // Underscores inside a word are part of it.
  const clings = (inner: string, outer: string): boolean =>
    /\S/.test(inner) && !TORN.test(outer + inner) && !(run.startsWith('_') && /[^\s\p{P}\p{S}]/u.test(outer))
  return { run, opens: clings(after, before), closes: clings(before, after) }
}

/** `isOpen`: more may come behind the last part; what has begun is taken for meant. */
export function emphasised(parts: readonly Part[], isOpen: boolean): MarkdownNode[] {
  /** Where an emphasis may have begun, what of that run is not used up yet, and what stands in front of it. */
  const frames: { opener: Delimiter; run: string; outer: MarkdownNode[] }[] = []
  /** What stands behind the last of them so far. */
  let children: MarkdownNode[] = []

  const wrapped = (mark: string): MarkdownNode => ({ name: mark === '~~' ? 's' : mark.length > 1 ? 'strong' : 'em', children })

  /** Ends all emphases but the first `count`: they were meant, or what is left of their runs is text. */
  function end(count: number, isMeant: boolean) {
    for (const { run, outer } of frames.splice(count).reverse()) {
      outer.push(...(isMeant ? [wrapped(run)] : [run, ...children]))
      children = outer
    }
  }

  for (const part of parts) {
    if (typeof part === 'string' || 'name' in part) {
      children.push(part)
      continue
    }
    const { opens, closes } = part
    let { run } = part
    let frame
    // Of runs that could both open and close, those of one length belong together.
    const fits = ({ opener }: { opener: Delimiter }): boolean =>
      closes && opener.run[0] === run[0] && (!(opens || opener.closes) || opener.run.length === part.run.length)
    while ((frame = frames.findLast(fits))) {
      const mark = frame.run.slice(0, Math.min(2, run.length))
      end(frames.indexOf(frame) + 1, false)
      children = [wrapped(mark)]
      run = run.slice(mark.length)
      frame.run = frame.run.slice(mark.length)
      if (!frame.run) end(frames.indexOf(frame), false)
    }
    if (run && opens && frames.length < DEPTH) {
      frames.push({ opener: part, run, outer: children })
      children = []
    } else {
      children.push(run)
    }
  }
  end(0, isOpen)
  return children
}
