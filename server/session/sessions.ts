/**
 * The sessions of all conversations: a cache of the log in the Store. One that is gone, expired, unreadable or behind is made from the log, and a
 * Store that is away costs only that.
 *
 * Nodes do not overwrite each other's turns: each writes only over what it has read, and who comes second reads again and goes on from there. As a
 * session follows from the log, it does not matter who wrote it.
 */

import type { LogEntry } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { KeptSession, Store } from '../ports/store.ts'
import type { Turn } from '../turn.ts'
import { decodeSession, encodeSession } from './encoding.ts'
import {
  condense,
  emptySession,
  firstWithin,
  readOn,
  sumUp,
  type SaidTurn,
  type SessionContext,
  type SessionLimits,
} from './session-context.ts'

export type SessionsOptions = {
  store: Store
  database: Database
  limits: SessionLimits
  ttlMs: number
  /** The Store gave or took nothing. */
  failed: (error: unknown) => void
  now: () => number
}

export type Sessions = ReturnType<typeof createSessions>

/** Which conversation, and in which of its lives. */
export type Place = { tenantId: string; id: string; epoch: string; top: number }

/** So far back a session is made anew, in entries of the log; and so many that it has missed are read after it. */
const LOG_ENTRIES = 200
/** How often another node may have been quicker before this one leaves it to the next turn. */
const ATTEMPTS = 4

export const placeOf = ({ site, conversation: { id, epoch, top } }: Turn): Place => ({ tenantId: site.tenantId, id, epoch, top })

export function createSessions({ store, database, limits, ttlMs, failed, now }: SessionsOptions) {
  async function keptAt({ tenantId, id }: Place): Promise<KeptSession | undefined> {
    try {
      return await store.forTenant(tenantId).session(id)
    } catch (error) {
      failed(error)
      return undefined
    }
  }

  function usable(kept: KeptSession | undefined, { id, epoch, top }: Place): SessionContext | undefined {
    const session = kept && decodeSession(kept.bytes)
    return session && session.uuid === id && session.epoch === epoch && session.seq <= top && now() < session.expire ? session : undefined
  }

  const fresh = ({ id, epoch }: Place): SessionContext => emptySession(id, epoch, now() + ttlMs)

  /** The session up to the log's top. What of it is `known` already is not read again. */
  async function upToDate(kept: KeptSession | undefined, place: Place, known: LogEntry[]): Promise<SessionContext> {
    const begun = usable(kept, place) ?? fresh(place)
    const missed = place.top - begun.seq
    const entries = known.filter(({ seq }) => seq > begun.seq && seq <= place.top)
    if (entries.length === missed) return readOn(begun, entries, limits)
    const tenant = database.forTenant(place.tenantId)
    return missed <= LOG_ENTRIES
      ? readOn(begun, await tenant.readLog(place.id, begun.seq, missed), limits)
      : readOn(fresh(place), await tenant.readLogBack(place.id, place.top, LOG_ENTRIES), limits)
  }

  /** What is kept may speak of a later life of the conversation than we do. */
  const isAlive = async ({ tenantId, id, epoch }: Place): Promise<boolean> =>
    (await database.forTenant(tenantId).conversation(id))?.epoch === epoch

  const keep = ({ tenantId, id }: Place, session: SessionContext, basedOn: number | undefined): Promise<boolean> =>
    store.forTenant(tenantId).keepSession(id, { seq: session.seq, bytes: encodeSession(session), basedOn, ttlMs })

  return {
    /** What was said before the turn: its own messages are no part of it. One read of the Store, and none of the log while the session is up to date. */
    async before(turn: Turn): Promise<{ summary: string[]; history: SaidTurn[] }> {
      const place = placeOf(turn)
      const { summary, history } = await upToDate(await keptAt(place), place, asked(turn))
      const ids = new Set(turn.messages.map(({ id }) => id))
      const said = history.filter(({ id }) => !ids.has(id))
      return { summary, history: said.slice(said.length === 0 ? 0 : firstWithin(said, limits.window)) }
    },

    /** Brings the session up to what the turn came to. Resolves with it, or with nothing where the Store has not taken it: then the next turn reads more. */
    async remember(turn: Turn, recorded: LogEntry[]): Promise<SessionContext | undefined> {
      const known = [...asked(turn), ...recorded]
      const place = { ...placeOf(turn), top: Math.max(turn.conversation.top, ...known.map(({ seq }) => seq)) }
      try {
        for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
          const kept = await store.forTenant(place.tenantId).session(place.id)
          const before = usable(kept, { ...place, top: Infinity })
          if (before && before.seq >= place.top) return before
          if (kept && !before && !(await isAlive(place))) return undefined
          const session = { ...(await upToDate(kept, place, known)), expire: now() + ttlMs }
          if (await keep(place, session, kept?.seq)) return session
        }
      } catch (error) {
        failed(error)
      }
      return undefined
    },

    /** All that was said, up to the log's top at this place. */
    upTo: async (place: Place): Promise<SessionContext> => upToDate(await keptAt(place), place, []),

    /**
     * Puts one text in the place of what was said up to this turn, which stands in the log at or below `place.top`. What has been said since stays. False
     * where the turn is no longer in the window, or the conversation was erased.
     */
    async sumUp(place: Place, turnId: string, text: string): Promise<boolean> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const kept = await store.forTenant(place.tenantId).session(place.id)
        const before = usable(kept, { ...place, top: Infinity })
        if (!before && !(await isAlive(place))) return false
        const session = sumUp(before && before.seq >= place.top ? before : await upToDate(kept, place, []), turnId, text)
        if (!session) return false
        if (await keep(place, { ...session, expire: now() + ttlMs }, kept?.seq)) return true
      }
      return false
    },

    /** Puts one text in the place of these lines of the summary, if they still stand there. */
    async condense(place: Place, lines: string[], text: string): Promise<boolean> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const kept = await store.forTenant(place.tenantId).session(place.id)
        const before = usable(kept, { ...place, top: Infinity })
        const session = before && condense(before, lines, text)
        if (!session) return false
        if (await keep(place, session, kept?.seq)) return true
      }
      return false
    },

    /**
     * The conversation was erased and has this epoch now. An empty session takes the place of the old one, as a node that is still about to write what
     * was said before finds then that it was not quick enough. Rejects when the Store is away: what was said may still be there.
     */
    async forget(place: Place): Promise<void> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        await store.forTenant(place.tenantId).forgetSession(place.id)
        if (await keep(place, fresh(place), undefined)) return
      }
      throw new Error('other nodes keep writing the session of an erased conversation')
    },
  }
}

const asked = ({ conversation: { epoch }, messages }: Turn): LogEntry[] =>
  messages.map(({ id, seq, text, openedAt }) => ({
    seq,
    epoch,
    kind: 'message',
    message: { id, author: { kind: 'visitor' }, text, at: openedAt, suggestions: [], attachments: [] },
  }))
