/**
 * The port to durable things. It is put together from its parts, one file beside this for each: a part's nouns, what is asked over all tenants
 * (`…Directory`) and what of one tenant (`…Database`). Methods are named after what the server needs, never after SQL. Every adapter passes the contract
 * suite (`../adapters/database.contract.ts`).
 *
 * A tenant's data is reached only through a handle made by `forTenant`: no call can forget the tenant.
 */

import type { ConversationsDatabase } from './conversations.ts'
import type { DeskDatabase, DeskDirectory } from './desk.ts'
import type { DocumentsDatabase } from './documents.ts'
import type { PeopleDatabase, PeopleDirectory } from './people.ts'
import type { QuestionsDatabase } from './questions.ts'
import type { SitesDatabase, SitesDirectory } from './sites.ts'
import type { SpendDatabase, SpendDirectory } from './spend.ts'
import type { TenantsDatabase, TenantsDirectory } from './tenants.ts'
import type { TicketsDatabase, TicketsDirectory } from './tickets.ts'
import type { TurnsDatabase, TurnsDirectory } from './turns.ts'
import type { VisitorsDatabase } from './visitors.ts'
import type { WordListsDatabase } from './word-lists.ts'

/** Durable. A promise that resolved has survived a power cut. */
export type Database = TenantsDirectory &
  SitesDirectory &
  TurnsDirectory &
  DeskDirectory &
  TicketsDirectory &
  PeopleDirectory &
  SpendDirectory & {
    forTenant(tenantId: string): TenantDatabase
    /** Applies what is missing, in order; answers the names of what it applied. Safe to call at every start. */
    migrate(): Promise<string[]>
    /** Resolves when a write would succeed now; rejects with the reason otherwise. */
    check(): Promise<void>
    /** Rejects with a sentence for the operator when another process already serves this database and must not be joined. */
    claimProcess(): Promise<void>
    /**
     * Resolves when what was erased before has left the database's files too, as far as others who read them let it. It leaves them also when nobody asks.
     * Rejects when the disk does not let it, or when the database is closed first; then it is tried again, after a start too.
     */
    scrubbed(): Promise<void>
    close(): Promise<void>
  }

export type TenantDatabase = TenantsDatabase &
  SitesDatabase &
  VisitorsDatabase &
  ConversationsDatabase &
  TurnsDatabase &
  DeskDatabase &
  TicketsDatabase &
  QuestionsDatabase &
  DocumentsDatabase &
  WordListsDatabase &
  SpendDatabase &
  PeopleDatabase

/** A unique value that is already taken. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate'
}
