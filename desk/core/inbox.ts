/**
 * The inbox: rows of the view that is open, newest activity first, loaded page by page and kept true by what is heard live. Every row carries a revision,
 * and an older one never takes the place of a newer one, whichever way and in whatever order they come. After a loss of the line, what was loaded is
 * loaded again.
 */

import type { ConversationSummary, InboxCounts, InboxPage, InboxView, FoundText } from '../../shared/desk.ts'
import type { Api } from './api.ts'
import { createValue, type Readable } from './value.ts'

export type InboxFilter = { readonly view: InboxView; readonly site: string; readonly search: string }

export type InboxState = {
  readonly filter: InboxFilter
  readonly rows: readonly ConversationSummary[]
  /** What the search has found in each row, by its id. */
  readonly found: ReadonlyMap<string, FoundText>
  readonly counts: InboxCounts
  /** There are more behind the last row. */
  readonly hasMore: boolean
  readonly isLoading: boolean
  /** A load failed; the rows are what was there before. */
  readonly fault: boolean
}

export type Inbox = {
  state: Readable<InboxState>
  /** Another view, site or search. */
  show(filter: InboxFilter): void
  more(): void
  /** The first rows, before there is a line. */
  start(): void
  /** Everything that is loaded, once more, and what the badges count: the line is there, or back. */
  reload(): void
  heard(summary: ConversationSummary): void
  /** It was deleted; no page that is still on its way brings it back. */
  gone(id: string): void
  find(id: string): ConversationSummary | undefined
  stop(): void
}

const PAGE = 60
/** After a loss of the line no more than this is loaded at once; the rest comes when it is scrolled to. */
const RELOADED = 300
/** More than that is “many”. */
const COUNTED = 200

export const isBefore = (one: ConversationSummary, other: ConversationSummary): boolean =>
  one.lastAt === other.lastAt ? one.id > other.id : one.lastAt > other.lastAt

/** Whether a row stands in this view. A search is the server's to answer. */
export function belongs({ view, site }: InboxFilter, summary: ConversationSummary, me: string): boolean {
  if (site && summary.site !== site) return false
  const { floor } = summary
  switch (view) {
    case 'mine':
      return (floor.state === 'agent' && floor.person.id === me) || (floor.state === 'waiting' && floor.assigned?.id === me)
    case 'waiting':
      return floor.state === 'waiting'
    case 'closed':
      return floor.state === 'closed'
    case 'all':
      return summary.top > 0
  }
}

