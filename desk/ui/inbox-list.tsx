/** The list of conversations: four views, sites, a search, and as many rows as there are. */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { ConversationSummary, SaidText } from '../../shared/desk.ts'
import { VIEWS } from '../core/route.ts'
import { Avatar } from './avatar.tsx'
import { SearchIcon } from './icons.tsx'
import { Link } from './link.tsx'
import { MarkedText, spansOf } from './marked-text.tsx'
import { customerName, floorText } from './names.ts'
import { plainText } from './plain-text.ts'
import { shortTime } from './time.ts'
import { VirtualList } from './virtual-list.tsx'
import { useCommand, useValue, useWorkplace } from './workplace.ts'

/** Of a row, as the stylesheet has it. */
const ROW_HEIGHT = 76
/** Nobody is asked for every letter. */
const SEARCH_PAUSE_MS = 250

export function InboxList() {
  const { desk, words, route, go } = useWorkplace()
  const { rows, filter, counts, isLoading, fault } = useValue(desk.inbox.state)
  const open = route.page === 'inbox' ? route.conversation : undefined
  const current = rows.findIndex(({ id }) => id === open)
  const step = (by: number) => () => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, current + by))]
    if (row) go({ page: 'inbox', view: filter.view, conversation: row.id })
  }
  useCommand('next', step(1))
  useCommand('previous', step(-1))
  const { sites } = desk.me

  return (
    <section class="list" aria-label={words.inbox}>
      <header>
        <h1>{words.inbox}</h1>
        {sites.length > 1 && (
          <select
            aria-label={words.site}
            value={filter.site}
            onChange={(event) => desk.inbox.show({ ...filter, site: event.currentTarget.value })}
          >
            <option value="">{words.allSites}</option>
            {sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </header>
      <Search />
      <nav class="views" aria-label={words.viewsLabel}>
        {VIEWS.map((view) => {
          const count = view === 'mine' || view === 'waiting' ? counts[view] : 0
          return (
            <Link key={view} to={{ page: 'inbox', view, ...(open ? { conversation: open } : {}) }} current={filter.view === view}>
              {words.views[view]}
              {count > 0 && <span class="count">{count}</span>}
            </Link>
          )
        })}
      </nav>
      {fault && (
        <p class="fault" role="alert">
          {words.notLoaded}{' '}
          <button class="plain" type="button" onClick={() => desk.inbox.reload()}>
            {words.tryAgain}
          </button>
        </p>
      )}
      {rows.length > 0 ? (
        <div class="rows" data-scrolls key={`${filter.view} ${filter.site} ${filter.search}`}>
          <VirtualList
            rows={rows}
            height={ROW_HEIGHT}
            keyOf={({ id }) => id}
            draw={(row) => <InboxRow row={row} isOpen={row.id === open} />}
            label={words.views[filter.view]}
            current={current}
            reachedEnd={() => desk.inbox.more()}
          />
        </div>
      ) : (
        <p class="quiet empty" role="status">
          {isLoading ? words.loading : filter.search ? words.nothingFound : words.emptyViews[filter.view]}
        </p>
      )}
    </section>
  )
}

function Search() {
  const { desk, words } = useWorkplace()
  const [text, setText] = useState(desk.inbox.state.get().filter.search)
  const field = useRef<HTMLInputElement>(null)
  useCommand('search', () => field.current?.focus())
  useEffect(() => {
    const timer = setTimeout(() => desk.inbox.show({ ...desk.inbox.state.get().filter, search: text.trim() }), SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <label class="search">
      <SearchIcon />
      <input
        type="search"
        ref={field}
        value={text}
        placeholder={words.search}
        aria-label={words.search}
        maxLength={200}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  )
}

/** What we say is Markdown, and a row has no place for that. */
const lineOf = ({ author, text }: SaidText): string => (author === 'visitor' ? text : plainText(text))

function InboxRow({ row, isOpen }: { row: ConversationSummary; isOpen: boolean }) {
  const { words, language, desk } = useWorkplace()
  const { filter, found } = desk.inbox.state.get()
  const { floor } = row
  const isWriting = useValue(desk.customersWriting).has(row.id)
  const said = found.get(row.id) ?? row.last
  const isMine = floor.state === 'agent' && floor.person.id === desk.me.person.id
  const name = customerName(row.visitor, words)
  return (
    <Link to={{ page: 'inbox', view: filter.view, conversation: row.id }} class="row" current={isOpen}>
      <Avatar id={row.visitor.id} name={row.visitor.name ?? ''} />
      <span class="row-top">
        <bdi class="row-name">{name}</bdi>
        <time dateTime={new Date(row.lastAt).toISOString()}>{shortTime(row.lastAt, language)}</time>
      </span>
      <span class="row-text" dir="auto" data-writing={isWriting || undefined}>
        {!isWriting && said && said.author !== 'visitor' && <span class="row-by">{words.authors[said.author]}: </span>}
        {isWriting ? (
          words.writing
        ) : said ? (
          <MarkedText text={lineOf(said)} spans={spansOf(lineOf(said), filter.search)} />
        ) : (
          words.nothingSaid
        )}
      </span>
      <span class="row-marks">
        <span class="chip" data-floor={floor.state} data-mine={isMine || undefined}>
          {isMine ? words.floors.mine : floorText(floor, words)}
        </span>
        {row.ticket && (
          <span class="chip" data-ticket={row.ticket.status}>
            #{row.ticket.number} {words.ticketStatuses[row.ticket.status]}
          </span>
        )}
      </span>
    </Link>
  )
}
