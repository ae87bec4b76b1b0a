/** `kefu site create` and `kefu site list`: the websites that may carry the bubble, and the snippet for each. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import type { Config } from '../config.ts'
import { normaliseOrigin } from '../gateway/origin.ts'
import type { Site, SitePolicy } from '../ports.ts'
import { OperatorFault } from '../operator-fault.ts'
import { print, required, tenantFor, withDatabase, type Command } from './command.ts'

export const DEFAULT_POLICY: SitePolicy = {
  assistantName: 'Assistant',
  greeting: { en: 'Hello! How can I help?', zh: '您好！有什么可以帮您？' },
  facts: '',
  contact: '',
  color: '#1f5fd6',
  maskedWords: [],
}

export const publicUrlOf = (config: Config): string => (config.PUBLIC_URL === '' ? `http://localhost:${config.PORT}` : config.PUBLIC_URL)

export const snippetOf = (site: Pick<Site, 'key'>, publicUrl: string): string =>
  `<script async src="${publicUrl}/kefu.js?site=${site.key}"></script>`

export const siteCreateCommand: Command = {
  usage:
    'site create --name NAME --origin https://shop.example [--origin …] [--assistant NAME] [--contact ADDRESS] [--color #rrggbb] [--tenant ID]',
  summary: 'add a website and print its snippet',
  options: {
    name: { type: 'string' },
    origin: { type: 'string', multiple: true },
    assistant: { type: 'string' },
    contact: { type: 'string' },
    color: { type: 'string' },
    tenant: { type: 'string' },
  },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const name = required(given, 'name', '"My shop"')
      required(given, 'origin', 'https://shop.example')
      const origins = given.texts('origin').map((origin) => {
        const normalised = normaliseOrigin(origin)
        if (normalised === undefined)
          throw new OperatorFault(`“${origin}” is no web origin. It looks like https://shop.example, without a path.`)
        return normalised
      })
      const color = given.text('color') ?? DEFAULT_POLICY.color
      if (!/^#[0-9a-f]{6}$/i.test(color)) throw new OperatorFault(`“${color}” is no colour. It looks like ${DEFAULT_POLICY.color}.`)
      const tenant = await tenantFor(database, given.text('tenant'))
      const site = {
        id: uuidv7(Date.now(), randomBytes(16)),
        key: randomBytes(9).toString('base64url'),
        name,
        origins: [...new Set(origins)],
        policy: { ...DEFAULT_POLICY, assistantName: given.text('assistant') ?? name, contact: given.text('contact') ?? '', color },
      }
      await database.forTenant(tenant.id).createSite(site)
      print(`Site “${name}” is there. Paste this into its pages:\n\n  ${snippetOf(site, publicUrlOf(config))}\n`)
    }),
}

export const siteListCommand: Command = {
  usage: 'site list',
  summary: 'print every website with its snippet',
  run: (_given, config) =>
    withDatabase(config, async (database) => {
      for (const tenant of await database.tenants()) {
        for (const site of await database.forTenant(tenant.id).sites()) {
          print(`${site.name} (tenant ${tenant.id}; ${site.origins.join(', ')})\n  ${snippetOf(site, publicUrlOf(config))}`)
        }
      }
    }),
}
