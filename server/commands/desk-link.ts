/** `kefu desk link`: a one-time link to the desk, for the first owner or for somebody who has lost their password. */

import type { Config } from '../config.ts'
import { OperatorFault } from '../operator-fault.ts'
import { emailKey } from '../people/email.ts'
import { createLinks } from '../people/welcome.ts'
import type { Database } from '../ports/database.ts'
import { print, tenantFor, withDatabase, type Command } from './command.ts'
import { publicUrlOf } from './site.ts'

/** What a start prints while a tenant has nobody at the desk; nothing otherwise. Links printed before do not work any more. */
export async function ownerLinks(database: Database, publicUrl: string): Promise<string> {
  if ((await database.tenants()).length === 0) await tenantFor(database, undefined)
  const links = createLinks({ database, publicUrl: () => publicUrl, now: Date.now })
  const lines: string[] = []
  for (const { id, name } of await database.tenants()) {
    const url = await links.owner(id)
    if (url !== undefined)
      lines.push(
        `Nobody has the desk of “${name}” yet. Who opens this link becomes its owner; it works once, for 7 days:`,
        '',
        `  ${url}`,
        '',
      )
  }
  return lines.join('\n')
}

export const deskLinkCommand: Command = {
  usage: 'desk link [--person EMAIL] [--tenant ID]',
  summary: 'print a one-time link: for the first owner, or for a person who has lost the password',
  options: { person: { type: 'string' }, tenant: { type: 'string' } },
  run: (given, config: Config) =>
    withDatabase(config, async (database) => {
      const tenant = await tenantFor(database, given.text('tenant'))
      const links = createLinks({ database, publicUrl: () => publicUrlOf(config), now: Date.now })
      const people = await database.forTenant(tenant.id).people()
      const email = given.text('person')
      if (email === undefined) {
        const url = await links.owner(tenant.id)
        if (url === undefined)
          throw new OperatorFault(
            `The desk has an owner already. Others are invited there; for a lost password: kefu desk link --person ${people[0]?.email ?? 'EMAIL'}`,
          )
        return print(`Who opens this link becomes the owner of “${tenant.name}”. It works once, for 7 days:\n\n  ${url}\n`)
      }
      const person = people.find((candidate) => emailKey(candidate.email) === emailKey(email))
      if (!person)
        throw new OperatorFault(
          `Nobody at the desk has the address “${email}”. There is: ${people.map((one) => one.email).join(', ') || 'nobody yet'}.`,
        )
      const { url } = await links.password(tenant.id, person)
      print(`With this link ${person.name} sets a new password. It works once, for 24 hours; all sessions end then:\n\n  ${url}\n`)
    }),
}
