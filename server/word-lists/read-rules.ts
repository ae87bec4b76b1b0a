/**
 * Rules from a file, one a line. A line that cannot be one is told with its number and its reason, and the others count.
 *
 * Plain text: the word; behind a tab the category, behind another the action, each left out where it is the usual one. Lines that begin with `#` are comments; a
 * word that begins with `#` or `\` has a `\` before it. CSV: `word,category,action`; a first line that names the columns may put them in another order.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WordRule } from '../words/rule.ts'
import { readCsv } from './csv.ts'
import { faultOfRule, isAction } from './rule-fault.ts'

export const RULE_FORMATS = ['txt', 'csv'] as const
export type RuleFormat = (typeof RULE_FORMATS)[number]

export type LineFault = { line: number; says: string }
export type RulesRead = {
  /** Each word once: of two lines with the same word the later counts. */
  rules: WordRule[]
  /** The first of them; `faultCount` says how many there were. */
  faults: LineFault[]
  faultCount: number
  /** Lines whose word stood in an earlier one. */
  repeated: number
}

/** What a line says that names nothing but a word. */
export type Usual = Pick<WordRule, 'category' | 'action'>
export const USUAL: Usual = { category: '', action: 'mask' }

const MOST_FAULTS = 100
const LINES_AT_ONCE = 2_000

type Line = { line: number; word: string; category: string; action: string } | { line: number; fault: string }

/** However long the file is, the event loop turns. */
export async function readRules(file: string, format: RuleFormat, usual: Usual = USUAL): Promise<RulesRead> {
  const text = file.replace(/^\uFEFF/, '')
  const rules = new Map<string, WordRule>()
  const faults: LineFault[] = []
  let [lines, faultCount, repeated] = [0, 0, 0]
  for (const entry of format === 'csv' ? csvLines(text, usual) : plainLines(text, usual)) {
    if (++lines % LINES_AT_ONCE === 0) await nextTurn()
    const says = 'fault' in entry ? entry.fault : faultOfRule(entry)
    if (says === undefined && 'word' in entry && isAction(entry.action)) {
      const { word, category, action } = entry
      if (rules.has(word)) repeated += 1
      rules.set(word, { word, category, action })
    } else {
      faultCount += 1
      if (faults.length < MOST_FAULTS) faults.push({ line: entry.line, says: says ?? '' })
    }
  }
  return { rules: [...rules.values()], faults, faultCount, repeated }
}

function* plainLines(text: string, usual: Usual): Generator<Line> {
  let line = 0
  for (const row of text.split(/\r?\n/)) {
    line += 1
    if (row.trim() === '' || row.startsWith('#')) continue
    const [word = '', category, action, ...more] = row.split('\t').map((field) => field.trim())
    if (more.length > 0) yield { line, fault: 'there are more than three columns' }
    else yield { line, word: word.replace(/^\\(?=[#\\])/, ''), category: category ?? usual.category, action: action || usual.action }
  }
}

const COLUMNS = ['word', 'category', 'action'] as const
type Column = (typeof COLUMNS)[number]
const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name)

function* csvLines(text: string, usual: Usual): Generator<Line> {
  let columns: readonly Column[] = COLUMNS
  let isFirst = true
  for (const record of readCsv(text)) {
    const { line } = record
    if ('fault' in record) {
      yield { line, fault: record.fault }
      continue
    }
    const [first] = record.fields
    const fields = record.fields.map((field) => field.text.trim())
    if ((fields.length === 1 && fields[0] === '') || (first && !first.quoted && first.text.startsWith('#'))) continue
    const names = fields.map((field) => field.toLowerCase())
    const isHeader = isFirst && names.includes('word') && names.every(isColumn)
    isFirst = false
    if (isHeader) columns = names.filter(isColumn)
    else if (fields.length > columns.length) yield { line, fault: `there are more than ${columns.length} columns` }
    else {
      const value = (name: Column): string | undefined => fields[columns.indexOf(name)]
      yield { line, word: value('word') ?? '', category: value('category') ?? usual.category, action: value('action') || usual.action }
    }
  }
}
