/**
 * What a screen reader hears of the conversation: what others say, sentence by sentence as each is finished, each once, also when
 * the message in the log takes the place of the bubble that it was streamed into.
 */

import type { LogMessage } from '../shared/log.ts'
import type { Snapshot } from './snapshot.ts'

/** Where a sentence ends: at a line's end, behind a full stop with a space, behind one of the East with or without. */
const SENTENCE_END = /(?<=[.!?…؟।])\s+|(?<=[。！？])|\n+/

/** Markdown without its marks; nearly enough to be listened to. What a pattern scans in vain, no later match may scan again: answers may be hostile. */
const plain = (text: string): string =>
  text
    .replace(/[ \t]+/g, ' ')
    .replace(/!?\[([^[\]\n]*)\]\([^)\s]*\)?|^ ?(?:[-+>#]+|\d+[.)]) |[*`~]+/gm, '$1')
    .replace(/ ?\| ?/g, ', ')

const isSpoken = (part: string): boolean => /[\p{L}\p{N}]/u.test(part)

/** All sentences of a whole text, or those that are finished of one that still grows. */
export function sentencesOf(text: string, isWhole: boolean): string[] {
  const parts = plain(text).split(SENTENCE_END)
  return (isWhole ? parts : parts.slice(0, -1)).map((part) => part.trim()).filter(isSpoken)
}

/** The returned function tells what there is to say since it was called last. */
export function createSpeech(): (snapshot: Snapshot, nameOf: (message?: LogMessage) => string) => string[] {
  let epoch = ''
  let heard = 0
  let speaking = ''
  let attempt = 0
  let intro = ''
  /** Everything before this line of what is being spoken was said, and of the line this many sentences. */
  let offset = 0
  let count = 0

  return (snapshot, nameOf) => {
    const { synced, messages, answer } = snapshot
    const lines: string[] = []

    /** `message`: the text is whole, and stands in the log. */
    function say(id: string, text: string, message?: LogMessage) {
      if (speaking !== id) {
        speaking = id
        offset = count = 0
        intro = `${nameOf(message)}: `
      }
      const rest = text.slice(offset)
      const sentences = sentencesOf(rest, !!message)
      for (const sentence of sentences.slice(count)) {
        lines.push(intro + sentence)
        intro = ''
      }
      count = sentences.length
      const start = rest.lastIndexOf('\n') + 1
      if (!start) return
      offset += start
      count = sentencesOf(rest.slice(start), !!message).length
    }

    // What was there before is history, to be read at leisure.
    if (!synced || snapshot.epoch !== epoch) heard = messages.at(-1)?.seq ?? 0
    epoch = synced ? snapshot.epoch : ''
    for (const message of messages) {
      if (message.seq <= heard) continue
      heard = message.seq
      if (message.author.kind !== 'visitor') say(message.id, message.text, message)
    }
    if (answer) {
      // Another attempt says everything anew.
      if (answer.attempt !== attempt) speaking = ''
      attempt = answer.attempt
      say(answer.answer, answer.text)
    }
    return lines
  }
}
