/**
 * Brings the tables to what this version needs. Migrations are listed in code, so that they travel in the build; their names
 * sort in the order in which they apply and are never changed once released.
 *
 * The caller holds a transaction around it: all that is missing is applied, or nothing.
 */

import { Migrator, type Kysely, type Migration } from 'kysely'
import type { Schema } from '../schema.ts'
import * as firstConversation from './001-first-conversation.ts'
import * as ratingsAndDescriptions from './002-ratings-and-descriptions.ts'
import * as wordLists from './003-word-lists.ts'
import * as spend from './004-spend.ts'
import * as people from './005-people.ts'
import * as desk from './006-desk.ts'
import * as tickets from './007-tickets.ts'
import * as questions from './008-questions.ts'
import * as documents from './009-documents.ts'
import * as askedQuestions from './011-asked-questions.ts'
import * as readMarks from './012-read-marks.ts'
import * as questionPlaces from './013-question-places.ts'

export const MIGRATIONS: Record<string, Migration> = {
  '001-first-conversation': firstConversation,
  '002-ratings-and-descriptions': ratingsAndDescriptions,
  '003-word-lists': wordLists,
  '004-spend': spend,
  '005-people': people,
  '006-desk': desk,
  '007-tickets': tickets,
  '008-questions': questions,
  '009-documents': documents,
  '011-asked-questions': askedQuestions,
  '012-read-marks': readMarks,
  '013-question-places': questionPlaces,
}

/** Answers the names of what it applied, in order. */
export const migrate = (db: Kysely<Schema>): Promise<string[]> => migrateThrough(db, Object.keys(MIGRATIONS))

/** Knows only these migrations, as an earlier version did. */
export async function migrateThrough(db: Kysely<Schema>, names: readonly string[]): Promise<string[]> {
  const known = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => names.includes(name)))
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error(`The database could not be brought up to date: ${reasonOf(error)}`, { cause: error })
  return results.map((result) => result.migrationName)
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return reason.startsWith('corrupted migrations')
    ? 'it was written by a newer version of Kefu, or by none. Run that version, or restore a backup.'
    : reason
}
