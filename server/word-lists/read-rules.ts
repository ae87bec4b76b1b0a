/**
 * Rules from a file, one a line. A line that cannot be one is told with its number and its reason, and the others count.
 *
 * Plain text: the word; behind a tab the category, behind another the action, each left out where it is the usual one. Lines that begin with `#` are comments; a
 * word that begins with `#` or `\` has a `\` before it. A line that is one of CSV is no word: nobody says `darn;mild;mask`. CSV: `word,category,action`; a first line that names the columns may put them in another order,
 * and have semicolons or tabs between them (`csv-layout.ts`).
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WordRule } from '../words/rule.ts'
import { asLines, readCsv, unguarded, type CsvField } from './csv.ts'
import { isPassedOver, layoutOf, type Column, type CsvLayout, type NoLayout } from './csv-layout.ts'
import { faultOfRule, isAction } from './rule-fault.ts'

export const RULE_FORMATS = ['txt', 'csv'] as const
export type RuleFormat = (typeof RULE_FORMATS)[number]

export type LineFault = { line: number; says: string }
export type RulesRead = {
  /** Each word once: of two lines with the same word the later counts. */
  rules: WordRule[]
  /** Where in the file each of them stands. */
  lines: number[]
  /** The first of them; `faultCount` says how many there were. */
  faults: LineFault[]
  faultCount: number
  /** Lines whose word stood in an earlier one. */
  repeated: number
}

/** What a line says that names nothing but a word. */
export type Usual = Pick<WordRule, 'category' | 'action'>
export const USUAL: Usual = { category: '', action: 'mask' }

export const MOST_FAULTS = 100
const LINES_AT_ONCE = 2_000

type Line = { line: number; word: string; category: string; action: string } | { line: number; fault: string }

/** However long the file is, the event loop turns. */
export async function readRules(file: string, format: RuleFormat, usual: Usual = USUAL): Promise<RulesRead> {
  const text = asLines(file)
  const rules = new Map<string, { rule: WordRule; line: number }>()
  const faults: LineFault[] = []
  let [lines, faultCount, repeated] = [0, 0, 0]
  for (const entry of format === 'csv' ? csvLines(text, await layoutOf(text), usual) : plainLines(text, usual)) {
    if (++lines % LINES_AT_ONCE === 0) await nextTurn()
    if (!entry) continue
    const says = 'fault' in entry ? entry.fault : faultOfRule(entry)
    if (says === undefined && 'word' in entry && isAction(entry.action)) {
      const { word, category, action } = entry
      if (rules.has(word)) repeated += 1
      rules.set(word, { rule: { word, category, action }, line: entry.line })
    } else {
      faultCount += 1
      if (faults.length < MOST_FAULTS) faults.push({ line: entry.line, says: says ?? '' })
    }
  }
  const read = [...rules.values()]
  return { rules: read.map(({ rule }) => rule), lines: read.map(({ line }) => line), faults, faultCount, repeated }
}

/** A table saved as text has its first line still. */
const COLUMN_NAMES = /^word\tcategory\taction\s*$/i

/** A line that is passed over is `undefined`: millions of them take their time as well. */
function* plainLines(text: string, usual: Usual): Generator<Line | undefined> {
  let line = 0
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at)
    if (end === -1) end = text.length
    const row = text.slice(at, end)
    line += 1
    if (row.trim() === '' || row.startsWith('#') || COLUMN_NAMES.test(row)) {
      yield undefined
      continue
    }
    const [word = '', category, action, ...more] = row.split('\t').map((field) => field.trim())
    if (more.length > 0) yield { line, fault: 'there are more than three columns' }
    else if (category === undefined && looksLikeCsv(word)) yield { line, fault: IS_CSV }
    else {
      const said = action ? action.toLowerCase() : usual.action
      yield { line, word: word.replace(/^\\(?=[#\\])/, ''), category: category ?? usual.category, action: said }
    }
  }
}

/** `word,category,action` or the line that names those columns. */
export function looksLikeCsv(text: string): boolean {
  const action = /^[^,;]+([,;])[^,;]*\1(?<action>[^,;]+)$/.exec(text)?.groups?.['action']?.trim().toLowerCase() ?? ''
  return action === 'action' || isAction(action)
}

const IS_CSV = 'this is a line of CSV, whose file is called .csv, or sent as text/csv; in a plain text there are tabs between the columns'

function* csvLines(text: string, layout: CsvLayout | NoLayout, usual: Usual): Generator<Line | undefined> {
  if ('fault' in layout) {
    yield layout
    return
  }
  for (const record of readCsv(text, layout.sign)) {
    if (record.line <= layout.behind) yield undefined
    else if ('fault' in record) yield record
    else yield isPassedOver(record.fields) ? undefined : csvLine(record, layout, usual)
  }
}

function csvLine({ line, fields }: { line: number; fields: CsvField[] }, { columns, isNamed }: CsvLayout, usual: Usual): Line {
  if (fields.length > columns.length) return { line, fault: `there are more than ${counted(columns.length)}` }
  const value = (name: Column): string | undefined => {
    const field = fields[columns.indexOf(name)]?.text.trim()
    return field && unguarded(field)
  }
  const [category, action] = [value('category'), value('action')]
  // Would be masked in silence, whatever the action was meant to do.
  if (!isNamed && fields.length === 2 && isAction(category ?? ''))
    return { line, fault: `“${category}” stands where the category does; without a category it is word,,${category}` }
  return { line, word: value('word') ?? '', category: category ?? usual.category, action: action ? action.toLowerCase() : usual.action }
}

const counted = (columns: number): string => (columns === 1 ? 'one column' : `${columns} columns`)
