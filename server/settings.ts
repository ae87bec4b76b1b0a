/** What a tenant decided, beside what holds where it decided nothing; for the desk and the API alike. */

import type { DeskSettings, DeskSettingsChanges } from '../shared/desk-settings.ts'
import { deskRules } from './desk/rules.ts'
import type { TenantDatabase } from './ports/database.ts'
import type { TenantSettings } from './ports/tenants.ts'
import { reopenDaysOf, targetsOf } from './tickets/rules.ts'

export const shownSettings = ({ desk, tickets, retentionDays }: TenantSettings): DeskSettings => ({
  ...deskRules(desk),
  targets: targetsOf(tickets),
  reopenDays: reopenDaysOf(tickets),
  retentionDays: retentionDays ?? null,
})

export async function changeSettings(tenant: TenantDatabase, changes: DeskSettingsChanges): Promise<DeskSettings> {
  const { retentionDays: kept, ...others } = await tenant.settings()
  const { assignment, goneAfterSeconds, targets, reopenDays, retentionDays = kept ?? null } = changes
  const desk = { ...others.desk, ...given({ assignment, goneAfterSeconds }) }
  const tickets = { ...others.tickets, ...given({ reopenDays, targets: targets && { ...others.tickets?.targets, ...given(targets) } }) }
  const settings: TenantSettings = {
    ...others,
    ...(Object.keys(desk).length > 0 && { desk }),
    ...(Object.keys(tickets).length > 0 && { tickets }),
    ...(retentionDays !== null && { retentionDays }),
  }
  await tenant.updateSettings(settings)
  return shownSettings(settings)
}

type Given<Said> = { [Name in keyof Said]?: Exclude<Said[Name], undefined> }

/** Without what stands as `undefined`. */
const given = <Said extends object>(said: Said): Given<Said> =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Given<Said>
