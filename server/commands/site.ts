/** `kefu site create` and `kefu site list`: the websites that may carry the bubble, and the snippet for each. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import { languageFrom, LANGUAGES, type Language } from '../../shared/language.ts'
import type { Config } from '../config.ts'
import { readHours, type OpeningHours } from '../desk/hours.ts'
import { faultOfPhrases, PHRASE_MEANINGS } from '../intent/phrases.ts'
import { originFrom } from '../gateway/origin.ts'
import { SHARED, type Phrases, type Shared, type Site, type SitePolicy } from '../ports/sites.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { addStartingLists } from '../word-lists/add-starting-lists.ts'
import { OperatorFault } from '../operator-fault.ts'
import { line, print, readText, required, siteWithKey, tenantFor, withDatabase, type Command, type Given } from './command.ts'

export const publicUrlOf = (config: Config): string => (config.PUBLIC_URL === '' ? `http://localhost:${config.PORT}` : config.PUBLIC_URL)

export const snippetOf = (site: Pick<Site, 'key'>, publicUrl: string): string =>
  `<script async src="${publicUrl}/kefu.js?site=${site.key}"></script>`

const LOOK = {
  assistant: { type: 'string' },
  contact: { type: 'string' },
  color: { type: 'string' },
  position: { type: 'string' },
  locale: { type: 'string' },
  facts: { type: 'string' },
  share: { type: 'string' },
  hours: { type: 'string' },
  providers: { type: 'string' },
  identity: { type: 'string' },
  'person-phrase': { type: 'string', multiple: true },
  'complaint-phrase': { type: 'string', multiple: true },
  ...Object.fromEntries(LANGUAGES.map((language) => [`greeting-${language}`, { type: 'string' } as const])),
} as const

const LOOK_USAGE =
  '[--assistant NAME] [--contact ADDRESS] [--color #rrggbb] [--position left|right] [--locale TAG|auto] [--facts FILE] [--share identity,attributes,page|nothing] ' +
  '[--providers NAME,NAME|all] [--identity enforced|open] ' +
  '[--person-phrase TEXT|none …] [--complaint-phrase TEXT|none …] ' +
  '[--hours "Europe/Berlin mon-fri 09:00-17:30"|always] ' +
  `[--greeting-en TEXT] (and ${LANGUAGES.slice(1).join(', ')})`

function positionFrom(text: string): 'left' | 'right' {
  if (text === 'left' || text === 'right') return text
  throw new OperatorFault(`“${text}” is no side of a page: left or right.`)
}

function localeFrom(text: string): string {
  try {
    return new Intl.Locale(text).toString()
  } catch (error) {
    throw new OperatorFault(`“${text}” is no language tag. It looks like en or pt-BR; auto follows the page and the browser.`, {
      cause: error,
    })
  }
}

function shareFrom(text: string): Shared[] {
  if (text === 'nothing') return []
  return text.split(',').map((word) => {
    const shared = SHARED.find((one) => one === word.trim())
    if (!shared) throw new OperatorFault(`“${word}” is nothing that can be shared with the model: ${SHARED.join(', ')}, or nothing.`)
    return shared
  })
}

function hoursFrom(text: string): OpeningHours {
  try {
    return readHours(text)
  } catch (error) {
    throw new OperatorFault(error instanceof Error ? error.message : 'The hours cannot be read.', { cause: error })
  }
}

function providersFrom(text: string, known: Config['providers']): string[] {
  const names = text.split(',').map((name) => name.trim())
  const strangers = names.filter((name) => !known.some((provider) => provider.name === name))
  if (strangers.length > 0) {
    const there = known.map(({ name }) => name).join(', ') || 'none yet'
    throw new OperatorFault(
      `There is no provider ${strangers.map((name) => `“${name}”`).join(', ')}. There is: ${there}; see PROVIDERS_FILE.`,
    )
  }
  return names
}

/** What is given takes the place of all that were there with that meaning. */
function phrasesFrom(given: Given): Phrases | undefined {
  const phrases: Phrases = {}
  for (const meaning of PHRASE_MEANINGS) {
    const texts = given.texts(`${meaning}-phrase`)
    if (texts.length > 0) phrases[meaning] = texts.length === 1 && texts[0] === 'none' ? [] : texts
  }
  const fault = faultOfPhrases(phrases)
  if (fault !== undefined) throw new OperatorFault(fault)
  return Object.keys(phrases).length > 0 ? phrases : undefined
}

