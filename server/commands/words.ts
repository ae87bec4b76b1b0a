/** `kefu words lists`, `import` and `export`: a site's lists of sensitive words as files. A running server follows within seconds. */

import { writeFile } from 'node:fs/promises'
import { OperatorFault } from '../operator-fault.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import { DIRECTIONS, type Direction, type WordListEntry } from '../ports/word-lists.ts'
import { importRules } from '../word-lists/import-rules.ts'
import { newList } from '../word-lists/new-list.ts'
import { readRules, RULE_FORMATS, USUAL, type RuleFormat } from '../word-lists/read-rules.ts'
import { faultOfListName, isAction, WORD_LIMITS } from '../word-lists/rule-fault.ts'
import { usableRules } from '../word-lists/usable-rules.ts'
import { writeRules } from '../word-lists/write-rules.ts'
import { ACTIONS, FOLDINGS, type Action } from '../words/rule.ts'
import { badLines, printBadLines } from './bad-lines.ts'
import { counted, print, readText, siteWithKey, withDatabase, type Command, type Given } from './command.ts'

export const formatOf = (file: string): RuleFormat => (file.toLowerCase().endsWith('.csv') ? 'csv' : 'txt')

export const wordsListsCommand: Command = {
  usage: 'words lists SITE_KEY',
  summary: 'print the word lists of a website',
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const site = await siteWithKey(database, given.positionals[0])
      const lists = await database.forTenant(site.tenantId).wordLists(site.id)
      for (const { name, enabled, directions, ruleCount } of lists) {
        const use = enabled ? `for ${directions.join(', ') || 'nothing'}` : 'switched off'
        print(`${name}: ${counted(ruleCount, 'word')}, ${use}`)
      }
      if (lists.length === 0) print(`${site.name} has no word lists yet: kefu words import ${site.key} NAME FILE`)
    }),
}

export const wordsImportCommand: Command = {
  usage: `words import SITE_KEY LIST FILE [--replace] [--category NAME] [--action ${ACTIONS.join('|')}] [--for ${DIRECTIONS.join('|')}]`,
  summary: 'read words into a list (one a line, or CSV: word,category,action); a new name makes a new list. --for with a new list',
  options: {
    replace: { type: 'boolean' },
    category: { type: 'string' },
    action: { type: 'string' },
    for: { type: 'string', multiple: true },
  },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const [key, listName = '', file = ''] = given.positionals
      const name = listName.trim()
      const site = await siteWithKey(database, key)
      const usual = { category: given.text('category') ?? USUAL.category, action: actionFrom(given.text('action') ?? USUAL.action) }
      const tenant = database.forTenant(site.tenantId)
      const known = await listNamed(tenant, site, name)
      const read = await usableRules(await readRules(await readText(file), formatOf(file), usual), known?.foldings ?? FOLDINGS)
      if (read.rules.length === 0)
        throw new OperatorFault([`There is no word in ${file}: nothing was changed.`, ...badLines(read)].join('\n'))
      const at = Date.now()
      if (known && directionsFrom(given).length > 0)
        throw new OperatorFault(`“${name}” is there already, and --for is for a new list: nothing was changed.`)
      const list = known ?? (await makeList(tenant, site, { name, directions: directionsFrom(given), at }))
      const done = await importRules(tenant, list, { read, replace: given.has('replace'), at })
      if (!done) throw new OperatorFault(`The list “${name}” was deleted meanwhile.`)
      const repeated = done.repeated === 0 ? '' : ` ${counted(done.repeated, 'line')} of the file repeated a word.`
      print(
        `“${list.name}” of ${site.name}: ${counted(done.added, 'word')} added, ${done.changed} changed, ${done.ruleCount} in all.${repeated}`,
      )
      return printBadLines(done)
    }),
}

export const wordsExportCommand: Command = {
  usage: `words export SITE_KEY LIST [FILE] [--format ${RULE_FORMATS.join('|')}]`,
  summary: 'write a list as a file that import reads back as it is; without FILE it is printed',
  options: { format: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const [key, name = '', file] = given.positionals
      const site = await siteWithKey(database, key)
      const tenant = database.forTenant(site.tenantId)
      const list = await listNamed(tenant, site, name.trim())
      if (!list) throw new OperatorFault(`${site.name} has no list “${name}”; kefu words lists ${site.key} prints them.`)
      const format = formatFrom(given.text('format') ?? formatOf(file ?? '.csv'))
      const text = await writeRules(await tenant.wordRules(list.id), format)
      if (file === undefined) {
        process.stdout.write(text)
        return
      }
      await writeFile(file, text).catch((error: unknown) => {
        throw new OperatorFault(`${file} cannot be written.`, { cause: error })
      })
      print(`${counted(list.ruleCount, 'word')} of “${list.name}” written to ${file}.`)
    }),
}

const listNamed = async (tenant: TenantDatabase, site: Site, name: string): Promise<WordListEntry | undefined> =>
  (await tenant.wordLists(site.id)).find((list) => list.name === name)

async function makeList(
  tenant: TenantDatabase,
  site: Site,
  { name, directions, at }: { name: string; directions: Direction[]; at: number },
): Promise<WordListEntry> {
  const fault = faultOfListName(name)
  if (fault) throw new OperatorFault(`The name of a list ${fault}.`)
  const list = newList(site.id, directions.length > 0 ? { name, directions } : { name }, at)
  if ((await tenant.createWordList(list, WORD_LIMITS.lists)) === 'full')
    throw new OperatorFault(`A site has at most ${WORD_LIMITS.lists} word lists.`)
  return { ...list, ruleCount: 0 }
}

function actionFrom(text: string): Action {
  if (isAction(text)) return text
  throw new OperatorFault(`There is no action “${text}”; there are: ${ACTIONS.join(', ')}`)
}

function formatFrom(text: string): RuleFormat {
  const format = RULE_FORMATS.find((known) => known === text)
  if (!format) throw new OperatorFault(`There is no format “${text}”; there are: ${RULE_FORMATS.join(', ')}`)
  return format
}

export const directionsFrom = (given: Given): Direction[] =>
  given
    .texts('for')
    .flatMap((text) => text.split(','))
    .map((text) => {
      const direction = DIRECTIONS.find((known) => known === text)
      if (!direction) throw new OperatorFault(`“${text}” is no direction; there are: ${DIRECTIONS.join(', ')}`)
      return direction
    })
