/** The lines of a conversation: messages with what only the desk knows of them, changes of the floor, notes, and what is still on its way. */

import { BY_MODEL, type Note } from '../../shared/desk.ts'
import type { OutgoingText } from '../core/outbox.ts'
import type { FloorLine, MessageLine } from '../core/timeline.ts'
import { ClockIcon } from './icons.tsx'
import { MarkedText } from './marked-text.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { reasonText } from './names.ts'
import { fullTime, shortTime } from './time.ts'
import { useWorkplace } from './workplace.ts'

type MessageEntryProps = {
  line: MessageLine
  conversation: string
  /** When the customer read it, under the newest of those that were read. */
  readAt: number | undefined
  /** A search has led here. */
  isSought: boolean
}

export function MessageEntry({ line, conversation, readAt, isSought }: MessageEntryProps) {
  const { desk, words, language, say, sayFault } = useWorkplace()
  const { message, route, marks, seq } = line
  const { kind } = message.author
  const isCustomer = kind === 'visitor'

  async function makeQuestion(): Promise<void> {
    try {
      await desk.api.send('POST', `conversations/${conversation}/question`, { seq })
      say(words.questionMade)
    } catch (error) {
      sayFault(error)
    }
  }

  return (
    <article class={`entry ${isCustomer ? 'theirs' : 'ours'}`} data-by={kind} data-seq={seq} data-sought={isSought || undefined}>
      {!isCustomer && (
        <p class="entry-by">
          <bdi>{message.author.name ?? words.authors[kind]}</bdi> {kind === 'bot' && <span class="tag">AI</span>}
        </p>
      )}
      <div class="bubble">
        {isCustomer ? (
          <p class="verbatim" dir="auto">
            <MarkedText text={message.text} spans={marks} />
          </p>
        ) : (
          <MarkdownText text={message.text} />
        )}
      </div>
      <p class="meta">
        <time dateTime={new Date(message.at).toISOString()} title={fullTime(message.at, language)}>
          {shortTime(message.at, language)}
        </time>
        {readAt !== undefined && (
          <span class="receipt">
            {words.read}{' '}
            <time dateTime={new Date(readAt).toISOString()} title={fullTime(readAt, language)}>
              {shortTime(readAt, language)}
            </time>
          </span>
        )}
        {message.outcome && message.outcome !== 'complete' && <span>{words.outcomes[message.outcome]}</span>}
        {message.rating && <span data-rating={message.rating}>{words.ratings[message.rating]}</span>}
        {route && (
          <span class="route" title={words.whyRouted}>
            → {words.routes[route.to]}: {reasonText(route.reason, words)}
          </span>
        )}
        {kind === 'agent' && desk.mayAnswer && (
          <button class="plain" type="button" onClick={() => void makeQuestion()}>
            {words.makeQuestion}
          </button>
        )}
      </p>
      {marks.length > 0 && (
        <ul class="marks" aria-label={words.filterMarks}>
          {marks.map((mark, index) => (
            <li key={index}>
              {words.filterActions[mark.action as keyof typeof words.filterActions] ?? mark.action} · <bdi>{mark.list}</bdi>
              {mark.category && ` · ${mark.category}`}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}

export function FloorEntry({ line: { floor } }: { line: FloorLine }) {
  const { words, language } = useWorkplace()
  return (
    <p class="floor-line" data-floor={floor.state}>
      {words.floorChanges[floor.state]} · {reasonText(floor.reason, words)} ·{' '}
      <time dateTime={new Date(floor.since).toISOString()}>{shortTime(floor.since, language)}</time>
    </p>
  )
}

export function NoteEntry({ note }: { note: Note }) {
  const { words, language } = useWorkplace()
  const kind = note.person.id === BY_MODEL ? words.handBackSummary : words.note
  return (
    <article class="entry note" aria-label={kind}>
      <p class="entry-by">
        {kind} · <bdi>{note.person.name}</bdi> · <time dateTime={new Date(note.at).toISOString()}>{shortTime(note.at, language)}</time>
      </p>
      <MarkdownText text={note.text} />
    </article>
  )
}

/** `sent` looks like what it will be in a moment. */
export function OutgoingEntry({ item }: { item: OutgoingText }) {
  const { desk, words } = useWorkplace()
  const isNote = item.kind === 'note'
  return (
    <article class={`entry ${isNote ? 'note' : 'ours'}`} data-by="agent" data-outgoing={item.status}>
      <p class="entry-by">{isNote ? words.note : desk.me.person.name}</p>
      {isNote ? (
        <MarkdownText text={item.text} />
      ) : (
        <div class="bubble">
          <MarkdownText text={item.text} />
        </div>
      )}
      <p class="meta" role="status">
        {item.status === 'sending' && (
          <>
            <ClockIcon /> {words.sending}
          </>
        )}
        {item.status === 'failed' && (
          <>
            <span class="fault">{(words.faults as { readonly [code: string]: string })[item.code ?? ''] ?? words.faults.internal}</span>
            <button class="plain" type="button" onClick={() => desk.outbox.retry(item.cid)}>
              {words.tryAgain}
            </button>
            <button class="plain" type="button" onClick={() => desk.outbox.discard(item.cid)}>
              {words.discard}
            </button>
          </>
        )}
      </p>
    </article>
  )
}
