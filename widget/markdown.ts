/**
 * Streamed Markdown. A block that another one follows cannot change any more, so a growing answer is read again only from its last
 * block on.
 */

import { parseBlocks } from './markdown-blocks.ts'
import type { MarkdownElement } from './markdown-tree.ts'

/** Reads one answer as it grows. `isWhole`: no more will follow. Blocks that did not change are the same objects as before. */
export function createMarkdownReader(): (text: string, isWhole: boolean) => readonly MarkdownElement[] {
  let seen = ''
  let offset = 0
  let settled: readonly MarkdownElement[] = []

  return (text, isWhole) => {
    // Another attempt, or text that was taken back: nothing of the old one may stay.
    if (!text.startsWith(seen)) {
      offset = 0
      settled = []
    }
    seen = text
    const { blocks, lastStart } = parseBlocks(text.slice(offset), isWhole)
    const shown = [...settled, ...blocks]
    // A line that is not over may still turn out to belong to the block before.
    if (text.indexOf('\n', offset + lastStart) >= 0) {
      offset += lastStart
      settled = shown.slice(0, -1)
    }
    return shown
  }
}
