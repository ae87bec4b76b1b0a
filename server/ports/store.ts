/** The port to what nodes share and may lose. */

import type { FromServer } from '../../shared/protocol.ts'
import type { DeskHint } from '../../shared/desk-protocol.ts'
import type { LogEntry } from './conversations.ts'

/** Short-lived and shared. All of it may be lost at any moment and is rebuilt. */
export type Store = {
  forTenant(tenantId: string): TenantStore
  close(): Promise<void>
}

/** A bucket holds at most `burst` tokens and gains `perSecond`. */
export type Bucket = { key: string; perSecond: number; burst: number }

/** "Something was appended to this log, or rated in it." Only a hint: who misses it finds the entries by reading. */
export type Hint = {
  /** A conversation's id, `desk`, `visitor:` and a visitor's, or `words:` and a site's: its word lists have changed. */
  topic: string
  entries: LogEntry[]
  rated?: FromServer['answer-rated']
  /** Nothing was appended. */
  typing?: FromServer['typing-changed']
  /** For those at the desk: exactly one of them. */
  desk?: DeskHint
}

/** Somebody in a room of the tenant: the team, or those who look at one conversation. */
export type Present = { member: string; state: string }

/** `seq`: the last entry of the log that it has read. */
export type KeptSession = { seq: number; bytes: Uint8Array }

/** At most `limit` may be spent under the key, in whole millionths of the currency or in tokens: the store only counts. */
export type Budget = { key: string; limit: number }

/** `spent` by key, with this reservation. `full`: this budget has no room. */
export type Reservation =
  | { state: 'reserved'; spent: Record<string, number> }
  | { state: 'full'; key: string }
  | { state: 'unknown'; keys: string[] }

export type TenantStore = {
  /** Takes one token from every bucket, or from none; then `waitMs` tells when to come back and `key` which was empty. */
  takeTokens(buckets: Bucket[]): Promise<{ taken: true } | { taken: false; key: string; waitMs: number }>
  keepAnswer(key: string, text: string, ttlMs: number): Promise<void>
  keptAnswer(key: string): Promise<string | undefined>
  /** Session context, encoded. What is kept under an id is never replaced by one that has read less. */
  session(conversationId: string): Promise<KeptSession | undefined>
  /**
   * Keeps it when what is kept now has this `seq` as `basedOn` (absent: nothing is kept). False when another node was quicker, or the store is away: then
   * nothing was changed that a reader could take for newer than it is.
   */
  keepSession(conversationId: string, session: KeptSession & { basedOn?: number | undefined; ttlMs: number }): Promise<boolean>
  forgetSession(conversationId: string): Promise<void>
  /** Takes a lease, or prolongs one's own. False while another holder has it. It saves work and protects nothing. */
  takeLease(lease: { key: string; holder: string; ttlMs: number }): Promise<boolean>
  returnLease(lease: { key: string; holder: string }): Promise<void>
  /**
   * Reserves an amount against every budget, or against none. Rejects when the store is away: then nothing may be spent. A budget whose amount is not known
   * here is `unknown` and has to be seeded from the settled usage first. What was reserved and never settled stays spent.
   */
  reserve(amount: number, budgets: Budget[]): Promise<Reservation>
  /** The real amount instead of the reserved one. */
  settle(settlement: { keys: string[]; reserved: number; spent: number }): Promise<void>
  /** What a budget starts with when nothing is known of it; changes nothing otherwise. Forgotten `ttlMs` after the last use. */
  seedBudget(budget: { key: string; spent: number; ttlMs: number }): Promise<void>
  publish(hint: Hint): Promise<void>
  /** Is in the room for so long, unless it is said again or left. */
  keepPresence(presence: Present & { room: string; ttlMs: number }): Promise<void>
  leavePresence(presence: { room: string; member: string }): Promise<void>
  /** Who is in the room now, in no order. Nobody, when the store is away. */
  presences(room: string): Promise<Present[]>
  /** Calls back on every hint of the topic, or with `*` on every hint of the tenant, until the returned function is called. */
  subscribe(topic: string, heard: (hint: Hint) => void): () => void
}
