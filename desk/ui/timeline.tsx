/** What was said, noted and decided, newest at the bottom, with the answer that is being written. */

import { Fragment } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ConversationFollower } from '../core/conversation.ts'
import { FloorEntry, MessageEntry, NoteEntry, OutgoingEntry } from './entries.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { customerName } from './names.ts'
import { dayOf } from './time.ts'
import { useValue, useWorkplace } from './workplace.ts'

/** Lines that are drawn at first, and with each step back. */
const AT_ONCE = 150
/** So near to the end counts as being there. */
const NEAR = 80

export function Timeline({ follower }: { follower: ConversationFollower }) {
  const { desk, words, language } = useWorkplace()
  const { lines, answer, read, readByCustomer, isCustomerTyping, last, isSynced, detail, summary } = useValue(follower.state)
  const outgoing = useValue(desk.outbox.items).filter((item) => item.conversation === follower.id)
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  /** How many lines stand above the first that is drawn: settled when all have come, so that none goes while somebody reads it. */
  const [settled, setSettled] = useState<number>()
  const above = Math.min(settled ?? Infinity, Math.max(0, lines.length - AT_ONCE))
  /** What was the first line when earlier ones were asked for: it stays where it is on the screen until somebody scrolls. */
  const held = useRef<{ line: Element; top: number } | undefined>(undefined)
  useEffect(() => {
    if (isSynced && settled === undefined) setSettled(above)
  }, [isSynced])
  // Of a long log nothing is drawn that would be gone when all of it is here.
  const isComing = !isSynced && above > 0
  function showEarlier() {
    const line = box.current?.querySelector('.entry, .floor-line')
    held.current = line ? { line, top: line.getBoundingClientRect().top } : undefined
    setSettled(Math.max(0, above - AT_ONCE))
  }
  const letGo = () => void (held.current = undefined)
  function stayThere() {
    const element = box.current
    if (!element) return
    if (isAtEnd.current) element.scrollTop = element.scrollHeight
    else if (held.current) element.scrollTop += held.current.line.getBoundingClientRect().top - held.current.top
  }

  useLayoutEffect(stayThere, [above, lines.length, answer?.text, outgoing.length, isCustomerTyping])

  // Rows that were never drawn have a height that is guessed; once they are, everything is elsewhere.
  useEffect(() => {
    const element = box.current
    const inner = element?.firstElementChild
    if (!element || !inner) return undefined
    const sizes = new ResizeObserver(stayThere)
    sizes.observe(inner)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])

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
    <div
      class="timeline"
      ref={box}
      role="log"
      aria-label={words.log}
      aria-busy={!isSynced}
      tabIndex={0}
      onWheel={letGo}
      onTouchMove={letGo}
      onKeyDown={letGo}
      onPointerDown={letGo}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR
      }}
    >
      <div class="timeline-lines">
        {isComing && <p class="quiet">{words.loading}</p>}
        {!isComing && above > 0 && (
          <button class="button earlier" type="button" onClick={showEarlier}>
            {words.showEarlier(above)}
          </button>
        )}
        {(isComing ? [] : lines.slice(above)).map((line) => {
          const at = line.kind === 'message' ? line.message.at : line.kind === 'note' ? line.note.at : line.floor.since
          const today = dayOf(at, language)
          const isNewDay = today !== day
          day = today
          const key = line.kind === 'note' ? line.note.id : String(line.seq)
          return (
            <Fragment key={key}>
              {isNewDay && <p class="day">{today}</p>}
              {line.kind === 'message' ? (
                <MessageEntry line={line} conversation={follower.id} readAt={line === seen ? readByCustomer?.at : undefined} />
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
