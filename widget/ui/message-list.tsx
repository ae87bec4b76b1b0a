/**
 * The conversation. Finished messages stand in a log that screen readers read out as they come; the answer being
 * written stands behind it, outside, because nobody wants to hear single words.
 */

import { useMemo } from 'preact/hooks'
import { LIMITS } from '../../shared/limits.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Words } from '../i18n/dictionary.ts'
import type { LogMessage } from '../log.ts'
import { inLanguage, type SiteAppearance } from '../site.ts'
import { DownIcon } from './icons.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { AuthorLine, MessageBubble, OutboxBubble, StreamingBubble, type OutboxActions } from './message-bubble.tsx'
import { Suggestions } from './suggestions.tsx'
import { useBottom } from './use-bottom.ts'

export type MessageListProps = {
  snapshot: Snapshot
  site: SiteAppearance
  words: Words
  actions: OutboxActions
  ask(question: string): void
}

/** A pause this long begins a new group, in milliseconds. */
const PAUSE_MS = 5 * 60_000

const belongTogether = (one: LogMessage | undefined, other: LogMessage | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.author.kind === other.author.kind &&
  one.author.name === other.author.name &&
  one.origin === other.origin &&
  Math.abs(other.at - one.at) < PAUSE_MS

export function MessageList({ snapshot, site, words, actions, ask }: MessageListProps) {
  const { messages, outbox, answer, awaitingSince, connection } = snapshot
  const isOnline = connection.state === 'online'
  const nameOf = (message: LogMessage) => message.author.name ?? (message.author.kind === 'bot' ? site.assistantName : site.name)
  const bottom = useBottom({
    news: messages.length + (answer ? 0.5 : 0),
    own: messages.filter((message) => message.author.kind === 'visitor').length + outbox.length,
  })

  // The same nodes again are skipped by Preact, so streamed text does not touch the history.
  const history = useMemo(
    () =>
      messages.map((message, index) => (
        <MessageBubble
          key={message.seq}
          message={message}
          name={nameOf(message)}
          isFirst={!belongTogether(messages[index - 1], message)}
          isLast={!belongTogether(message, messages[index + 1])}
          words={words}
        />
      )),
    [messages, words],
  )

  const greeting = site.greeting[words.language] ?? words.greeting
  const followUps = outbox.length === 0 && !answer ? (messages.at(-1)?.suggestions ?? []) : []
  const offered = connection.state === 'refused' ? [] : snapshot.isEmpty ? (inLanguage(site.suggestions, words.language) ?? []) : followUps

  return (
    <div class="conversation">
      <div class="scroller" ref={bottom.scroller} onScroll={bottom.onScroll} tabIndex={0} role="region" aria-label={words.messages}>
        <div class="content" ref={bottom.content}>
          {greeting && (
            <div class="row other" data-kind="greeting">
              <AuthorLine name={site.assistantName} words={words} />
              <div class="bubble">
                <MarkdownText text={greeting} isWhole words={words} />
              </div>
            </div>
          )}
          <div class="log" role="log" aria-live={snapshot.synced ? 'polite' : 'off'} aria-label={words.messages}>
            {history}
            {outbox.map((item) => (
              <OutboxBubble key={item.cid} item={item} words={words} actions={actions} connection={connection} />
            ))}
          </div>
          {/* Words that came stay; that somebody is at work is known only while the line stands. */}
          {(answer?.text || ((answer || awaitingSince !== undefined) && isOnline)) && (
            <StreamingBubble answer={answer} since={answer?.startedAt ?? awaitingSince ?? 0} name={site.assistantName} words={words} />
          )}
          <Suggestions questions={offered.slice(0, LIMITS.suggestions)} words={words} choose={ask} />
        </div>
      </div>
      {bottom.hasNews && (
        <button type="button" class="news" onClick={bottom.goToEnd}>
          {words.newMessages}
          <DownIcon />
        </button>
      )}
    </div>
  )
}
