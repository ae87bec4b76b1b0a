/** One message, as it stands in the log, waits in the outbox, or is being written. */

import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Message } from '../../shared/protocol.ts'
import { whyQueued, type Words } from '../i18n/dictionary.ts'
import type { LogMessage } from '../log.ts'
import type { OutboxItem } from '../outbox.ts'
import type { ConnectionState } from '../snapshot.ts'
import type { StreamingAnswer } from '../streaming-answer.ts'
import { ClockIcon, TickIcon } from './icons.tsx'
import { MarkdownText } from './markdown-text.tsx'

/** The author's name above the first of several messages in a row. */
export function AuthorLine({ name, origin, words }: { name: string; origin?: Message['origin'] | undefined; words: Words }) {
  return (
    <div class="author">
      <bdi>{name}</bdi>
      {origin === 'model' && (
        <span class="tag" title={words.aiHint}>
          {words.ai}
        </span>
      )}
    </div>
  )
}

/** When it was said: readers of any kind find it at each message, eyes at the last of a group and under the pointer. */
function Time({ at, words, isQuiet = false }: { at: number; words: Words; isQuiet?: boolean }) {
  return (
    <time class={isQuiet ? 'quiet' : undefined} dateTime={new Date(at).toISOString()}>
      {words.time(at)}
    </time>
  )
}

function Row({ side, kind, children }: { side: 'own' | 'other'; kind: string; children: ComponentChildren }) {
  return (
    <div class={`row ${side}`} data-kind={kind}>
      {children}
    </div>
  )
}

export type MessageBubbleProps = {
  message: LogMessage
  name: string
  isFirst: boolean
  isLast: boolean
  words: Words
  /** What is done with a finished answer. */
  rating: ComponentChildren
}

export function MessageBubble({ message, name, isFirst, isLast, words, rating }: MessageBubbleProps) {
  const { author, origin, outcome, text, at } = message
  if (author.kind === 'visitor') {
    return (
      <Row side="own" kind="visitor">
        <OwnText text={text} words={words} />
        {isLast ? (
          <div class="meta">
            <Time at={at} words={words} />
            <TickIcon />
            <span class="hidden">{words.sent}</span>
          </div>
        ) : (
          <Time at={at} words={words} isQuiet />
        )}
      </Row>
    )
  }
  return (
    <Row side="other" kind={author.kind}>
      {isFirst && <AuthorLine name={name} origin={origin} words={words} />}
      <div class="bubble">
        <MarkdownText text={text} isWhole />
      </div>
      {isLast || rating || outcome === 'stopped' || outcome === 'cut' ? (
        <div class="meta">
          {outcome === 'stopped' && <span>{words.stopped}</span>}
          {outcome === 'cut' && <span>{words.cut}</span>}
          <Time at={at} words={words} />
          {rating}
        </div>
      ) : (
        <Time at={at} words={words} isQuiet />
      )}
    </Row>
  )
}

function OwnText({ text, words }: { text: string; words: Words }) {
  return (
    <div class="bubble">
      <span class="hidden">{words.you}: </span>
      <div dir="auto">{text}</div>
    </div>
  )
}

export type OutboxBubbleProps = {
  item: OutboxItem
  words: Words
  connection: ConnectionState
  /** Draws what can be done where it was not sent. */
  drawFailure(place: HTMLElement | null): void
}

export const isFailed = ({ status }: OutboxItem): boolean => status === 'failed' || status === 'elsewhere'

export function OutboxBubble({ item, words, connection, drawFailure }: OutboxBubbleProps) {
  const isSent = item.status === 'sent'
  const queued = whyQueued(words, connection)
  return (
    <Row side="own" kind={item.status}>
      <OwnText text={item.text} words={words} />
      {isFailed(item) ? (
        <div class="failure" role="alert" ref={drawFailure} />
      ) : (
        <div class="meta">
          {isSent ? <Time at={item.at} words={words} /> : queued && <span>{queued}</span>}
          {isSent ? <TickIcon /> : <ClockIcon />}
          {(isSent || !queued) && <span class="hidden">{isSent ? words.sent : words.sending}</span>}
        </div>
      )}
    </Row>
  )
}

/** Before the first word an answer may take as long as 15 s; from here on silence is explained. */
const STILL_WORKING_MS = 4_000

/** `answer` is missing while only the waiting has begun. */
export function StreamingBubble({
  answer,
  since,
  name,
  isFirst,
  words,
}: {
  answer: StreamingAnswer | undefined
  since: number
  name: string
  isFirst: boolean
  words: Words
}) {
  const [isLong, setLong] = useState(false)
  const hasText = Boolean(answer?.text)
  useEffect(() => {
    setLong(false)
    if (hasText) return undefined
    const timer = setTimeout(() => setLong(true), Math.max(0, since + STILL_WORKING_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [hasText, since])

  return (
    <Row side="other" kind="bot">
      {isFirst && <AuthorLine name={name} origin={answer?.origin} words={words} />}
      <div class={answer?.ended || answer?.stopping ? 'bubble' : 'bubble streaming'}>
        {answer && hasText ? (
          <MarkdownText key={answer.attempt} text={answer.text} isWhole={false} />
        ) : (
          <span class="dots" role="img" aria-label={words.typing(name)}>
            <i />
            <i />
            <i />
          </span>
        )}
      </div>
      <div class="meta" role="status">
        {answer?.stopping ? words.stopping : isLong && !hasText ? words.stillWorking : ''}
      </div>
    </Row>
  )
}
