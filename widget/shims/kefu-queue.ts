/** What the shims stand on: the page's queue of commands, which works before and after the widget is there. */

import type { Command, HostEvents } from '../public-api.ts'

/** The page, as far as a shim needs it; tests bring a small one. */
export type ShimPage = {
  Kefu?: unknown
  dispatchEvent?(event: Event): boolean
} & Record<string, unknown>

export const say = (page: ShimPage, ...commands: Command[]): void => {
  const queue = (page.Kefu ??= []) as { push(command: Command): void }
  for (const command of commands) queue.push(command)
}

export const hear = <E extends keyof HostEvents>(page: ShimPage, event: E, handler: (detail: HostEvents[E]) => void): void =>
  say(page, ['on', event, handler] as Command)

/** Once for each name: a page may say it on every view. */
export function createMissing(vendor: string): (name: unknown) => void {
  const told = new Set<unknown>()
  return (name) => {
    if (!told.has(name)) console.warn(`Kefu: “${String(name)}” of ${vendor} has no counterpart here and does nothing`)
    told.add(name)
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What can be an attribute: everything that is a value and no structure. */
export const plainValues = (values: Record<string, unknown>): Record<string, string | number | boolean> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  )
