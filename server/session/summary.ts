/**
 * The model says in few words what slid out of a session. Nobody waits for it: it begins when the answer is in the log, and where it fails
 * the lines stay that were extracted. A lease keeps two nodes from paying for the same summary; what it costs is counted as an answer is.
 */

import { randomUUID } from 'node:crypto'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import type { Turn } from '../turn.ts'
import { createAside } from './aside.ts'
import type { SessionContext } from './session-context.ts'
import { placeOf, type Sessions } from './sessions.ts'
import type { SummaryCall } from './summary-call.ts'

export type SummaryOptions = {
  summarise: SummaryCall
  store: Store
  sessions: Pick<Sessions, 'condense'>
  /** A hand-over shows it to those at the desk. */
  filterForDesk: (site: Site, text: string) => Promise<string>
  failed: (error: unknown) => void
}

/** Longer than a call may take. A summary that failed keeps its lease, so that it is not tried again at every turn. */
const LEASE_MS = 5 * 60_000

export type Summariser = ReturnType<typeof createSummariser>

export function createSummariser({ summarise, store, sessions, filterForDesk, failed }: SummaryOptions) {
  const aside = createAside(failed)

  async function shorten(turn: Turn, lines: string[]): Promise<void> {
    const place = placeOf(turn)
    const leases = store.forTenant(place.tenantId)
    const lease = { key: `summary:${place.id}`, holder: randomUUID() }
    if (!(await leases.takeLease({ ...lease, ttlMs: LEASE_MS }))) return
    const { site, conversation, network } = turn
    const text = await summarise({ site, visitorId: conversation.visitorId, network }, lines, aside.signal)
    await sessions.condense(place, lines, await filterForDesk(site, text))
    await leases.returnLease(lease)
  }

  return {
    /** Returns at once. One line is short enough. */
    begin(turn: Turn, { summary }: SessionContext): void {
      if (summary.length > 1) aside.begin(() => shorten(turn, summary))
    },

    /** Resolves when nothing is being summarised any more. */
    idle: aside.idle,
    stop: aside.stop,
  }
}
