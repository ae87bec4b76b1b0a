/**
 * What a screen reader hears of the conversation: what others say, sentence by sentence as each is finished, each once, also when
 * the message in the log takes the place of the bubble that it was streamed into.
 */

import type { LogMessage } from './log.ts'
import type { Snapshot } from './snapshot.ts'

/** Where a sentence ends: at a line's end, behind a full stop with a space, behind one of the East with or without. */
const SENTENCE_END = /(?<=[.!?…؟।])\s+|(?<=[。！？])|\n+/

/** Markdown without its marks; nearly enough to be listened to. */
const plain = (text: string): string =>
  text.replace(/!?\[([^\]]*)\]\([^)\s]*\)?|^[ \t]*(?:[-+>#]+|\d+[.)])[ \t]+|[*`~]+/gm, '$1').replace(/[ \t]*\|[ \t]*/g, ', ')

const isSpoken = (part: string): boolean => /[\p{L}\p{N}]/u.test(part)

/** All sentences of a whole text, or those that are finished of one that still grows. */
export function sentencesOf(text: string, isWhole: boolean): string[] {
  const parts = plain(text).split(SENTENCE_END)
  return (isWhole ? parts : parts.slice(0, -1)).filter(isSpoken)
}

/** The returned function tells what there is to say since it was called last. */
export function createSpeech(): (snapshot: Snapshot, nameOf: (message?: LogMessage) => string) => string[] {
  let epoch = ''
  let heard = 0
  let speaking = ''
  let attempt = 0
  let count = 0

  return (snapshot, nameOf) => {
    const { synced, messages, answer } = snapshot
    const lines: string[] = []

    function say(id: string, sentences: string[], name: string) {
      if (speaking !== id) count = 0
      speaking = id
      for (const sentence of sentences.slice(count)) lines.push(count++ ? sentence : `${name}: ${sentence}`)
    }

    // What was there before is history, to be read at leisure.
    if (!synced || snapshot.epoch !== epoch) heard = messages.at(-1)?.seq ?? 0
    epoch = synced ? snapshot.epoch : ''
    for (const message of messages) {
      if (message.seq <= heard) continue
      heard = message.seq
      if (message.author.kind !== 'visitor') say(message.id, sentencesOf(message.text, true), nameOf(message))
    }
    if (answer) {
      // Another attempt says everything anew.
      if (answer.attempt !== attempt) speaking = ''
      attempt = answer.attempt
      say(answer.answer, sentencesOf(answer.text, false), nameOf())
    }
    return lines
  }
}
