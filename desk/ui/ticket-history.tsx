/** What has become of a ticket, the newest last, and a place for a note. */

import { useState } from 'preact/hooks'
import type { TicketEvent } from '../../shared/tickets.ts'
import { changeText } from './names.ts'
import { TextField } from './text-field.tsx'
import { fullTime } from './time.ts'
import { useChange } from './use-loaded.ts'
import { useSome } from './use-some.tsx'
import { useValue, useWorkplace } from './workplace.ts'

export function TicketHistory({ number, events, reload }: { number: number; events: readonly TicketEvent[]; reload(): void }) {
  const { desk, words, language } = useWorkplace()
  const members = useValue(desk.team.members)
  const { shown, more } = useSome(events, { newestLast: true })
  const nameOf = (event: TicketEvent): string =>
    'id' in event.by
      ? (members.find(({ id }) => 'id' in event.by && id === event.by.id)?.name ?? words.actors[event.by.kind])
      : words.actors[event.by.kind]
  const valueOf = (kind: string, value: string): string => changeText({ kind, value, people: members }, words)
  return (
    <section class="card">
      <h3>{words.history}</h3>
      {desk.mayAnswer && <NewNote number={number} done={reload} />}
      {more}
      <ol class="plain-list">
        {shown.map((event) => (
          <li key={event.place}>
            <span class="quiet">{fullTime(event.at, language)}</span> {nameOf(event)}: {words.ticketEvents[event.kind]}
            {'from' in event && (
              <>
                {' '}
                <bdi>{valueOf(event.kind, event.from)}</bdi> → <bdi>{valueOf(event.kind, event.to)}</bdi>
              </>
            )}
            {event.kind === 'note' && <bdi> {event.text}</bdi>}
            {event.kind === 'rated' && ` ${event.score} / 5`}
          </li>
        ))}
      </ol>
    </section>
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
