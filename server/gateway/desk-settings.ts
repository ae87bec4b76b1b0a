/** What the tenant decides for all its sites: who takes whom, targets of tickets, how long is kept what was said. */

import type { DeskSettings } from '../../shared/desk-settings.ts'
import type { People } from '../people/people.ts'
import { changeSettings, shownSettings } from '../settings.ts'
import type { DeskOperation } from './desk-operation.ts'
import { changesOf, settingsChanges } from './settings-schemas.ts'

export function settingsOperations({ people: { audit } }: { people: Pick<People, 'audit'> }): DeskOperation[] {
  return [
    {
      method: 'get',
      path: '/settings',
      least: 'admin',
      status: 200,
      carryOut: async ({ tenant }) => ({ settings: shownSettings(await tenant.settings()) }),
    },
    {
      method: 'patch',
      path: '/settings',
      least: 'admin',
      body: settingsChanges,
      status: 200,
      async carryOut({ tenant, present, body }) {
        const before = told(shownSettings(await tenant.settings()))
        const settings = await changeSettings(tenant, changesOf(body))
        const changed = Object.entries(told(settings)).filter(([name, value]) => value !== before[name])
        if (changed.length > 0) await audit(present, 'tenant.settings-changed', { detail: Object.fromEntries(changed) })
        return { settings }
      },
    },
  ]
}

/** One line for each thing that can be set; a target as its two times. */
function told({ targets, ...others }: DeskSettings): Record<string, string> {
  const times = Object.entries(targets).map(([priority, { firstResponseMinutes, solutionMinutes }]) => [
    priority,
    `${firstResponseMinutes} min, ${solutionMinutes} min`,
  ])
  const plain = Object.entries(others).map(([name, value]) => [name, String(value ?? 'none')])
  return Object.fromEntries([...plain, ...times]) as Record<string, string>
}
