/**
 * Answers while they are being written: to every tab of the customer, and whoever else watches.
 *
 * Each watcher has its own place in the text. A frame sends a watcher what lies between its place and the end, so one
 * mechanism serves a new tab (from 0), a slow line (a larger step) and everybody else. The first text goes out at once; what
 * follows within a frame's time goes out together. Frames last 16 ms and grow to 250 ms when the event loop is late.
 */

import type { FromServer } from '../../shared/protocol.ts'
import type { Conversation } from '../ports/conversations.ts'
import { sentence } from '../sentences.ts'
import { isSilenced, TurnStop, type Reply, type Shown, type Turn } from '../turn.ts'

export type AnswerWatcher = {
  start: (event: FromServer['answer-start']) => void
  delta: (event: FromServer['answer-delta']) => void
  end: (event: FromServer['answer-end']) => void
  /** False while the line is still busy with earlier frames; then the text waits and goes out in a larger step. */
  ready: () => boolean
}

/** The bubble of one turn. Each `show` starts it over with a new attempt. It throws only when the conversation was erased meanwhile, or somebody else has the floor. */
export type Draft = {
  show: (reply: Reply) => Promise<Shown>
  end: (outcome: 'recorded' | 'dropped') => void
}

export type LiveAnswers = ReturnType<typeof createLiveAnswers>

type Live = {
  key: string
  epoch: string
  answer: string
  attempt: number
  origin: Reply['origin']
  text: string
  places: Map<AnswerWatcher, Place>
}
type Place = { attempt: number; offset: number }

/** Of an erased conversation nobody sees any more what is still being written in its former epoch. */
type Followed = Pick<Conversation, 'id' | 'epoch'>
const keyOf = ({ id, epoch }: Followed): string => `${id} ${epoch}`

const FRAME = { leastMs: 16, mostMs: 250 }
/** A model that has said nothing for so long is spoken for. */
const STILL_WORKING_MS = 4_000

export function createLiveAnswers({ stillWorkingMs = STILL_WORKING_MS } = {}) {
  const watchers = new Map<string, Set<AnswerWatcher>>()
  const live = new Map<string, Live>()
  const frames = createFrames(flush)

  function flush(answer: Live): boolean {
    let allSent = true
    for (const watcher of watchers.get(answer.key) ?? []) {
      if (!sendTo(watcher, answer)) allSent = false
    }
    return allSent
  }

  function sendTo(watcher: AnswerWatcher, answer: Live): boolean {
    const { answer: id, attempt, epoch, origin, text } = answer
    let place = answer.places.get(watcher)
    if (place?.attempt !== attempt) {
      place = { attempt, offset: 0 }
      answer.places.set(watcher, place)
      watcher.start({ epoch, answer: id, attempt, origin })
    }
    if (place.offset >= text.length) return true
    if (!watcher.ready()) return false
    watcher.delta({ answer: id, attempt, offset: place.offset, text: text.slice(place.offset) })
    place.offset = text.length
    return true
  }

  return {
    /** The answer that is being written in a conversation now. */
    current: (conversation: Followed): string | undefined => live.get(keyOf(conversation))?.answer,

    /** Everything from the beginning of the answer that is being written, then live. Call the result to leave. */
    watch(conversation: Followed, watcher: AnswerWatcher): () => void {
      const key = keyOf(conversation)
      const set = watchers.get(key) ?? new Set()
      watchers.set(key, set.add(watcher))
      const answer = live.get(key)
      if (answer && !sendTo(watcher, answer)) frames.request(answer)
      return () => {
        set.delete(watcher)
        live.get(key)?.places.delete(watcher)
        if (set.size === 0) watchers.delete(key)
      }
    },

    /** The pipeline's push stage. */
    push: function push({ conversation, answerId, language, signal }: Turn): Draft {
      const answer: Live = {
        key: keyOf(conversation),
        epoch: conversation.epoch,
        answer: answerId,
        attempt: 0,
        origin: 'notice',
        text: '',
        places: new Map(),
      }
      live.set(answer.key, answer)
      function begin(origin: Reply['origin'], text: string): void {
        answer.attempt += 1
        answer.origin = origin
        answer.text = text
        frames.request(answer)
      }

      return {
        async show({ origin, text, wasCut }) {
          begin(origin, '')
          /** Our own words stand in the bubble until the first of the model's. They are an attempt of their own, and nothing that was answered. */
          let isSpokenFor = false
          const speak = (): void => {
            isSpokenFor = true
            // The line's end tells a screen reader that the sentence is whole.
            begin('notice', `${sentence('still_working', language)}\n`)
          }
          let silence = origin === 'model' ? setTimeout(speak, stillWorkingMs) : undefined
          const soFar = (): string => (isSpokenFor ? '' : answer.text)
          try {
            for await (const piece of text) {
              if (silence) {
                clearTimeout(silence)
                silence = undefined
                if (isSpokenFor) begin(origin, '')
                isSpokenFor = false
              }
              answer.text += piece
              frames.request(answer)
            }
          } catch (error) {
            const stopped = signal.aborted && signal.reason instanceof TurnStop ? signal.reason : undefined
            if (stopped && isSilenced(stopped)) throw stopped
            if (stopped?.by === 'customer') return { text: soFar(), outcome: 'stopped' }
            return { text: soFar(), outcome: 'failed', fault: stopped ?? error }
          } finally {
            clearTimeout(silence)
          }
          return { text: soFar(), outcome: wasCut?.() ? 'cut' : 'complete' }
        },
        end(outcome) {
          frames.forget(answer)
          live.delete(answer.key)
          for (const watcher of watchers.get(answer.key) ?? [])
            watcher.end({ answer: answerId, attempt: Math.max(1, answer.attempt), outcome })
        },
      }
    },
  }
}

/** Calls `flush` at once when the last frame is long enough ago, else at the next frame. One timer serves all answers. */
function createFrames(flush: (answer: Live) => boolean) {
  const waiting = new Set<Live>()
  const flushedAt = new WeakMap<Live, number>()
  let timer: NodeJS.Timeout | undefined
  let frameMs = FRAME.leastMs

  function tick(dueAt: number): void {
    timer = undefined
    const lateMs = Math.max(0, performance.now() - dueAt)
    // A loop that is late by x gets frames of about 4x: fewer, larger sends until it has caught up.
    frameMs = Math.min(FRAME.mostMs, Math.max(FRAME.leastMs, (frameMs + lateMs * 4) / 2))
    const batch = [...waiting]
    waiting.clear()
    for (const answer of batch) send(answer)
  }

  function send(answer: Live): void {
    // An empty bubble is no frame: the first text after it still goes out at once.
    if (answer.text === '') flushedAt.delete(answer)
    else flushedAt.set(answer, performance.now())
    if (!flush(answer)) later(answer)
  }

  function later(answer: Live): void {
    waiting.add(answer)
    if (timer) return
    timer = setTimeout(tick, frameMs, performance.now() + frameMs)
  }

  return {
    request(answer: Live): void {
      const last = flushedAt.get(answer)
      if (last === undefined || performance.now() - last >= frameMs) send(answer)
      else later(answer)
    },
    forget(answer: Live): void {
      waiting.delete(answer)
      if (waiting.size === 0 && timer) {
        clearTimeout(timer)
        timer = undefined
      }
    },
  }
}
