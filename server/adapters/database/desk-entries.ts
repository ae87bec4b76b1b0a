/** A conversation as the desk reads it: the customer's log, with why each answer was given and what the filter found, and the notes between. */

import type { Kysely } from 'kysely'
import type { DeskEntry, FilterMark, RouteMark } from '../../../shared/desk.ts'
import type { EntriesQuery } from '../../ports/desk.ts'
import type { LogEntry } from '../../ports/conversations.ts'
import { noteOf, notesIn } from './agent-messages.ts'
import { readLog, readLogBack } from './log.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

/** Forward: what lies behind `after`, and the notes from there on, so that one written at the very place is not missed. Back: what lies before. */
export async function deskEntries(db: Db, tenantId: string, query: EntriesQuery): Promise<DeskEntry[]> {
  const { conversationId, limit } = query
  const log =
    'after' in query
      ? await readLog(db, tenantId, { conversationId, after: query.after, limit })
      : await readLogBack(db, tenantId, { conversationId, upTo: query.before - 1, limit })
  const [first, last] = [log[0]?.seq, log.at(-1)?.seq]
  const from = 'after' in query ? query.after : first === undefined || first === 1 ? 0 : first
  const isWhole = log.length < limit
  const to = 'after' in query ? (isWhole || last === undefined ? Number.MAX_SAFE_INTEGER : last) : query.before - 1
  const notes = await notesIn(db, tenantId, conversationId)
    .where('after_seq', '>=', from)
    .where('after_seq', '<=', to)
    .orderBy('number')
    .execute()
  return inOrder(
    await withMarks(db, { tenantId, conversationId }, log),
    notes.map((row) => ({ kind: 'note' as const, ...noteOf(row) })),
  )
}

type Place = { tenantId: string; conversationId: string }

async function withMarks(db: Db, { tenantId, conversationId }: Place, log: LogEntry[]): Promise<DeskEntry[]> {
  const ids = log.flatMap((entry) => (entry.kind === 'message' ? [entry.message.id] : []))
  const [routes, marks] = [new Map<string, RouteMark>(), new Map<string, FilterMark[]>()]
  if (ids.length > 0) {
    const turns = await db
      .selectFrom('turns')
      .select(['answer_id', 'route_to', 'route_reason', 'result'])
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .where('answer_id', 'in', ids)
      .execute()
    for (const { answer_id: id, route_to: to, route_reason: reason, result } of turns)
      if (id !== null && to !== null) routes.set(id, { to, reason: reason ?? '', result: result ?? '' })
    const hits = await db
      .selectFrom('word_hits')
      .leftJoin('word_lists', (join) =>
        join.onRef('word_lists.tenant_id', '=', 'word_hits.tenant_id').onRef('word_lists.id', '=', 'word_hits.list_id'),
      )
      .select(['message_id', 'direction', 'category', 'action', 'start_at', 'end_at'])
      // A list that is gone has no name any more.
      .select(({ fn }) => fn.coalesce('word_lists.name', 'word_hits.list_id').as('list'))
      .where('word_hits.tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .where('message_id', 'in', ids)
      .orderBy('number')
      .execute()
    for (const { message_id: id, direction, list, category, action, start_at: start, end_at: end } of hits)
      marks.set(id, [...(marks.get(id) ?? []), { direction, list, category, action, start, end }])
  }
  const cids = await cidsOfAgents(db, { tenantId, conversationId }, log)
  return log.map((entry): DeskEntry => {
    if (entry.kind === 'floor') return entry
    const [route, cid] = [routes.get(entry.message.id), cids.get(entry.seq)]
    const message = cid === undefined ? entry.message : { ...entry.message, cid }
    return { ...entry, message, ...(route && { route }), marks: marks.get(entry.message.id) ?? [] }
  })
}

/** Under which the desk sent them: by that it knows its own again, whatever became of the acknowledgement. */
async function cidsOfAgents(db: Db, { tenantId, conversationId }: Place, log: LogEntry[]): Promise<Map<number, string>> {
  const places = log.flatMap((entry) => (entry.kind === 'message' && entry.message.author.kind === 'agent' ? [entry.seq] : []))
  if (places.length === 0) return new Map()
  const rows = await db
    .selectFrom('entries')
    .select(['seq', 'cid'])
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)
    .where('seq', 'in', places)
    .execute()
  return new Map(rows.flatMap(({ seq, cid }) => (cid === null ? [] : [[seq, cid]])))
}

/** A note stands behind the entry that was the newest when it was written. */
function inOrder(log: DeskEntry[], notes: (DeskEntry & { kind: 'note' })[]): DeskEntry[] {
  const placeOf = (entry: DeskEntry): number => (entry.kind === 'note' ? entry.after + 0.5 : entry.seq)
  // A stable sort: notes at one place stay in the order of their numbers.
  return [...log, ...notes].toSorted((one, other) => placeOf(one) - placeOf(other))
}
