/** Word lists and their rules over the API. A rule is named by its word. */

import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { uuidv7 } from '../../shared/identity.ts'
import { LIMITS } from '../../shared/limits.ts'
import { onlyOne } from '../only-one.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { ApiKey } from '../ports/tenants.ts'
import { DIRECTIONS, type WordListEntry } from '../ports/word-lists.ts'
import type { Store } from '../ports/store.ts'
import { Refusal, requestInvalid } from '../refusal.ts'
import { faultOfListName, faultOfRule, faultOfWord, trimmed, WORD_LIMITS } from '../word-lists/rule-fault.ts'
import type { SiteFilterDirectory } from '../word-lists/site-filters.ts'
import { unusableWords } from '../word-lists/usable-rules.ts'
import { ACTIONS, FOLDINGS, type Folding, type WordRule } from '../words/rule.ts'
import type { Operation } from './api-operation.ts'
import { createSiteLookup, siteParams } from './api-site.ts'
import { wordFileOperations } from './api-word-files.ts'

const listParams = z.object({ ...siteParams.shape, list: z.string().max(LIMITS.idUnits) })

const fields = {
  name: z
    .string()
    .trim()
    .superRefine((name, context) => {
      const fault = faultOfListName(name)
      if (fault) context.addIssue({ code: 'custom', message: fault })
    })
    .describe('Unique at its site.'),
  enabled: z.boolean(),
  directions: z.array(z.enum(DIRECTIONS)).describe('Whose words it is for: what customers send, what the bot answers, what agents write.'),
  foldings: z.array(z.enum(FOLDINGS)).describe('Disguises that are seen through.'),
  wholeWords: z.boolean().describe('Words of scripts that have spaces between words match only as whole words.'),
  exceptions: z
    .array(
      z.string().superRefine((phrase, context) => {
        const fault = faultOfWord(phrase)
        if (fault) context.addIssue({ code: 'custom', message: `the phrase ${fault}` })
      }),
    )
    .max(WORD_LIMITS.exceptions)
    .describe('Phrases in which a word of this list is allowed.'),
}

const newList = z
  .strictObject({
    ...fields,
    enabled: fields.enabled.default(true),
    directions: fields.directions.default(['customer', 'answer']),
    foldings: fields.foldings.default([...FOLDINGS]),
    wholeWords: fields.wholeWords.default(true),
    exceptions: fields.exceptions.default([]),
  })
  .meta({ id: 'NewWordList' })
const changedList = z.strictObject(fields).partial().meta({ id: 'WordListChanges' })
const list = z
  .object({ id: z.string(), ...fields, ruleCount: z.int(), updatedAt: z.int().describe('Milliseconds since 1970.') })
  .meta({ id: 'WordList' })
const lists = z.object({ lists: z.array(list) }).meta({ id: 'WordLists' })

const newRule = z
  .strictObject({ word: z.string(), category: z.string().default(''), action: z.enum(ACTIONS).default('mask') })
  .superRefine((rule, context) => {
    const fault = faultOfRule(trimmed(rule))
    if (fault) context.addIssue({ code: 'custom', message: fault })
  })
  .transform(trimmed)
const newRules = z.strictObject({ rules: z.array(newRule).min(1).max(1_000) }).meta({ id: 'NewWordRules' })
const rulesDone = z.object({ added: z.int(), changed: z.int(), ruleCount: z.int() }).meta({ id: 'WordRulesDone' })
const rule = z
  .object({
    place: z.int().describe('Its number in the list, as the record of hits names it.'),
    word: z.string(),
    category: z.string(),
    action: z.enum(ACTIONS),
  })
  .meta({ id: 'WordRule' })
const rulePage = z
  .object({ rules: z.array(rule), next: z.int().nullable().describe('Pass as `after` to read on.') })
  .meta({ id: 'WordRulePage' })
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: z.coerce.number().int().min(0).default(0),
})
const wordQuery = z.object({ word: z.string().max(WORD_LIMITS.word) })

const outward = ({ id, name, enabled, directions, foldings, wholeWords, exceptions, ruleCount, updatedAt }: WordListEntry) => ({
  id,
  name,
  enabled,
  directions,
  foldings,
  wholeWords,
  exceptions,
  ruleCount,
  updatedAt,
})

export type WordOperationsOptions = { database: Database; store: Store; filters: Pick<SiteFilterDirectory, 'newest'>; now: () => number }

