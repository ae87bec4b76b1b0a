/** What people at the desk write: messages in the log, which are the customer's to read, and notes beside it, which are not. */

import { sql, type Kysely } from 'kysely'
import type { Note } from '../../../shared/desk.ts'
import type { Message } from '../../../shared/protocol.ts'
import type { NewAgentMessage, NewNote } from '../../ports/desk.ts'
import type { AcceptedMessage } from '../../ports/turns.ts'
import { notBefore, recall, searchTextOf } from './log.ts'
import type { Schema } from './schema.ts'
import type { NoteTable } from './schema/desk.ts'
import { noteAnswer } from './ticket-moves.ts'
import { keepHits } from './word-hits.ts'

type Db = Kysely<Schema>

/** Only while this person has the floor; what is there already is told again in any case. */
export async function acceptFromAgent(db: Db, tenantId: string, said: NewAgentMessage): Promise<AcceptedMessage | undefined> {
  const { conversationId, cid, person, hits = [] } = said
  const known = await recall(db, tenantId, { conversationId, cid })
  if (known) return known
  const placed = await db
    .updateTable('conversations')
    .set({ top: sql<number>`top + 1`, last_at: notBefore(said.at), revision: sql<number>`revision + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('floor_state', '=', 'agent')
    .where('floor_person', '=', person.id)
    .returning(['top', 'last_at', 'epoch'])
    .executeTakeFirst()
  if (!placed) return undefined
  const { top: seq, last_at: at, epoch } = placed
  // Without the cid: that is between the desk and us, and `deskEntries` adds it.
  const body: Message = {
    id: said.id,
    author: { kind: 'agent', name: person.name },
    text: said.text,
    at,
    suggestions: [],
    attachments: [],
  }
  await db
    .insertInto('entries')
    .values({
      tenant_id: tenantId,
      conversation_id: conversationId,
      seq,
      kind: 'message',
      cid,
      original_hash: said.originalHash,
      answer_id: said.id,
      body: JSON.stringify(body),
      search_text: searchTextOf(body),
    })
    .execute()
  await keepHits(db, tenantId, { conversationId, messageId: said.id, hits, at })
  await noteAnswer(db, tenantId, { conversationId, epoch, seq, at, mailAt: said.mailAt })
  return { id: said.id, cid, seq, epoch, at, text: said.text, originalHash: said.originalHash }
}

/** `undefined` when there is no such conversation, or its fence is another one. A `cid` that is there already changes nothing. */
export async function addNote(db: Db, tenantId: string, note: NewNote): Promise<Note | undefined> {
  const { conversationId, id, cid, person, text, at, fence } = note
  // Updating the row first makes two writers of one conversation take turns.
  const conversation = await db
    .updateTable('conversations')
    .set({ id: conversationId })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .$if(fence !== undefined, (row) => row.where('fence', '=', fence ?? 0))
    .returning('top')
    .executeTakeFirst()
  if (!conversation) return undefined
  const known = await notesIn(db, tenantId, conversationId).where('cid', '=', cid).executeTakeFirst()
  if (known) return noteOf(known)
  const last = await notesIn(db, tenantId, conversationId).orderBy('number', 'desc').limit(1).executeTakeFirst()
  const row: NoteRow = {
    number: (last?.number ?? 0) + 1,
    id,
    cid,
    after_seq: conversation.top,
    person_id: person.id,
    person_name: person.name,
    text,
    at,
  }
  await db
    .insertInto('notes')
    .values({ tenant_id: tenantId, conversation_id: conversationId, ...row })
    .execute()
  return noteOf(row)
}

/** In the order of their numbers. */
export async function notes(db: Db, tenantId: string, conversationId: string): Promise<Note[]> {
  return (await notesIn(db, tenantId, conversationId).orderBy('number').execute()).map(noteOf)
}

export type NoteRow = Omit<NoteTable, 'tenant_id' | 'conversation_id'>

export const notesIn = (db: Db, tenantId: string, conversationId: string) =>
  db
    .selectFrom('notes')
    .select(['number', 'id', 'cid', 'after_seq', 'person_id', 'person_name', 'text', 'at'])
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)

export const noteOf = (row: NoteRow): Note => ({
  id: row.id,
  cid: row.cid,
  number: row.number,
  after: row.after_seq,
  person: { id: row.person_id, name: row.person_name },
  text: row.text,
  at: row.at,
})
