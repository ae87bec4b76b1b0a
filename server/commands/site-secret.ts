/** `kefu site secret`: with what the site's backend signs who its users are. */

import { tokenSecretOf } from '../people/identity-token.ts'
import { retireSecrets, rotateSecret } from '../people/signed-identity.ts'
import { print, siteWithKey, withDatabase, type Command } from './command.ts'

export const siteSecretCommand: Command = {
  usage: 'site secret SITE_KEY [--rotate] [--retire]',
  summary: 'print the secrets that sign user ids; make a new one beside the present one, or let only the newest count',
  options: { rotate: { type: 'boolean' }, retire: { type: 'boolean' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const site = await siteWithKey(database, given.positionals[0])
      const tenant = database.forTenant(site.tenantId)
      if (given.has('rotate') || (await tenant.identitySecrets(site.id)).length === 0) await rotateSecret(tenant, site.id)
      if (given.has('retire')) await retireSecrets(tenant, site.id)
      const [newest = '', ...older] = await tenant.identitySecrets(site.id)
      print(`The secrets of site “${site.name}”. They belong on your backend and into no page.\n\n${bothOf(newest)}`)
      for (const secret of older) print(`Those before count too, until kefu site secret ${site.key} --retire:\n\n${bothOf(secret)}`)
      if (site.policy.identity !== 'enforced') print(`The site does not enforce it yet: kefu site update ${site.key} --identity enforced`)
    }),
}

const bothOf = (secret: string): string => `  for tokens  ${tokenSecretOf(secret)}\n  for hashes  ${secret}\n`
