/** The conversation: what stands in the log, what waits to, the answer being written, and what could be asked next. */

import type { VNode } from 'preact'
import { useLayoutEffect, useMemo } from 'preact/hooks'
import { LIMITS } from '../../shared/limits.ts'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Words } from '../i18n/dictionary.ts'
import type { LogMessage } from '../../shared/log.ts'
import type { StreamingAnswer } from '../../shared/streaming-answer.ts'
import { inLanguage, type SiteAppearance } from '../site.ts'
import { DownIcon } from './icons.tsx'
import { LiveRegion } from './live-region.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { AuthorLine, isFailed, MessageBubble, nameOf, OutboxBubble, type MessageBubbleProps, type Said } from './message-bubble.tsx'
import type { OutboxActions } from './notices.ts'
import { Steady } from './steady.ts'
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

/** So many messages at least are skipped, laid out and painted as one while nothing changes in them. */
const GROUP = 20

/** Each but the first starts with something that the customer said: an answer stays in the group that it was written in. */
function groupsOf(messages: readonly LogMessage[]): LogMessage[][] {
  let group: LogMessage[] = []
  const groups = [group]
  for (const message of messages) {
    if (message.author.kind === 'visitor' && group.length >= GROUP) groups.push((group = []))
    group.push(message)
  }
  return groups
}

/** Who was just answered has something to read. */
const READING_MS = 2_000

type GroupProps = {
  messages: readonly LogMessage[]
  before: LogMessage | undefined
  after: LogMessage | undefined
  /** What the log does not have yet. */
  unlogged: false | readonly VNode[]
  shared: MessageBubbleProps['shared']
}

class Group extends Steady<GroupProps> {
  override render() {
    const { messages, before, after, unlogged, shared } = this.props
    const rows = messages.map((message, index) => (
      <MessageBubble
        key={message.id}
        message={message}
        before={messages[index - 1] ?? before}
        after={messages[index + 1] ?? after}
        shared={shared}
      />
    ))
    return <div class="group">{rows.concat(unlogged || [])}</div>
  }
}

export function MessageList({ conversation, snapshot, site, words, actions, ask }: MessageListProps) {
  const { messages, outbox, answer, awaitingSince, connection } = snapshot
  const isOnline = connection.state === 'online'
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

  useLayoutEffect(() => {
    if (bottom.content.current) extras?.addCopyButtons(bottom.content.current, words)
  }, [messages, words, extras])

  const greeting = site.greeting[words.language] ?? words.greeting
  const followUps = outbox.length === 0 && !answer ? (messages.at(-1)?.suggestions ?? []) : []
  const offered = connection.state === 'refused' ? [] : snapshot.isEmpty ? (inLanguage(site.suggestions, words.language) ?? []) : followUps

  const shared = useMemo(() => ({ conversation, site, words, extras }), [words, extras])
  const unlogged: VNode[] = outbox.map((item) => (
    <OutboxBubble
      key={item.cid}
      item={item}
      words={words}
      connection={connection}
      drawFailure={(place) => {
        if (place) extras?.drawFailure(place, { item, words, actions })
      }}
    />
  ))
  // Words that came stay; that somebody is at work is known only while the line stands.
  if (answer?.text || ((answer || awaitingSince !== undefined) && isOnline)) {
    const coming: Partial<StreamingAnswer> = answer ?? {}
    const { text = '', origin, startedAt: at = awaitingSince ?? 0 } = coming
    const message: Said = { id: '', author: { kind: 'bot' }, text, origin, at }
    unlogged.push(
      <MessageBubble
        key={text && coming.answer}
        message={message}
        before={outbox.length ? undefined : messages.at(-1)}
        coming={coming}
        shared={shared}
      />,
    )
  }

  return (
    <div class="conversation">
      <div class="scroller" ref={bottom.scroller} onScroll={bottom.scrolled} tabIndex={0} role="region" aria-label={words.messages}>
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
            {groupsOf(messages).map((group, index, groups) => {
              const after = groups[index + 1]?.[0]
              return (
                <Group
                  key={index}
                  messages={group}
                  before={groups[index - 1]?.at(-1)}
                  after={after}
                  unlogged={!after && unlogged}
                  shared={shared}
                />
              )
            })}
          </div>
          <LiveRegion snapshot={snapshot} nameOf={(message) => nameOf(site, message?.author)} />
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
