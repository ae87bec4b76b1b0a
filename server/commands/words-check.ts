/** `kefu words check FILE`: what a list would do to messages, so that a word that is too broad is seen before customers meet it. Keeps nothing. */

import { OperatorFault } from '../operator-fault.ts'
import type { Config } from '../config.ts'
import { checkTexts, type WordReport } from '../word-lists/check.ts'
import { compileLists, compileSite, type SiteFilter } from '../word-lists/compile.ts'
import { readCsv } from '../word-lists/csv.ts'
import { newList } from '../word-lists/new-list.ts'
import { readRules } from '../word-lists/read-rules.ts'
import type { WordRule } from '../words/rule.ts'
import { STARTING_LISTS } from '../words/starting-lists.ts'
import { counted, print, readText, siteWithKey, withDatabase, type Command, type Given } from './command.ts'
import { directionsFrom, formatOf } from './words.ts'

const MOST_RULES = 20
/** More messages were touched than `--most` allows. */
const TOO_MANY = 2

export const wordsCheckCommand: Command = {
  usage: 'words check FILE [--site SITE_KEY [--for customer|answer|agent] | --list LIST.csv] [--most PERCENT]',
  summary:
    'say what words would do to messages: one a line, or the column “text” of a CSV file. Without --site and --list the starting lists are tried. More than --most exits with 2',
  options: { site: { type: 'string' }, for: { type: 'string' }, list: { type: 'string' }, most: { type: 'string' } },
  async run(given, config) {
    const [file = ''] = given.positionals
    const most = mostFrom(given.text('most'))
    const { words, filter } = await filterFrom(given, config)
    for (const { word, says } of filter.faults) print(`Not used: “${word}” ${says}.`)
    const report = await checkTexts(filter, messagesIn(await readText(file), file), MOST_RULES)
    print(told(report, words))
    return report.share * 100 > most ? TOO_MANY : 0
  },
}

function mostFrom(text = '100'): number {
  const most = Number(text.replace(/%$/, ''))
  if (Number.isFinite(most) && most >= 0) return most
  throw new OperatorFault(`“${text}” is no percentage, as 0.1 is.`)
}

async function filterFrom(given: Given, config: Config): Promise<{ words: string; filter: SiteFilter }> {
  const key = given.text('site')
  const file = given.text('list')
  if (key !== undefined && file !== undefined) throw new OperatorFault('Either --site or --list, not both.')
  if (key !== undefined) {
    const [direction = 'customer'] = directionsFrom(given)
    return withDatabase(config, async (database) => {
      const site = await siteWithKey(database, key)
      const { lists } = await database.forTenant(site.tenantId).siteWords(site.id)
      const used = lists.filter(({ directions }) => directions.includes(direction))
      const { filters } = await compileSite(lists)
      return { words: `${counted(used.length, 'list')} of ${site.name} (${direction})`, filter: filters[direction] }
    })
  }
  if (file !== undefined) {
    const { rules, faultCount } = await readRules(await readText(file), formatOf(file))
    if (faultCount > 0) print(`${counted(faultCount, 'line')} of ${file} could not be read; kefu words import says which.`)
    return {
      words: `${counted(rules.length, 'word')} of ${file}`,
      filter: await compileLists([{ ...listOf(file), ...numbered(file, rules) }]),
    }
  }
  const lists = STARTING_LISTS.map(({ name, rules, ...list }) => ({ ...listOf(name), ...list, ...numbered(name, rules) }))
  return { words: 'the starting lists', filter: await compileLists(lists) }
}

const listOf = (name: string) => newList('', { name }, 0)

const numbered = (list: string, rules: readonly WordRule[]) => ({
  rules: rules.map((rule, index) => ({ ...rule, list, place: index + 1 })),
  ruleCount: rules.length,
})

function messagesIn(text: string, file: string): string[] {
  if (formatOf(file) === 'csv') {
    const records = [...readCsv(text)].flatMap((record) => ('fields' in record ? [record.fields.map((field) => field.text)] : []))
    const column = records[0]?.findIndex((name) => name.trim().toLowerCase() === 'text') ?? -1
    if (column === -1) throw new OperatorFault(`${file} has no column “text”: its first line must name it.`)
    return records.slice(1).flatMap((fields) => fields[column] ?? [])
  }
  return text.split(/\r?\n/).filter((line) => line.trim() !== '')
}

function told({ messages, touched, share, hits, actions, rulesMet, rules }: WordReport, words: string): string {
  const lines = [`${counted(messages, 'message')} read, with ${words}.`]
  lines.push(`${counted(touched, 'message')} touched (${percent(share)}), ${counted(hits, 'hit')}.`)
  if (hits === 0) return lines.join('\n')
  const met = Object.entries(actions).filter(([, count]) => count > 0)
  lines.push(`Messages by action: ${met.map(([action, count]) => `${action} ${count}`).join(', ')}.`, '')
  lines.push(rulesMet > rules.length ? `The ${rules.length} most frequent of ${rulesMet} words met:` : `${counted(rulesMet, 'word')} met:`)
  for (const { word, category, action, hits: hitCount, messages: inMessages, example } of rules) {
    const kind = category === '' ? action : `${action}, ${category}`
    lines.push(`  ${word} (${kind}): ${counted(hitCount, 'hit')} in ${counted(inMessages, 'message')}, ${percent(inMessages / messages)}`)
    lines.push(`      ${example}`)
  }
  return lines.join('\n')
}

const percent = (share: number): string => `${(share * 100).toLocaleString('en', { maximumSignificantDigits: 2 })} %`
