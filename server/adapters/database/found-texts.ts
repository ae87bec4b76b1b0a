/** A search over messages: its pattern, and what of a conversation it has found. */

import { sql, type ExpressionBuilder, type Kysely, type RawBuilder } from 'kysely'
import type { FoundText } from '../../../shared/desk.ts'
import type { Message } from '../../../shared/protocol.ts'
import { wholeCharacters } from '../../../shared/text.ts'
import type { Schema } from './schema.ts'

/** In UTF-16 units: shown before what was sought, and in all. */
const [BEFORE, IN_ALL] = [12, 160]

/** Nothing in `search` is a pattern of its own. */
export function hasText(search: string): RawBuilder<boolean> {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return sql<boolean>`entries.search_text like ${pattern} escape '\\'`
}

export type FoundQuery = { conversationIds: readonly string[]; search: string }

/** Of each of these conversations the newest message that has it, as far as a row has room, by the conversation's id. */
export async function foundTexts(db: Kysely<Schema>, tenantId: string, query: FoundQuery): Promise<Record<string, FoundText>> {
  const { conversationIds, search } = query
  if (conversationIds.length === 0) return {}
  const newest = <Column extends 'body' | 'seq'>({ selectFrom }: ExpressionBuilder<Schema, 'conversations'>, column: Column) =>
    selectFrom('entries')
      .select(`entries.${column} as ${column}`)
      .whereRef('entries.tenant_id', '=', 'conversations.tenant_id')
      .whereRef('entries.conversation_id', '=', 'conversations.id')
      .where(hasText(search))
      .orderBy('entries.seq', 'desc')
      .limit(1)
  const rows = await db
    .selectFrom('conversations')
    .select((builder) => ['conversations.id', newest(builder, 'body').as('body'), newest(builder, 'seq').as('seq')])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', conversationIds)
    .execute()
  return Object.fromEntries(
    rows.flatMap(({ id, seq, body }) => {
      if (body === null || seq === null) return []
      const { author, text } = JSON.parse(body) as Message
      return [[id, { seq, author: author.kind, text: around(text, search) }] as const]
    }),
  )
}

function around(text: string, search: string): string {
  const at = text.toLowerCase().indexOf(search.toLowerCase())
  const near = at <= BEFORE ? 0 : wholeCharacters(text, at - BEFORE)
  // From a whole word on, where words have spaces between them.
  const space = near > 0 ? text.indexOf(' ', near) + 1 : 0
  const from = space > 0 && space <= at ? space : near
  const rest = text.slice(from)
  const end = Math.min(rest.length, IN_ALL)
  return `${from > 0 ? '…' : ''}${rest.slice(0, wholeCharacters(rest, end))}`
}
