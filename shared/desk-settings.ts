/** What a tenant decides for all its sites, as its admins see and change it. */

import type { TicketPriority } from './tickets.ts'

/** Who takes a customer who waits: whoever does it first; in turn; or whoever has the fewest. */
export const ASSIGNMENTS = ['by_hand', 'round_robin', 'least_busy'] as const
export type Assignment = (typeof ASSIGNMENTS)[number]

/** By the clock on the wall, nights and holidays included. */
export type Targets = { firstResponseMinutes: number; solutionMinutes: number }

export type DeskSettings = {
  assignment: Assignment
  /** So long may the desk of an agent be away before the customers go back into the queue. */
  goneAfterSeconds: number
  targets: Record<TicketPriority, Targets>
  /** A hand-over so many days after its ticket was solved opens that one again, instead of a second. 0: never. */
  reopenDays: number
  /** Conversations are deleted so many days after their last entry; `null` keeps everything. */
  retentionDays: number | null
}

/** Of the targets those that are named change, each as a whole. */
export type DeskSettingsChanges = Partial<Omit<DeskSettings, 'targets'> & { targets: Partial<DeskSettings['targets']> }>

/** Least and most. An absence of a few seconds is a page that is loaded anew. */
export const SETTING_RANGES = {
  goneAfterSeconds: [10, 86_400],
  targetMinutes: [1, 525_600],
  reopenDays: [0, 365],
  retentionDays: [1, 36_500],
} as const
