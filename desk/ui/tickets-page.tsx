/** All tickets: a list by status, and the one that is open with its history. */

import { useEffect, useState } from 'preact/hooks'
import { TICKET_STATUSES, type Ticket, type TicketEvent, type TicketStatus } from '../../shared/tickets.ts'
import { Link } from './link.tsx'
import { TextField } from './text-field.tsx'
import { MailHint, TicketFields, type TicketAnswer } from './ticket-panel.tsx'
import { fullTime, shortTime } from './time.ts'
import { useChange, useLoaded } from './use-loaded.ts'
import { VirtualList } from './virtual-list.tsx'
import { useCommand, useValue, useWorkplace } from './workplace.ts'

const ROW_HEIGHT = 76
type TicketPage = { tickets: Ticket[]; next?: string }

export function TicketsPage() {
  const { desk, words, language, route, go, sayFault } = useWorkplace()
  const [status, setStatus] = useState<TicketStatus>('open')
  const [tickets, setTickets] = useState<readonly Ticket[]>([])
  const [next, setNext] = useState<string>()
  const changes = useValue(desk.ticketsChanged)
  const open = route.page === 'tickets' ? route.ticket : undefined
  const current = tickets.findIndex(({ number }) => String(number) === open)

  const load = (before: string | undefined) =>
    desk.api.get<TicketPage>('tickets', { status, before, limit: 60 }).then((page) => {
      setTickets((known) => (before ? [...known, ...page.tickets] : page.tickets))
      setNext(page.next)
    }, sayFault)
  useEffect(() => void load(undefined), [status, changes])
  const step = (by: number) => () => {
    const ticket = tickets[Math.min(tickets.length - 1, Math.max(0, current + by))]
    if (ticket) go({ page: 'tickets', ticket: String(ticket.number) })
  }
  useCommand('next', step(1))
  useCommand('previous', step(-1))

  return (
    <>
      <section class="list" aria-label={words.tickets}>
        <header>
          <h1>{words.tickets}</h1>
        </header>
        <div class="views" role="group" aria-label={words.status}>
          {TICKET_STATUSES.map((name) => (
            <button key={name} type="button" aria-pressed={name === status} onClick={() => setStatus(name)}>
              {words.ticketStatuses[name]}
            </button>
          ))}
        </div>
        {tickets.length > 0 ? (
          <VirtualList
            rows={tickets}
            height={ROW_HEIGHT}
            keyOf={({ number }) => String(number)}
            draw={(ticket) => (
              <Link to={{ page: 'tickets', ticket: String(ticket.number) }} class="row ticket-row" current={String(ticket.number) === open}>
                <span class="row-top">
                  <span class="row-name">
                    #{ticket.number} <bdi>{ticket.subject || words.noSubject}</bdi>
                  </span>
                  <time dateTime={new Date(ticket.updatedAt).toISOString()}>{shortTime(ticket.updatedAt, language)}</time>
                </span>
                <span class="row-marks">
                  <span class="chip" data-priority={ticket.priority}>
                    {words.priorities[ticket.priority]}
                  </span>
                  <span class="quiet">{ticket.status !== 'solved' && `${words.due} ${shortTime(ticket.solution.dueAt, language)}`}</span>
                </span>
              </Link>
            )}
            label={words.tickets}
            current={current}
            reachedEnd={() => next !== undefined && void load(next)}
          />
        ) : (
          <p class="quiet empty">{words.noTickets}</p>
        )}
      </section>
      {open ? (
        <OpenTicket key={open} number={open} />
      ) : (
        <main class="sheet nothing">
          <p class="quiet">{words.noTicketOpen}</p>
        </main>
      )}
    </>
  )
}

function OpenTicket({ number }: { number: string }) {
  const { desk, words, language } = useWorkplace()
  const changes = useValue(desk.ticketsChanged)
  const members = useValue(desk.team.members)
  const { value, reload } = useLoaded(
    () => desk.api.get<TicketAnswer & { events?: TicketEvent[] }>(`tickets/${encodeURIComponent(number)}`),
    [number, changes],
  )
  if (!value)
    return (
      <main class="sheet nothing">
        <p class="quiet">{words.loading}</p>
      </main>
    )
  const { ticket, events = [] } = value
  const nameOf = (event: TicketEvent): string =>
    'id' in event.by
      ? (members.find(({ id }) => 'id' in event.by && id === event.by.id)?.name ?? words.actors[event.by.kind])
      : words.actors[event.by.kind]
  return (
    <main class="sheet settings" aria-label={`${words.ticket} #${ticket.number}`}>
      <h2>
        {words.ticket} #{ticket.number}
      </h2>
      {ticket.conversation && (
        <Link to={{ page: 'inbox', view: 'all', conversation: ticket.conversation }} class="button">
          {words.openConversation}
        </Link>
      )}
      <MailHint of={value} />
      <section class="card">
        <TicketFields ticket={ticket} reload={reload} />
      </section>
      <section class="card">
        <h3>{words.history}</h3>
        {desk.mayAnswer && <NewNote number={ticket.number} done={reload} />}
        <ol class="plain-list">
          {events.map((event) => (
            <li key={event.place}>
              <span class="quiet">{fullTime(event.at, language)}</span> {nameOf(event)}: {words.ticketEvents[event.kind]}
              {'from' in event && (
                <>
                  {' '}
                  <bdi>{event.from || '–'}</bdi> → <bdi>{event.to || '–'}</bdi>
                </>
              )}
              {event.kind === 'note' && <bdi> {event.text}</bdi>}
              {event.kind === 'rated' && ` ${event.score} / 5`}
            </li>
          ))}
        </ol>
      </section>
    </main>
  )
}

function NewNote({ number, done }: { number: number; done(): void }) {
  const { desk, words } = useWorkplace()
  const [text, setText] = useState('')
  const change = useChange(done)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim())
          void change(() => desk.api.send('POST', `tickets/${number}/notes`, { text })).then((isDone) => isDone && setText(''))
      }}
    >
      <TextField label={words.noteField} rows={2} value={text} changed={setText} />
      <button class="button" type="submit">
        {words.addNote}
      </button>
    </form>
  )
}
