/**
 * E-mails that are to go out. A row holds no text and no address: both are read from the conversation when it is sent, so that what was erased is in no
 * queue. While `through` is empty it gathers the agents' messages that come.
 */

import { sql, type Kysely } from 'kysely'
import type { DueMail, MailOutcome } from '../../ports/tickets.ts'
import type { Schema } from './schema.ts'
import { addEvents, lock, newestOf, type NewEvent } from './tickets.ts'

type Db = Kysely<Schema>

export type MailClaim = { now: number; leaseMs: number; limit: number }

/** Of all tenants. Each is taken only as it was found, so that two who look at once do not both have it. */
export async function claimMail(db: Db, _tenantId: string, { now, leaseMs, limit }: MailClaim): Promise<DueMail[]> {
  const due = await db
    .selectFrom('mails')
    .innerJoin('conversations', (join) =>
      join.onRef('conversations.tenant_id', '=', 'mails.tenant_id').onRef('conversations.id', '=', 'mails.conversation_id'),
    )
    .select(['mails.tenant_id', 'mails.id', 'mails.attempts', 'conversations.top'])
    .where('mails.due_at', '<=', now)
    .orderBy('mails.due_at')
    .orderBy('mails.id')
    .limit(limit)
    .execute()
  const claimed: DueMail[] = []
  for (const { tenant_id: tenantId, id, attempts, top } of due) {
    const row = await db
      .updateTable('mails')
      .set({ through: sql<number>`coalesce(through, ${top})`, attempts: attempts + 1, due_at: now + leaseMs })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .returning(['conversation_id', 'after', 'through', 'attempts'])
      .executeTakeFirst()
    if (row)
      claimed.push({
        tenantId,
        id,
        conversationId: row.conversation_id,
        after: row.after,
        through: row.through ?? top,
        attempts: row.attempts,
      })
  }
  return claimed
}

export type Settlement = { id: string; attempts: number; outcome: MailOutcome }

export async function settleMail(db: Db, tenantId: string, { id, attempts, outcome }: Settlement): Promise<boolean> {
  if (outcome.to === 'retry') {
    const kept = await db
      .updateTable('mails')
      .set({ due_at: outcome.dueAt })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .returning('id')
      .executeTakeFirst()
    return kept !== undefined
  }
  const over = await db
    .deleteFrom('mails')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .returning('conversation_id')
    .executeTakeFirst()
  if (!over) return false
  const event = eventOf(outcome)
  const newest = event && (await newestOf(db, tenantId, over.conversation_id))
  if (newest && (await lock(db, tenantId, newest.number))) await addEvents(db, tenantId, { number: newest.number, events: [event] })
  return true
}

function eventOf(outcome: Exclude<MailOutcome, { to: 'retry' }>): NewEvent | undefined {
  const { at } = outcome
  const by = { kind: 'system' } as const
  if (outcome.to === 'sent') return { kind: 'mailed', at, by }
  return outcome.why === 'seen' ? undefined : { kind: 'mail_failed', why: outcome.why, at, by }
}
