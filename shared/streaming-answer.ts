/**
 * The bubble of an answer that is being written. It is volatile: the message in the log with the same id replaces it,
 * and what arrives of it after that is too late. Rules [C-STREAM], [C-FINAL] and [C-GHOST] of `docs/spec.md`.
 */

import type { FromServer, Message } from './protocol.ts'

export type StreamingAnswer = {
  readonly answer: string
  readonly attempt: number
  readonly text: string
  /** Known once the bubble was announced. */
  readonly origin: Message['origin']
  /** By this browser's clock: when this attempt's bubble appeared. */
  readonly startedAt: number
  /** The customer asked it to stop and the server has not said so yet. */
  readonly stopping: boolean
  /** The stream is over; only the message in the log is still to come. */
  readonly ended: boolean
}

type Attempt = { readonly answer: string; readonly attempt: number; readonly origin?: Message['origin'] }

/** The same attempt again (a resume) keeps what is there; a higher one starts over; a lower one is too late. */
export function startAnswer(current: StreamingAnswer | undefined, { answer, attempt, origin }: Attempt, now: number): StreamingAnswer {
  if (current?.answer === answer && current.attempt >= attempt) return current
  const stopping = current?.answer === answer && current.stopping
  return { answer, attempt, origin, text: '', startedAt: now, stopping, ended: false }
}

/** Text goes only where its offset fits. `missing` says that what stands before it never arrived. */
export function applyDelta(
  current: StreamingAnswer | undefined,
  delta: FromServer['answer-delta'],
  now: number,
): { answer: StreamingAnswer | undefined; missing: boolean } {
  if (current?.answer !== delta.answer) return { answer: current, missing: true }
  if (delta.attempt < current.attempt || current.ended) return { answer: current, missing: false }
  const base = startAnswer(current, delta, now)
  if (delta.offset > base.text.length) return { answer: current, missing: true }
  return { answer: { ...base, text: base.text.slice(0, delta.offset) + delta.text }, missing: false }
}

export type Bubble = {
  current(): StreamingAnswer | undefined
  start(start: Attempt): void
  /** Tells whether text is missing. */
  write(delta: FromServer['answer-delta']): boolean
  end(ending: FromServer['answer-end']): void
  /** Its message stands in the log. */
  finish(id: string): void
  /** Its message stands in the log and cannot be read. Without an id it may be any: what still comes of a bubble draws it anew. */
  giveUp(id: string | undefined): void
  /** Lives on only as the answer that the server says it is writing. */
  keepOnly(id: string | undefined): void
  markStopping(id: string, stopping: boolean): void
  /** Text or the final message is still owed. */
  isIncomplete(): boolean
  clear(): void
}

/** `isLogged` tells whether the log has a message with this id. */
export function createBubble(now: () => number, isLogged: (id: string) => boolean): Bubble {
  let current: StreamingAnswer | undefined
  /** The newest answer that came to nothing. */
  let dropped: Attempt | undefined
  let missing = false

  const isOver = ({ answer, attempt }: Attempt) => (dropped?.answer === answer && dropped.attempt >= attempt) || isLogged(answer)

  function clear() {
    current = undefined
    missing = false
  }

  return {
    current: () => current,
    start(start) {
      if (!isOver(start)) current = startAnswer(current, start, now())
    },
    write(delta) {
      if (isOver(delta)) return false
      ;({ answer: current, missing } = applyDelta(current, delta, now()))
      return missing
    },
    end(ending) {
      if (ending.outcome === 'dropped') dropped = ending
      if (current?.answer !== ending.answer || current.attempt > ending.attempt) return
      if (ending.outcome === 'dropped') clear()
      else current = { ...current, ended: true }
    },
    finish(id) {
      if (current?.answer === id) clear()
    },
    giveUp(id) {
      if (id !== undefined) dropped = { answer: id, attempt: Number.MAX_SAFE_INTEGER }
      if (id === undefined || current?.answer === id) clear()
    },
    keepOnly(id) {
      if (current?.answer !== id) clear()
    },
    markStopping(id, stopping) {
      if (current?.answer === id) current = { ...current, stopping }
    },
    isIncomplete: () => missing || current?.ended === true,
    clear,
  }
}
