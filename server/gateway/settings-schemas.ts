/** The form of a tenant's settings in requests and answers, for the desk and the API alike. */

import * as z from 'zod'
import { ASSIGNMENTS, SETTING_RANGES, type DeskSettingsChanges } from '../../shared/desk-settings.ts'
import { TICKET_PRIORITIES } from '../../shared/tickets.ts'

const within = ([least, most]: readonly [number, number]) => z.int().min(least).max(most)

const minutes = within(SETTING_RANGES.targetMinutes)
const targets = z.strictObject({ firstResponseMinutes: minutes, solutionMinutes: minutes })
const fields = {
  assignment: z
    .enum(ASSIGNMENTS)
    .describe('Who is offered a customer who waits: nobody in particular, each in turn, or who has the fewest.'),
  goneAfterSeconds: within(SETTING_RANGES.goneAfterSeconds).describe(
    'An agent’s desk may be away so long before the customers go back into the queue.',
  ),
  reopenDays: within(SETTING_RANGES.reopenDays).describe('A hand-over so soon after its ticket was solved opens that one again.'),
  retentionDays: within(SETTING_RANGES.retentionDays)
    .nullable()
    .describe('Conversations are deleted so long after their last entry. null: never.'),
}

export const settings = z.object({ ...fields, targets: z.record(z.enum(TICKET_PRIORITIES), targets) }).meta({ id: 'Settings' })

export const settingsChanges = z
  .strictObject({ ...fields, targets: z.partialRecord(z.enum(TICKET_PRIORITIES), targets) })
  .partial()
  .meta({ id: 'SettingsChanges' })

/** As `settingsChanges` read it. */
export const changesOf = (body: unknown): DeskSettingsChanges => body as DeskSettingsChanges