/** What the options change of a policy. */
async function policyFrom(given: Given, before: SitePolicy, { providers: known }: Config): Promise<SitePolicy> {
  const color = given.text('color') ?? before.color
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new OperatorFault(`“${color}” is no colour. It looks like ${DEFAULT_POLICY.color}.`)
  const facts = given.text('facts')
  const policy: SitePolicy = {
    ...before,
    color,
    assistantName: given.text('assistant') === undefined ? before.assistantName : required(given, 'assistant', '"Ada from the shop"'),
    contact: line(given, 'contact') ?? before.contact,
    facts: facts === undefined ? before.facts : (await readText(facts)).trim(),
    greeting: { ...before.greeting },
  }
  const position = given.text('position')
  if (position !== undefined) policy.position = positionFrom(position)
  const share = given.text('share')
  if (share !== undefined) policy.share = [...new Set(shareFrom(share))]
  const identity = given.text('identity')
  if (identity === 'open') delete policy.identity
  else if (identity === 'enforced') policy.identity = identity
  else if (identity !== undefined) throw new OperatorFault(`“${identity}” says nothing of identity: enforced, or open. See docs/people.md.`)
  const phrases = phrasesFrom(given)
  if (phrases) policy.phrases = { ...before.phrases, ...phrases }
  const hours = given.text('hours')
  if (hours === 'always') delete policy.hours
  else if (hours !== undefined) policy.hours = hoursFrom(hours)
  const locale = given.text('locale')
  if (locale === 'auto') delete policy.locale
  else if (locale !== undefined) policy.locale = localeFrom(locale)
  const providers = given.text('providers')
  if (providers === 'all') delete policy.providers
  else if (providers !== undefined) policy.providers = providersFrom(providers, known)
  for (const language of LANGUAGES) {
    const greeting = given.text(`greeting-${language}`)
    if (greeting !== undefined) policy.greeting[language] = greeting
  }
  return policy
}

function originsFrom(given: Given): string[] {
  const origins = given.texts('origin').map((origin) => {
    const normalised = originFrom(origin)
    if (normalised === undefined)
      throw new OperatorFault(`“${origin}” is no web origin. It looks like https://shop.example, without a path.`)
    return normalised
  })
  return [...new Set(origins)]
}

/** The languages that the owner has named in any way; English where there is none. */
function languagesOf({ locale, greeting }: SitePolicy): Language[] {
  const named = [...(locale === undefined ? [] : [locale]), ...Object.keys(greeting)]
  return [...new Set((named.length === 0 ? ['en'] : named).map((tag) => languageFrom([tag])))]
}

export const siteCreateCommand: Command = {
  usage: `site create --name NAME --origin https://shop.example [--origin …] ${LOOK_USAGE} [--tenant ID]`,
  summary: 'add a website and print its snippet',
  options: { name: { type: 'string' }, origin: { type: 'string', multiple: true }, tenant: { type: 'string' }, ...LOOK },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const name = required(given, 'name', '"My shop"')
      required(given, 'origin', 'https://shop.example')
      const origins = originsFrom(given)
      const policy = await policyFrom(given, { ...DEFAULT_POLICY, assistantName: name }, config)
      const tenant = await tenantFor(database, given.text('tenant'))
      const site = { id: uuidv7(Date.now(), randomBytes(16)), key: randomBytes(8).toString('hex'), name, origins, policy }
      const handle = database.forTenant(tenant.id)
      await handle.createSite(site)
      await addStartingLists(handle, site.id, { languages: languagesOf(policy), at: Date.now() })
      print(`Site “${name}” is there. Paste this into its pages:\n\n  ${snippetOf(site, publicUrlOf(config))}\n`)
    }),
}

export const siteUpdateCommand: Command = {
  usage: `site update SITE_KEY [--name NAME] [--origin …] ${LOOK_USAGE}`,
  summary: 'change a website; --origin replaces all its origins. A running server follows within seconds',
  options: { name: { type: 'string' }, origin: { type: 'string', multiple: true }, ...LOOK },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const site = await siteWithKey(database, given.positionals[0])
      const origins = originsFrom(given)
      const changes = {
        name: given.text('name') === undefined ? site.name : required(given, 'name', '"My shop"'),
        origins: origins.length > 0 ? origins : site.origins,
        policy: await policyFrom(given, site.policy, config),
      }
      await database.forTenant(site.tenantId).updateSite(site.id, changes)
      print(`Site “${changes.name}” is changed (${changes.origins.join(', ')}).`)
    }),
}

export const siteListCommand: Command = {
  usage: 'site list',
  summary: 'print every website with its snippet',
  run: (_given, config) =>
    withDatabase(config, async (database) => {
      let sites = 0
      for (const tenant of await database.tenants()) {
        for (const site of await database.forTenant(tenant.id).sites()) {
          sites += 1
          print(`${site.name} (tenant ${tenant.id}; ${site.origins.join(', ')})\n  ${snippetOf(site, publicUrlOf(config))}`)
        }
      }
      if (sites === 0) print('There is no site yet: kefu site create --name "My shop" --origin https://shop.example')
    }),
}
