/** The narrow column at the edge: where one can go, who one is, and whether one is there. */

import { PRESENCE_STATES, type PresenceState } from '../../shared/desk.ts'
import { pathOf, type Route } from '../core/route.ts'
import { Avatar } from './avatar.tsx'
import { HelpIcon, InboxIcon, SettingsIcon, TicketIcon } from './icons.tsx'
import { Link } from './link.tsx'
import { useValue, useWorkplace } from './workplace.ts'

export function Rail({ help }: { help(): void }) {
  const { desk, words, route, sayFault } = useWorkplace()
  const { counts, filter } = useValue(desk.inbox.state)
  const presence = useValue(desk.team.presence)
  const places: [Route, string, () => preact.JSX.Element][] = [
    [{ page: 'inbox', view: filter.view }, words.inbox, InboxIcon],
    [{ page: 'tickets' }, words.tickets, TicketIcon],
    [{ page: 'settings', of: 'me' }, words.settings, SettingsIcon],
  ]
  return (
    <nav class="rail" aria-label={words.navigation}>
      <span class="brand-mark" aria-hidden="true" />
      {places.map(([to, label, Icon]) => (
        <Link to={to} key={pathOf(to)} class="rail-link" current={route.page === to.page}>
          <Icon />
          <span class="rail-label">{label}</span>
          {to.page === 'inbox' && counts.waiting > 0 && (
            <span class="badge">
              {counts.waiting}
              <span class="hidden"> {words.views.waiting}</span>
            </span>
          )}
        </Link>
      ))}
      <span class="rail-space" />
      <button class="rail-link" type="button" onClick={help}>
        <HelpIcon />
        <span class="rail-label">{words.keyboard}</span>
      </button>
      <div class="presence" data-state={presence}>
        <Avatar id={desk.me.person.id} name={desk.me.person.name} presence={desk.mayAnswer ? presence : undefined} />
        {desk.mayAnswer && (
          <select
            aria-label={words.presence}
            value={presence}
            onChange={(event) => void desk.team.setPresence(event.currentTarget.value as PresenceState).catch(sayFault)}
          >
            {PRESENCE_STATES.map((state) => (
              <option key={state} value={state}>
                {words.presences[state]}
              </option>
            ))}
          </select>
        )}
      </div>
    </nav>
  )
}
