/** `kefu key create`: an API key for a tenant's backend. The secret is shown once; only its hash is kept. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import { SCOPES } from '../gateway/api-operation.ts'
import { OperatorFault } from '../operator-fault.ts'
import { sha256 } from '../sha256.ts'
import { print, required, tenantFor, withDatabase, type Command } from './command.ts'

export const keyCreateCommand: Command = {
  usage: `key create --name NAME --scope ${SCOPES.join(' --scope ')} [--tenant ID]`,
  summary: 'make an API key and print it once',
  options: { name: { type: 'string' }, scope: { type: 'string', multiple: true }, tenant: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const name = required(given, 'name', 'backend')
      const scopes = given.texts('scope').flatMap((scope) => scope.split(','))
      if (scopes.length === 0) throw new OperatorFault(`--scope is missing; there are: ${SCOPES.join(', ')}`)
      const unknown = scopes.find((scope) => !SCOPES.some((known) => known === scope))
      if (unknown !== undefined) throw new OperatorFault(`There is no scope “${unknown}”; there are: ${SCOPES.join(', ')}`)
      const tenant = await tenantFor(database, given.text('tenant'))
      const secret = `kefu_${randomBytes(24).toString('base64url')}`
      const createdAt = Date.now()
      await database.forTenant(tenant.id).createApiKey({
        id: uuidv7(createdAt, randomBytes(16)),
        name,
        scopes: [...new Set(scopes)],
        secretHash: sha256(secret),
        createdAt,
      })
      print(`API key “${name}” of tenant ${tenant.id}, for ${scopes.join(', ')}. It is shown only now:\n\n  ${secret}\n`)
    }),
}
