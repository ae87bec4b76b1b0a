/** `kefu tenant create` and `kefu tenant list`: those who share this server, and see nothing of each other. */

import { OperatorFault } from '../operator-fault.ts'
import { createLinks } from '../people/welcome.ts'
import { Duplicate } from '../ports/database.ts'
import { counted, print, required, withDatabase, type Command, type Given } from './command.ts'
import { publicUrlOf } from './site.ts'

/** It is typed in commands, and stands in keys. */
const ID = /^[a-z0-9][a-z0-9-]{0,31}$/

function idFrom(given: Given): string {
  const id = required(given, 'id', 'acme')
  if (ID.test(id)) return id
  throw new OperatorFault(`“${id}” is no id of a tenant: up to 32 of a–z, 0–9 and -, and no - at the beginning.`)
}

export const tenantCreateCommand: Command = {
  usage: 'tenant create --id ID --name NAME',
  summary: 'add a tenant, with sites, people, words and spending of its own, and print a one-time link for its first owner',
  options: { id: { type: 'string' }, name: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const tenant = { id: idFrom(given), name: required(given, 'name', '"My company"') }
      await database.createTenant(tenant).catch((error: unknown) => {
        if (error instanceof Duplicate) throw new OperatorFault(`There is a tenant ${tenant.id} already.`, { cause: error })
        throw error
      })
      const url = await createLinks({ database, publicUrl: () => publicUrlOf(config), now: Date.now }).owner(tenant.id)
      print(
        `Tenant “${tenant.name}” is there. Its first site:\n\n  kefu site create --tenant ${tenant.id} --name NAME --origin https://shop.example\n\n` +
          `Who opens this link becomes the owner of its desk. It works once, for 7 days:\n\n  ${url}\n`,
      )
    }),
}

export const tenantListCommand: Command = {
  usage: 'tenant list',
  summary: 'print every tenant, with how many sites it has and how many people at its desk',
  run: (_given, config) =>
    withDatabase(config, async (database) => {
      const tenants = await database.tenants()
      for (const { id, name } of tenants) {
        const tenant = database.forTenant(id)
        const [sites, people] = await Promise.all([tenant.sites(), tenant.people()])
        const desk =
          people.length === 0
            ? `nobody at the desk (kefu desk link --tenant ${id})`
            : `${counted(people.length, 'person', 'people')} at the desk`
        print(`${id}: ${name}, ${counted(sites.length, 'site')}, ${desk}`)
      }
      if (tenants.length === 0) print('There is no tenant yet; kefu site create makes the first one by itself.')
    }),
}
