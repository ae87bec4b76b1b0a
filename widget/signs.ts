/**
 * What people at the desk see of the customer besides messages: that something is being written, never what, and how far was read. Where
 * only the assistant answers, nothing is sent.
 */

import type { Conversation } from './conversation.ts'

/** At the desk it lasts twice as long. */
const TYPING_MS = 3_000

const inBrowser = { now: () => Date.now(), isHidden: () => document.hidden }

/** Returns what ends it. */
export function giveSigns(
  conversation: Pick<Conversation, 'snapshot' | 'subscribe' | 'tell'>,
  { now, isHidden }: typeof inBrowser = inBrowser,
): () => void {
  let written = conversation.snapshot().draft
  let quietUntil = 0
  /** What was told as read last: the epoch, and the place in it. */
  let told = ''

  function look() {
    const { connection, conversation: id, draft, epoch, floor, messages, synced, unread } = conversation.snapshot()
    const isWriting = draft !== written && draft.trim() !== ''
    written = draft
    // All tabs share one draft and one mark: what happens in another one is told there.
    if (connection.state !== 'online' || isHidden()) return

    if (isWriting && (floor.state === 'agent' || floor.state === 'waiting') && now() >= quietUntil) {
      quietUntil = now() + TYPING_MS
      conversation.tell('typing', { conversation: id }).catch(() => {})
    }

    // It moves with what people write and with nothing else: so its time at the desk is when that was read.
    const seq = messages.findLast(({ author }) => author.kind === 'agent')?.seq
    const place = `${epoch} ${seq}`
    if (seq === undefined || place === told || !synced || unread > 0) return
    told = place
    conversation.tell('read', { conversation: id, epoch, seq }).catch(() => {
      // Lost with the line: it is told on the next one.
      if (told === place) told = ''
    })
  }

  look()
  return conversation.subscribe(look)
}
