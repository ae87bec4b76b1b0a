/** One message, as it stands in the log, waits in the outbox, or is being written. */

import { useLayoutEffect, useState } from 'preact/hooks'
import type { Message, Rating } from '../../shared/protocol.ts'
import type { Conversation } from '../conversation.ts'
import { whyQueued, type Words } from '../i18n/dictionary.ts'
import type { LogMessage } from '../../shared/log.ts'
import type { OutboxItem } from '../outbox.ts'
import type { SiteAppearance } from '../site.ts'
import type { ConnectionState } from '../snapshot.ts'
import type { StreamingAnswer } from '../../shared/streaming-answer.ts'
import { ClockIcon, TickIcon } from './icons.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { Steady } from './steady.ts'
import type { Extras } from './use-extras.ts'

/** Without an author: who writes the next one. */
export const nameOf = (site: SiteAppearance, { name, kind }: Message['author'] = { kind: 'bot' }): string =>
  name ?? (kind === 'bot' ? site.assistantName : site.name)

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

/** What a row shows of a message, and of the answer that is still to become one. */
export type Said = Pick<LogMessage, 'id' | 'author' | 'text' | 'at'> &
  Partial<Pick<LogMessage, 'outcome' | 'rating'>> & { origin?: LogMessage['origin'] | undefined }

/** A pause this long begins a new group, in milliseconds. */
const PAUSE_MS = 5 * 60_000

const belongTogether = (one: Said, other: Said | undefined): boolean =>
  one.author.kind === other?.author.kind &&
  one.author.name === other.author.name &&
  one.origin === other.origin &&
  Math.abs(other.at - one.at) < PAUSE_MS

const isRatable = ({ author, origin }: Said): boolean => author.kind === 'bot' && (origin === 'model' || origin === 'question')

export type MessageBubbleProps = {
  message: Said
  /** Its neighbours. */
  before: Said | undefined
  after?: Said | undefined
  /** It is being written, or waited for while it has no text. */
  coming?: Partial<StreamingAnswer>
  /** What all of them know. */
  shared: { conversation: Conversation; site: SiteAppearance; words: Words; extras: Extras | undefined }
}

/** With the day above it where one begins. An answer that was being written keeps its nodes when it takes its place in the log. */
export class MessageBubble extends Steady<MessageBubbleProps> {
  override render() {
    const { message, before, after, coming, shared } = this.props
    const { conversation, site, words, extras } = shared
    const { id, author, origin, outcome, rating, text, at } = message
    const day = words.day(at)
    const isNewDay = !coming && day !== words.day(before?.at ?? Date.now())
    const isOwn = author.kind === 'visitor'
    const name = nameOf(site, author)
    const cutShort = outcome === 'stopped' ? words.stopped : outcome === 'cut' && words.cut
    return (
      <>
        {isNewDay && <div class="day">{day}</div>}
        <div class={isOwn ? 'row own' : 'row other'} data-kind={coming ? 'coming' : author.kind}>
          {!isOwn && (isNewDay || !belongTogether(message, before)) && <AuthorLine name={name} origin={origin} words={words} />}
          {isOwn ? (
            <OwnText text={text} words={words} />
          ) : (
            <div class={coming && !coming.ended && !coming.stopping ? 'bubble streaming' : 'bubble'}>
              {coming && !text ? (
                <span class="dots" role="img" aria-label={words.typing(name)}>
                  <i />
                  <i />
                  <i />
                </span>
              ) : (
                <MarkdownText text={text} isWhole={!coming} />
              )}
            </div>
          )}
          {coming ? (
            <Progress isWriting={!!text} isStopping={!!coming.stopping} since={at} words={words} />
          ) : isRatable(message) || cutShort || !belongTogether(message, after) ? (
            <div class="meta">
              {cutShort && <span>{cutShort}</span>}
              <Time at={at} words={words} />
              {isOwn && <TickIcon />}
              {isOwn && <span class="hidden">{words.sent}</span>}
              {isRatable(message) && (
                <span
                  class="rating"
                  ref={(place) => {
                    if (place) extras?.drawRating(place, { rating, words, rate: (wanted?: Rating) => conversation.rate(id, wanted) })
                  }}
                />
              )}
            </div>
          ) : (
            <Time at={at} words={words} isQuiet />
          )}
        </div>
      </>
    )
  }
}

function OwnText({ text, words }: { text: string; words: Words }) {
  return (
    <div class="bubble">
      <span class="hidden">{words.you}: </span>
      <div dir="auto">{text}</div>
    </div>
  )
}

/** Before the first word an answer may take as long as 15 s; from here on silence is explained. */
const STILL_WORKING_MS = 4_000

type ProgressProps = { isWriting: boolean; isStopping: boolean; since: number; words: Words }

function Progress({ isWriting, isStopping, since, words }: ProgressProps) {
  const [isLong, setLong] = useState(false)
  useLayoutEffect(() => {
    setLong(false)
    if (isWriting) return undefined
    const timer = setTimeout(() => setLong(true), Math.max(0, since + STILL_WORKING_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [isWriting, since])
  return (
    <div class="meta" role="status">
      {isStopping ? words.stopping : isLong && !isWriting ? words.stillWorking : ''}
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
    <div class="row own" data-kind={item.status}>
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
    </div>
  )
}
