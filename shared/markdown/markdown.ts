/**
 * Streamed Markdown. A block that another one follows cannot change any more, so a growing answer is read again only from its last
 * block on.
 */

import { parseBlocks } from './markdown-blocks.ts'
import type { MarkdownElement } from './markdown-tree.ts'

/** What a line may turn out to be that says nothing yet: shown when more of it is there. */
const UNDECIDED = /^[\s\-*_+~`#>|:\d.)]*(?:(?<=```).*)?$/

/** Reads one answer as it grows. `isWhole`: no more will follow. Blocks that did not change are the same objects as before. */
export function createMarkdownReader(): (text: string, isWhole: boolean) => readonly MarkdownElement[] {
  let seen = ''
  let offset = 0
  let settled: readonly MarkdownElement[] = []

  return (given, isWhole) => {
    const text = given.replace(/\r\n?|[\u2028\u2029]/g, '\n')
    // Another attempt, or text that was taken back: nothing of the old one may stay.
    if (!text.startsWith(seen)) {
      offset = 0
      settled = []
    }
    seen = text
    const rest = text.slice(offset)
    const lastLine = Math.max(0, rest.lastIndexOf('\n'))
    const isCut = !isWhole && UNDECIDED.test(rest.slice(lastLine))
    const [blocks, lastStart] = parseBlocks(isCut ? rest.slice(0, lastLine) : rest, !isWhole)
    const shown = [...settled, ...blocks]
    // A line that is not over may still turn out to belong to the block before.
    if (text.indexOf('\n', offset + lastStart) >= 0) {
      offset += lastStart
      settled = shown.slice(0, -1)
    }
    return shown
  }
}
