/** The conversation: what stands in the log, what waits to, the answer being written, and what could be asked next. */

import { Fragment } from 'preact'
import { useLayoutEffect, useMemo } from 'preact/hooks'
import type { Rating } from '../../shared/protocol.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Words } from '../i18n/dictionary.ts'
import type { LogMessage } from '../log.ts'
import { inLanguage, type SiteAppearance } from '../site.ts'
import { DownIcon } from './icons.tsx'
import { LiveRegion } from './live-region.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { AuthorLine, isFailed, MessageBubble, OutboxBubble, StreamingBubble } from './message-bubble.tsx'
import type { OutboxActions } from './notices.ts'
import { Suggestions } from './suggestions.tsx'
import { useBottom } from './use-bottom.ts'
import { useExtras } from './use-extras.ts'

export type MessageListProps = {
  conversation: Conversation
  snapshot: Snapshot
  site: SiteAppearance
  words: Words
  actions: OutboxActions
  ask(question: string): void
}

type Said = Pick<LogMessage, 'author' | 'at'> & { origin?: LogMessage['origin'] | undefined }

/** A pause this long begins a new group, in milliseconds. */
const PAUSE_MS = 5 * 60_000

/** Who was just answered has something to read. */
const READING_MS = 2_000

const belongTogether = (one: Said | undefined, other: Said | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.author.kind === other.author.kind &&
  one.author.name === other.author.name &&
  one.origin === other.origin &&
  Math.abs(other.at - one.at) < PAUSE_MS

const isRatable = ({ author, origin }: LogMessage): boolean => author.kind === 'bot' && (origin === 'model' || origin === 'question')

export function MessageList({ conversation, snapshot, site, words, actions, ask }: MessageListProps) {
  const { messages, outbox, answer, awaitingSince, connection } = snapshot
  const isOnline = connection.state === 'online'
  /** Without a message: who writes the next one. */
  const nameOf = (message?: LogMessage) =>
    message?.author.name ?? (!message || message.author.kind === 'bot' ? site.assistantName : site.name)
  const others = messages.filter((message) => message.author.kind !== 'visitor').length
  const bottom = useBottom({
    news: others + (answer ? 1 : 0),
    // What was written in another tab comes by the log, and moves nothing here.
    own: outbox.at(-1)?.cid ?? '',
    isLive: snapshot.synced,
  })
  const failed = outbox.filter(isFailed).length
  // While the first answer is being read is the time to fetch them: nothing is in a hurry then, and the menu still opens where the line is gone later.
  const extras = useExtras({ needs: others + failed, place: bottom.scroller, connection, afterMs: failed ? 0 : READING_MS })

  // The same nodes again are skipped by Preact, so streamed text does not touch the history.
  const history = useMemo(
    () =>
      messages.map((message, index) => {
        const before = messages[index - 1]
        const day = words.day(message.at)
        const isNewDay = day !== words.day(before?.at ?? Date.now())
        return (
          <Fragment key={message.seq}>
            {isNewDay && <div class="day">{day}</div>}
            <MessageBubble
              message={message}
              name={nameOf(message)}
              isFirst={isNewDay || !belongTogether(before, message)}
              isLast={!belongTogether(message, messages[index + 1])}
              words={words}
              rating={
                isRatable(message) && (
                  <span
                    class="rating"
                    ref={(place) => {
                      const rate = (rating?: Rating) => conversation.rate(message.id, rating)
                      if (place) extras?.drawRating(place, { rating: message.rating, words, rate })
                    }}
                  />
                )
              }
            />
          </Fragment>
        )
      }),
    [messages, words, extras],
  )

  useLayoutEffect(() => {
    if (bottom.content.current) extras?.addCopyButtons(bottom.content.current, words)
  }, [messages, words, extras])

  const greeting = site.greeting[words.language] ?? words.greeting
  const followUps = outbox.length === 0 && !answer ? (messages.at(-1)?.suggestions ?? []) : []
  const offered = connection.state === 'refused' ? [] : snapshot.isEmpty ? (inLanguage(site.suggestions, words.language) ?? []) : followUps

  const since = answer?.startedAt ?? awaitingSince ?? 0
  const coming: Said = { author: { kind: 'bot' }, origin: answer?.origin, at: since }
  const isFirst = outbox.length > 0 || !belongTogether(messages.at(-1), coming)

  return (
    <div class="conversation">
      <div class="scroller" ref={bottom.scroller} onScroll={bottom.onScroll} tabIndex={0} role="region" aria-label={words.messages}>
        <div class="content" ref={bottom.content}>
          {greeting && (
            <div class="row other" data-kind="greeting">
              <AuthorLine name={site.assistantName} words={words} />
              <div class="bubble">
                <MarkdownText text={greeting} isWhole />
              </div>
            </div>
          )}
          <div class="log" role="log" aria-live="off" aria-label={words.messages}>
            {history}
            {outbox.map((item) => (
              <OutboxBubble
                key={item.cid}
                item={item}
                words={words}
                connection={connection}
                drawFailure={(place) => {
                  if (place) extras?.drawFailure(place, { item, words, actions })
                }}
              />
            ))}
          </div>
          {/* Words that came stay; that somebody is at work is known only while the line stands. */}
          {(answer?.text || ((answer || awaitingSince !== undefined) && isOnline)) && (
            <StreamingBubble answer={answer} since={since} name={nameOf()} isFirst={isFirst} words={words} />
          )}
          <LiveRegion snapshot={snapshot} nameOf={nameOf} />
          <Suggestions questions={offered.slice(0, LIMITS.suggestions)} words={words} choose={ask} />
        </div>
      </div>
      {bottom.isAway && (
        <button
          type="button"
          class="news"
          aria-label={`${words.toNewest}${bottom.count ? `, ${words.unread(bottom.count)}` : ''}`}
          onClick={bottom.goToEnd}
        >
          {bottom.count > 0 && words.unread(bottom.count)}
          <DownIcon />
        </button>
      )}
    </div>
  )
}