export function wordOperations({ database, store, filters, now }: WordOperationsOptions): Operation[] {
  const siteOf = createSiteLookup(database)

  async function listOf(key: ApiKey, params: Record<string, string>): Promise<{ found: WordListEntry; tenant: TenantDatabase }> {
    const { site, tenant } = await siteOf(key, params)
    const found = await tenant.wordList(params['list'] ?? '')
    if (!found || found.siteId !== site.id) throw new Refusal('not_found')
    return { found, tenant }
  }

  /** A change of a site's lists. Every node is told; who is not finds out by the site's version. */
  async function change<Value>(key: ApiKey, siteId: string, writing: Promise<Value>): Promise<NonNullable<Value>> {
    const done = await onlyOne(writing, 'word_list_exists')
    // `undefined` and `false` say that it was not there.
    if (done === undefined || done === null || done === false) throw new Refusal('not_found')
    await store.forTenant(key.tenantId).publish({ topic: `words:${siteId}`, entries: [] })
    return done
  }

  return [
    {
      method: 'get',
      path: '/sites/:site/word-lists',
      scope: 'words:read',
      summary: 'List the word lists of a site, oldest first',
      params: siteParams,
      status: 200,
      answer: lists,
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { site, tenant } = await siteOf(key, params)
        return { lists: (await tenant.wordLists(site.id)).map(outward) }
      },
    },
    {
      method: 'post',
      path: '/sites/:site/word-lists',
      scope: 'words:write',
      summary: 'Add an empty word list',
      params: siteParams,
      body: newList,
      status: 201,
      answer: list,
      errors: ['not_found', 'word_list_exists', 'word_list_full'],
      async carryOut({ key, params, body }) {
        const { site, tenant } = await siteOf(key, params)
        const content = body as z.infer<typeof newList>
        await mustBeUsable(content, content.foldings)
        const at = now()
        const created = { id: uuidv7(at, randomBytes(16)), siteId: site.id, ...content, updatedAt: at }
        if ((await change(key, site.id, tenant.createWordList(created, WORD_LIMITS.lists))) === 'full') throw new Refusal('word_list_full')
        return outward({ ...created, ruleCount: 0 })
      },
    },
    {
      method: 'get',
      path: '/sites/:site/word-lists/:list',
      scope: 'words:read',
      summary: 'Read a word list, without its rules',
      params: listParams,
      status: 200,
      answer: list,
      errors: ['not_found'],
      carryOut: async ({ key, params }) => outward((await listOf(key, params)).found),
    },
    {
      method: 'patch',
      path: '/sites/:site/word-lists/:list',
      scope: 'words:write',
      summary: 'Change a word list; fields left out stay as they are',
      params: listParams,
      body: changedList,
      status: 200,
      answer: list,
      errors: ['not_found', 'word_list_exists'],
      async carryOut({ key, params, body }) {
        const { found, tenant } = await listOf(key, params)
        const wanted = body as z.infer<typeof changedList>
        await mustBeUsable(wanted, wanted.foldings ?? found.foldings)
        const given = Object.entries(wanted).filter(([, value]) => value !== undefined)
        const changes = { ...Object.fromEntries(given), updatedAt: now() }
        return outward(await change(key, found.siteId, tenant.updateWordList({ listId: found.id, changes })))
      },
    },
    {
      method: 'delete',
      path: '/sites/:site/word-lists/:list',
      scope: 'words:write',
      summary: 'Delete a word list with its rules',
      params: listParams,
      status: 204,
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { found, tenant } = await listOf(key, params)
        await change(key, found.siteId, tenant.deleteWordList(found.id))
        return undefined
      },
    },
    {
      method: 'get',
      path: '/sites/:site/word-lists/:list/rules',
      scope: 'words:read',
      summary: 'Read the rules of a word list, in order',
      params: listParams,
      query: pageQuery,
      status: 200,
      answer: rulePage,
      errors: ['not_found'],
      async carryOut({ key, params, query }) {
        const { limit, after } = query as z.infer<typeof pageQuery>
        const { found, tenant } = await listOf(key, params)
        const behind = (await tenant.wordRules(found.id)).filter(({ place }) => place > after)
        const rules = behind.slice(0, limit).map(({ place, word, category, action }) => ({ place, word, category, action }))
        return { rules, next: behind.length > limit ? (rules.at(-1)?.place ?? null) : null }
      },
    },
    {
      method: 'post',
      path: '/sites/:site/word-lists/:list/rules',
      scope: 'words:write',
      summary: 'Add rules; one whose word is there already changes the rule that is there',
      params: listParams,
      body: newRules,
      bodyBytes: 1024 * 1024,
      status: 200,
      answer: rulesDone,
      errors: ['not_found', 'word_list_full'],
      async carryOut({ key, params, body }) {
        const { rules } = body as { rules: WordRule[] }
        const { found, tenant } = await listOf(key, params)
        await mustBeUsable({ rules }, found.foldings)
        const done = await change(key, found.siteId, tenant.putWordRules({ listId: found.id, rules, most: WORD_LIMITS.rules, at: now() }))
        if (done === 'full') throw new Refusal('word_list_full')
        return done
      },
    },
    {
      method: 'delete',
      path: '/sites/:site/word-lists/:list/rules',
      scope: 'words:write',
      summary: 'Remove the rule of a word',
      params: listParams,
      query: wordQuery,
      status: 204,
      errors: ['not_found'],
      async carryOut({ key, params, query }) {
        const { word } = query as z.infer<typeof wordQuery>
        const { found, tenant } = await listOf(key, params)
        await change(key, found.siteId, tenant.removeWordRule({ listId: found.id, word: word.trim(), at: now() }))
        return undefined
      },
    },
    ...wordFileOperations({ siteOf, listOf, change, listParams, filters, now }),
  ]
}

/** What the list could never match is refused and not kept. */
async function mustBeUsable(
  { rules = [], exceptions = [] }: { rules?: readonly WordRule[]; exceptions?: readonly string[] | undefined },
  foldings: readonly Folding[],
): Promise<void> {
  const words = rules.map(({ word }) => word)
  const unusable = await unusableWords([...words, ...exceptions], foldings)
  if (unusable.size === 0) return
  const faultsIn = (texts: readonly string[], where: string, what: string): string[] =>
    texts.flatMap((text, index) => (unusable.has(text) ? [`body.${where}.${index}: the ${what} ${unusable.get(text)}`] : []))
  throw requestInvalid([...faultsIn(words, 'rules', 'word'), ...faultsIn(exceptions, 'exceptions', 'phrase')])
}