export function createInbox({ api, me, first }: { api: Api; me: string; first: InboxFilter }): Inbox {
  const known = new Map<string, ConversationSummary>()
  /** Heard while a load is on its way: its page may be older. */
  let touched = new Set<string>()
  const deleted = new Set<string>()
  let next: string | undefined
  /** Grows with each load that makes the ones before it worthless. */
  let generation = 0
  /** Of the newest load: the server need not go on with a search that nobody waits for. */
  let leaving = new AbortController()
  const state = createValue<InboxState>({
    filter: first,
    rows: [],
    found: new Map(),
    counts: { mine: 0, waiting: 0 },
    hasMore: false,
    isLoading: true,
    fault: false,
  })
  const change = (changes: Partial<InboxState>) => state.set({ ...state.get(), ...changes })

  /** All but what was deleted meanwhile. */
  function learnAll(summaries: readonly ConversationSummary[]): ConversationSummary[] {
    return summaries.filter(({ id }) => !deleted.has(id)).map(learn)
  }

  function learn(summary: ConversationSummary): ConversationSummary {
    const before = known.get(summary.id)
    if (before && before.revision >= summary.revision) return before
    known.set(summary.id, summary)
    return summary
  }

  function placed(rows: readonly ConversationSummary[], summary: ConversationSummary): readonly ConversationSummary[] {
    const { filter, hasMore } = state.get()
    const others = rows.filter(({ id }) => id !== summary.id)
    const wasThere = others.length < rows.length
    const isWanted = filter.search ? wasThere : belongs(filter, summary, me)
    if (!isWanted) return wasThere ? others : rows
    const at = others.findIndex((other) => isBefore(summary, other))
    if (at >= 0) return others.toSpliced(at, 0, summary)
    // Behind the last row that is loaded there may be others before it.
    return hasMore && !wasThere ? rows : [...others, summary]
  }

  async function load(before: string | undefined, count: number): Promise<void> {
    const mine = ++generation
    leaving.abort()
    leaving = new AbortController()
    const { signal } = leaving
    const { filter } = state.get()
    if (before === undefined) touched = new Set()
    change({ isLoading: true, fault: false })
    try {
      const loaded: ConversationSummary[] = []
      const found = new Map(before === undefined ? [] : state.get().found)
      let cursor = before
      do {
        const page: InboxPage = await api.get('conversations', { ...filter, before: cursor, limit: PAGE }, signal)
        if (mine !== generation) return
        loaded.push(...learnAll(page.conversations))
        for (const [id, text] of Object.entries(page.found ?? {})) found.set(id, text)
        cursor = page.next
      } while (cursor !== undefined && loaded.length < count)
      next = cursor
      const kept = before === undefined ? [] : state.get().rows
      const ids = new Set(kept.map(({ id }) => id))
      change({
        rows: [...kept, ...loaded.filter((row) => !ids.has(row.id) && (filter.search || belongs(filter, row, me)))],
        found,
        hasMore: next !== undefined,
        isLoading: false,
      })
      let { rows } = state.get()
      for (const id of touched) {
        const summary = known.get(id)
        if (summary) rows = placed(rows, summary)
      }
      change({ rows, counts: counted() })
    } catch {
      if (mine === generation) change({ isLoading: false, fault: true })
    }
  }

  /** Of all sites, and only what is known: enough for a badge. */
  function counted(): InboxCounts {
    const counts = { mine: 0, waiting: 0 }
    for (const summary of known.values())
      for (const view of ['mine', 'waiting'] as const) if (belongs({ view, site: '', search: '' }, summary, me)) counts[view]++
    return counts
  }

  /** Those of a view that is not open have to be known to be counted. What was known of it and is not there any more has changed unheard. */
  async function count(view: 'mine' | 'waiting'): Promise<void> {
    const { conversations } = await api.get<InboxPage>('conversations', { view, limit: COUNTED })
    learnAll(conversations)
    const ids = new Set(conversations.map(({ id }) => id))
    if (conversations.length < COUNTED)
      for (const [id, summary] of known)
        if (belongs({ view, site: '', search: '' }, summary, me) && !ids.has(id) && !touched.has(id)) known.delete(id)
    change({ counts: counted() })
  }

  return {
    state,
    show(filter) {
      const now = state.get().filter
      if (now.view === filter.view && now.site === filter.site && now.search === filter.search) return
      next = undefined
      // What is known already is there at once; the server then says what belongs.
      const rows = filter.search
        ? []
        : [...known.values()].filter((summary) => belongs(filter, summary, me)).toSorted((one, other) => (isBefore(one, other) ? -1 : 1))
      change({ filter, rows, found: new Map(), hasMore: false })
      void load(undefined, PAGE)
    },
    more() {
      const { isLoading, hasMore } = state.get()
      if (!isLoading && hasMore) void load(next, PAGE)
    },
    start: () => void load(undefined, PAGE),
    reload() {
      void load(undefined, Math.min(RELOADED, Math.max(PAGE, state.get().rows.length)))
      for (const view of ['mine', 'waiting'] as const) void count(view).catch(() => {})
    },
    heard(summary) {
      if (deleted.has(summary.id) || learn(summary) !== summary) return
      touched.add(summary.id)
      change({ rows: placed(state.get().rows, summary), counts: counted() })
    },
    gone(id) {
      deleted.add(id)
      known.delete(id)
      change({ rows: state.get().rows.filter((row) => row.id !== id), counts: counted() })
    },
    find: (id) => known.get(id),
    stop() {
      generation++
      leaving.abort()
    },
  }
}
