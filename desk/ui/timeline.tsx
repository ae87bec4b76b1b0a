/** What was said, noted and decided, newest at the bottom, with the answer that is being written. */

import { Fragment } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ConversationFollower } from '../core/conversation.ts'
import { outgoingOf } from '../core/outbox.ts'
import { FloorEntry, MessageEntry, NoteEntry, OutgoingEntry } from './entries.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { customerName } from './names.ts'
import { dayOf } from './time.ts'
import { useReadingPlace } from './use-reading-place.ts'
import { useValue, useWorkplace } from './workplace.ts'

export function Timeline({ follower }: { follower: ConversationFollower }) {
  const { desk, words, language, sayFault } = useWorkplace()
  const open = useValue(follower.state)
  const { lines, earlier, answer, read, readByCustomer, isCustomerTyping, last, isSynced, detail, summary } = open
  const outgoing = outgoingOf(useValue(desk.outbox.items), open)
  const growth = [answer?.text, outgoing.length, isCustomerTyping]
  const showEarlier = () => void follower.earlier().catch(sayFault)
  const { box, listeners } = useReadingPlace({ count: lines.length, isSynced, earlier, showEarlier, growth })

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && document.hasFocus()) follower.seen()
    }
    look()
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [last])

  const readers = [...read.values()].filter(({ seq }) => seq >= last && last > 0).map(({ name }) => name)
  /** The newest message of an agent that the customer has seen. */
  const seen = lines.findLast(
    (line) => line.kind === 'message' && line.message.author.kind === 'agent' && line.seq <= (readByCustomer?.seq ?? 0),
  )
  let day = ''
  return (
    <div class="timeline" ref={box} role="log" aria-label={words.log} aria-busy={!isSynced} tabIndex={0} {...listeners}>
      <div class="timeline-lines">
        {!isSynced && <p class="quiet">{words.loading}</p>}
        {earlier > 0 && (
          <button class="button earlier" type="button" onClick={showEarlier}>
            {words.showEarlier(earlier)}
          </button>
        )}
        {lines.map((line) => {
          const at = line.kind === 'message' ? line.message.at : line.kind === 'note' ? line.note.at : line.floor.since
          const today = dayOf(at, language)
          const isNewDay = today !== day
          day = today
          const key = line.kind === 'note' ? line.note.id : String(line.seq)
          return (
            <Fragment key={key}>
              {isNewDay && <p class="day">{today}</p>}
              {line.kind === 'message' ? (
                <MessageEntry
                  line={line}
                  conversation={follower.id}
                  readAt={line === seen ? readByCustomer?.at : undefined}
                  isSought={line.seq === follower.sought}
                />
              ) : line.kind === 'note' ? (
                <NoteEntry note={line.note} />
              ) : (
                <FloorEntry line={line} />
              )}
            </Fragment>
          )
        })}
        {answer && (
          <div class="entry ours" data-by="bot" data-coming key={answer.answer}>
            <p class="entry-by">
              {words.authors.bot} <span class="tag">AI</span> <span class="quiet">{words.writing}</span>
            </p>
            <div class="bubble streaming">{answer.text ? <MarkdownText text={answer.text} isWhole={false} /> : <Dots />}</div>
          </div>
        )}
        {isCustomerTyping && (
          <p class="typing">
            <Dots /> <bdi>{customerName(detail?.visitor ?? summary?.visitor ?? { id: '' }, words)}</bdi> {words.writing}
          </p>
        )}
        {outgoing.map((item) => (
          <OutgoingEntry key={item.cid} item={item} />
        ))}
        {readers.length > 0 && <p class="read">{words.readBy(readers)}</p>}
      </div>
    </div>
  )
}

const Dots = () => (
  <span class="dots" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
)
