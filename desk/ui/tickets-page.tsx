/** All tickets: a list by status, and the one that is open with its history. */

import { useState } from 'preact/hooks'
import { TICKET_STATUSES, type Ticket, type TicketEvent, type TicketStatus } from '../../shared/tickets.ts'
import { Link } from './link.tsx'
import { TicketHistory } from './ticket-history.tsx'
import { MailHint, TicketFields, type TicketAnswer } from './ticket-panel.tsx'
import { shortTime } from './time.ts'
import { useLoaded } from './use-loaded.ts'
import { usePages } from './use-pages.ts'
import { VirtualList } from './virtual-list.tsx'
import { useCommand, useValue, useWorkplace } from './workplace.ts'

const ROW_HEIGHT = 76
type TicketPage = { tickets: Ticket[]; next?: string }

export function TicketsPage() {
  const { desk, words, language, route, go } = useWorkplace()
  const [status, setStatus] = useState<TicketStatus>('open')
  const changes = useValue(desk.ticketsChanged)
  const open = route.page === 'tickets' ? route.ticket : undefined
  const load = async (before: string | undefined) => {
    const page = await desk.api.get<TicketPage>('tickets', { status, before, limit: 60 })
    return { rows: page.tickets, next: page.next }
  }
  const { rows, more } = usePages(load, status, changes)
  const tickets = rows ?? []
  const current = tickets.findIndex(({ number }) => String(number) === open)
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
          <div class="rows" data-scrolls key={status}>
            <VirtualList
              rows={tickets}
              height={ROW_HEIGHT}
              keyOf={({ number }) => String(number)}
              draw={(ticket) => (
                <Link
                  to={{ page: 'tickets', ticket: String(ticket.number) }}
                  class="row ticket-row"
                  current={String(ticket.number) === open}
                >
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
              reachedEnd={more}
            />
          </div>
        ) : (
          <p class="quiet empty">{rows ? words.noTickets : words.loading}</p>
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
  const { desk, words } = useWorkplace()
  const changes = useValue(desk.ticketsChanged)
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
      <TicketHistory number={ticket.number} events={events} reload={reload} />
    </main>
  )
}
