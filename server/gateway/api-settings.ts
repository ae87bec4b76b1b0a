/** A tenant's settings over the API. */

import * as z from 'zod'
import type { Database } from '../ports/database.ts'
import { changeSettings, shownSettings } from '../settings.ts'
import type { Operation } from './api-operation.ts'
import { changesOf, settings, settingsChanges } from './settings-schemas.ts'

const answer = z.object({ settings })
const params = z.object({})

export function apiSettingsOperations({ database }: { database: Pick<Database, 'forTenant'> }): Operation[] {
  return [
    {
      method: 'get',
      path: '/settings',
      scope: 'settings:read',
      summary: 'Read what holds for all sites',
      params,
      status: 200,
      answer,
      errors: [],
      carryOut: async ({ key }) => ({ settings: shownSettings(await database.forTenant(key.tenantId).settings()) }),
    },
    {
      method: 'patch',
      path: '/settings',
      scope: 'settings:write',
      summary: 'Change what holds for all sites; what is not named stays',
      params,
      body: settingsChanges,
      status: 200,
      answer,
      errors: [],
      carryOut: async ({ key, body }) => ({ settings: await changeSettings(database.forTenant(key.tenantId), changesOf(body)) }),
    },
  ]
}
