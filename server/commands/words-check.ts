/** `kefu words check FILE`: what a list would do to messages, so that a word that is too broad is seen before customers meet it. Keeps nothing. */

import { OperatorFault } from '../operator-fault.ts'
import type { Config } from '../config.ts'
import { checkTexts, type WordReport } from '../word-lists/check.ts'
import { compileLists, compileSite, type SiteFilter } from '../word-lists/compile.ts'
import { newList } from '../word-lists/new-list.ts'
import { readMessages, type MessageFormat } from '../word-lists/read-messages.ts'
import { readRules } from '../word-lists/read-rules.ts'
import type { WordRule } from '../words/rule.ts'
import { STARTING_LISTS } from '../words/starting-lists.ts'
import { badLines, printBadLines, SOME_BAD_LINES } from './bad-lines.ts'
import { counted, print, readText, siteWithKey, withDatabase, type Command, type Given } from './command.ts'
import { directionsFrom, formatOf } from './words.ts'

const MOST_RULES = 20
/** More messages were touched than `--most` allows. */
const TOO_MANY = 2

export const wordsCheckCommand: Command = {
  usage: 'words check FILE [--site SITE_KEY [--for customer|answer|agent] | --list LIST.csv] [--most PERCENT]',
  summary:
    'say what words would do to messages: one a line, the column “text” of a CSV file, or JSON Lines (.jsonl); - is the standard input. Without --site and --list the starting lists are tried. More than --most exits with 2',
  options: { site: { type: 'string' }, for: { type: 'string' }, list: { type: 'string' }, most: { type: 'string' } },
  async run(given, config) {
    const [file = ''] = given.positionals
    const most = mostFrom(given.text('most'))
    const { words, filter } = await filterFrom(given, config)
    const read = readMessages(await readText(file), messageFormatOf(file))
    if (!read) throw new OperatorFault(`${file} has no column “text”: its first line must name it.`)
    if (read.texts.length === 0) throw new OperatorFault([`There is no message in ${file}.`, ...badLines(read)].join('\n'))
    const report = await checkTexts(filter, read.texts, MOST_RULES)
    for (const { word, says } of filter.faults) print(`Not used: “${word}” ${says}.`)
    print(told(report, words))
    const isBad = printBadLines(read) !== 0
    return report.share * 100 > most ? TOO_MANY : isBad ? SOME_BAD_LINES : 0
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
  const [direction = 'customer', ...more] = directionsFrom(given)
  if (more.length > 0) throw new OperatorFault('--for takes one direction here.')
  if (given.texts('for').length > 0 && key === undefined)
    throw new OperatorFault('--for goes with --site: it says which lists of the site are tried.')
  if (key !== undefined) {
    return withDatabase(config, async (database) => {
      const site = await siteWithKey(database, key)
      const { lists } = await database.forTenant(site.tenantId).siteWords(site.id)
      const used = lists.filter(({ directions }) => directions.includes(direction))
      const { filters } = await compileSite(lists)
      return { words: `${counted(used.length, 'list')} of ${site.name} (${direction})`, filter: filters[direction] }
    })
  }
  if (file !== undefined) {
    const { rules, ...read } = await readRules(await readText(file), formatOf(file))
    if (rules.length === 0) throw new OperatorFault([`There is no word in ${file}.`, ...badLines(read)].join('\n'))
    if (read.faultCount > 0) print([`Of ${file}:`, ...badLines(read), ''].join('\n'))
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

const messageFormatOf = (file: string): MessageFormat => (/\.(jsonl|ndjson)$/i.test(file) ? 'jsonl' : formatOf(file))

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
