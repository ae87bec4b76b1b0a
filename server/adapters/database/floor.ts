/** What a conversation's row says of its floor beside the entry in the log, and how long somebody waited for it. */

import { sql, type Kysely } from 'kysely'
import type { PersonName } from '../../../shared/desk.ts'
import type { Floor } from '../../../shared/protocol.ts'
import type { FloorHolder } from '../../ports/desk.ts'
import { mayAnswerAs } from './answering.ts'
import type { ConversationRow } from './rows.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

export type FloorColumns = Pick<
  ConversationRow,
  'floor_state' | 'floor_reason' | 'floor_since' | 'floor_person' | 'floor_person_name' | 'queued_at' | 'last_reason'
>

/** Who waits keeps the place in the queue until the bot has the floor again, or nobody: an agent who vanished costs nobody a place. */
export function floorColumns(from: ConversationRow, { floor, person }: { floor: Floor; person?: PersonName | undefined }): FloorColumns {
  const isWithPeople = floor.state === 'waiting' || floor.state === 'agent'
  return {
    floor_state: floor.state,
    floor_reason: floor.reason,
    floor_since: floor.since,
    floor_person: person?.id ?? null,
    floor_person_name: person?.name ?? null,
    queued_at: isWithPeople ? (from.queued_at ?? (floor.state === 'waiting' ? floor.since : null)) : null,
    last_reason: floor.state === 'waiting' && from.floor_state === 'bot' ? floor.reason : from.last_reason,
  }
}

/** A customer who waited has a person now. */
export async function keepWait(db: Db, from: ConversationRow, floor: Floor): Promise<void> {
  if (from.floor_state !== 'waiting' || floor.state !== 'agent' || from.queued_at === null) return
  await db
    .insertInto('waits')
    .values({
      tenant_id: from.tenant_id,
      conversation_id: from.id,
      site_id: from.site_id,
      ended_at: floor.since,
      waited_ms: Math.max(0, floor.since - from.queued_at),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'conversation_id', 'ended_at']).doNothing())
    .execute()
}

/** The newest waits at a site, longest ago last. */
export async function waits(
  db: Db,
  tenantId: string,
  { siteId, since, limit }: { siteId: string; since: number; limit: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('waits')
    .select('waited_ms')
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .where('ended_at', '>=', since)
    .orderBy('ended_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.waited_ms)
}

/** Says who is to take a customer who waits. No entry of the log: the customer waits as before. */
export async function assign(
  db: Db,
  tenantId: string,
  { conversationId, fence, person }: { conversationId: string; fence: number; person: PersonName | undefined },
): Promise<boolean> {
  const row = await db
    .updateTable('conversations')
    .set(({ eb }) => ({
      floor_person: person?.id ?? null,
      floor_person_name: person?.name ?? null,
      fence: eb('fence', '+', 1),
      revision: eb('revision', '+', 1),
    }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('fence', '=', fence)
    .where('floor_state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Over all tenants: the people who have a floor, or a customer assigned to them. */
export async function floorHolders(db: Db): Promise<FloorHolder[]> {
  const rows = await db
    .selectFrom('conversations')
    .leftJoin('people', (join) =>
      join.onRef('people.tenant_id', '=', 'conversations.tenant_id').onRef('people.id', '=', 'conversations.floor_person'),
    )
    .select(['conversations.tenant_id', 'floor_person', 'people.role'])
    .distinct()
    .where('floor_state', 'in', ['agent', 'waiting'])
    .where('floor_person', 'is not', null)
    .execute()
  return rows.flatMap(({ tenant_id: tenantId, floor_person: personId, role }) =>
    personId === null ? [] : [{ tenantId, personId, mayAnswer: mayAnswerAs(role) }],
  )
}

/** Of one person: floors that are had, and customers who are assigned. */
export async function conversationsOf(db: Db, tenantId: string, personId: string): Promise<{ id: string; state: Floor['state'] }[]> {
  const rows = await db
    .selectFrom('conversations')
    .select(['id', 'floor_state'])
    .where('tenant_id', '=', tenantId)
    .where('floor_person', '=', personId)
    .where('floor_state', 'in', ['agent', 'waiting'])
    .orderBy('floor_since')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, state: row.floor_state }))
}

/** What each person has, and when they got something last. */
export async function floorLoad(db: Db, tenantId: string): Promise<Record<string, { conversations: number; lastAt: number }>> {
  const rows = await db
    .selectFrom('conversations')
    .select([
      'floor_person',
      sql<number>`sum(case when floor_state in ('agent', 'waiting') then 1 else 0 end)`.as('conversations'),
      (builder) => builder.fn.max('floor_since').as('last_at'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('floor_person', 'is not', null)
    .groupBy('floor_person')
    .execute()
  return Object.fromEntries(
    rows.map((row) => [row.floor_person ?? '', { conversations: Number(row.conversations), lastAt: Number(row.last_at) }]),
  )
}
