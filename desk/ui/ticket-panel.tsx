/** The ticket of the conversation, beside it: what is to be done, by whom, by when. */

import { useEffect } from 'preact/hooks'
import {
  TICKET_PRIORITIES,
  TICKET_STATUSES,
  type MailState,
  type Ticket,
  type TicketPriority,
  type TicketStatus,
} from '../../shared/tickets.ts'
import type { ConversationSummary } from '../../shared/desk.ts'
import { matterText, reasonText } from './names.ts'
import { shortTime } from './time.ts'
import { useChange, useLoaded } from './use-loaded.ts'
import { useValue, useWorkplace } from './workplace.ts'

export type TicketAnswer = { ticket: Ticket; mail?: MailState }

export function TicketPanel({ summary }: { summary: ConversationSummary }) {
  const { desk, words } = useWorkplace()
  const changes = useValue(desk.ticketsChanged)
  const number = summary.ticket?.number
  const { value, reload } = useLoaded(
    async () => (number === undefined ? undefined : desk.api.get<TicketAnswer>(`tickets/${number}`)),
    [number, summary.ticket?.revision, changes],
  )
  const change = useChange(reload)
  if (number === undefined) {
    return (
      <section>
        <h3>{words.ticket}</h3>
        <p class="quiet">{words.noTicket}</p>
        {desk.mayAnswer && (
          <button
            class="plain"
            type="button"
            onClick={() => void change(() => desk.api.send('POST', 'tickets', { conversation: summary.id }))}
          >
            {words.openTicket}
          </button>
        )}
      </section>
    )
  }
  return (
    <section>
      <h3>
        {words.ticket} #{number}
      </h3>
      {value && <TicketFields ticket={value.ticket} reload={reload} />}
      {value && <MailHint of={value} />}
    </section>
  )
}

/** Says where answers will not go out by e-mail, as long as there is something to answer. */
export function MailHint({ of: { ticket, mail = 'ready' } }: { of: TicketAnswer }) {
  const { words } = useWorkplace()
  return mail === 'ready' || ticket.status === 'solved' ? null : <p class="quiet">{words.mailStates[mail]}</p>
}

export function TicketFields({ ticket, reload }: { ticket: Ticket; reload(): void }) {
  const { desk, words, language } = useWorkplace()
  const members = useValue(desk.team.members)
  const change = useChange(reload)
  const set = (changes: { status?: TicketStatus; priority?: TicketPriority; assignee?: string | null; tags?: string[] }) =>
    void change(() => desk.api.send('PATCH', `tickets/${ticket.number}`, { ...changes, revision: ticket.revision }))
  useEffect(() => {
    if (members.length === 0) void desk.team.load().catch(() => {})
  }, [])
  const targets: [string, Ticket['solution']][] = [
    [words.firstResponse, ticket.firstResponse],
    [words.solution, ticket.solution],
  ]
  const matter = matterText(ticket, words)
  return (
    <div class="ticket-fields">
      {ticket.subject && (
        <p class="ticket-subject">
          <bdi>{ticket.subject}</bdi>
        </p>
      )}
      {ticket.reason && (
        <p class="quiet">
          <bdi>{reasonText(ticket.reason, words)}</bdi>
          {matter && (
            <>
              {' · '}
              <bdi>{matter}</bdi>
            </>
          )}
        </p>
      )}
      <label class="line">
        {words.status}
        <select
          value={ticket.status}
          disabled={!desk.mayAnswer}
          onChange={(event) => set({ status: event.currentTarget.value as TicketStatus })}
        >
          {TICKET_STATUSES.map((status) => (
            <option key={status} value={status}>
              {words.ticketStatuses[status]}
            </option>
          ))}
        </select>
      </label>
      <label class="line">
        {words.priority}
        <select
          value={ticket.priority}
          disabled={!desk.mayAnswer}
          onChange={(event) => set({ priority: event.currentTarget.value as TicketPriority })}
        >
          {TICKET_PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {words.priorities[priority]}
            </option>
          ))}
        </select>
      </label>
      <label class="line">
        {words.assignee}
        <select
          value={ticket.assignee ?? ''}
          disabled={!desk.mayAnswer}
          onChange={(event) => set({ assignee: event.currentTarget.value || null })}
        >
          <option value="">{words.nobody}</option>
          {members.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <dl class="facts">
        {targets.map(([label, { dueAt, doneAt }]) => (
          <div key={label} data-late={(doneAt ?? Date.now()) > dueAt || undefined}>
            <dt>{label}</dt>
            <dd>{doneAt ? `${words.done} ${shortTime(doneAt, language)}` : `${words.due} ${shortTime(dueAt, language)}`}</dd>
          </div>
        ))}
        {ticket.satisfaction && (
          <div>
            <dt>{words.satisfaction}</dt>
            <dd>
              {'★'.repeat(ticket.satisfaction.score)}
              {'☆'.repeat(5 - ticket.satisfaction.score)} <span class="hidden">{ticket.satisfaction.score} / 5</span>{' '}
              <bdi>{ticket.satisfaction.comment}</bdi>
            </dd>
          </div>
        )}
      </dl>
    </div>
  )
}
