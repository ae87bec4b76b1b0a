/** What a tenant decides about its desk. */

/** Who takes a customer who waits: whoever does it first; in turn; or whoever has the fewest. */
export const ASSIGNMENTS = ['by_hand', 'round_robin', 'least_busy'] as const

export type DeskRules = {
  assignment: (typeof ASSIGNMENTS)[number]
  /** So long may the desk of an agent be away before the customers go back into the queue. */
  goneAfterSeconds: number
}

const USUAL: DeskRules = { assignment: 'by_hand', goneAfterSeconds: 60 }

export const deskRules = (own: Partial<DeskRules> = {}): DeskRules => ({ ...USUAL, ...own })
