/**
 * How a CSV file of rules is laid out: which sign stands between its fields, and what its columns are.
 *
 * A first line that names the columns says both, and some programs write `sep=;` above it. Without a first line the columns are `word,category,action`. Semicolons
 * stand between fields then only where that is beyond doubt, because a word may have a semicolon in it: every line has three fields, of which the last is an action or empty.
 * A file that looks like it, but not throughout, is refused with what to do: half of it would be words like `darn;mild;mask`, which nobody ever writes.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import { CSV_SIGNS, readCsv, type CsvField, type CsvSign } from './csv.ts'
import { isAction } from './rule-fault.ts'

export const COLUMNS = ['word', 'category', 'action'] as const
export type Column = (typeof COLUMNS)[number]
const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name)

/** `isNamed`: by a first line. `behind`: rules begin after that line. */
export type CsvLayout = { sign: CsvSign; columns: readonly Column[]; isNamed: boolean; behind: number }
export type NoLayout = { line: number; fault: string }

const MOST_HEADER = 1_000
const RECORDS_AT_ONCE = 2_000

export async function layoutOf(text: string): Promise<CsvLayout | NoLayout> {
  const told = /^sep=([,;\t])\r?$/im.exec(text.slice(0, MOST_HEADER))
  const sign = told?.index === 0 ? CSV_SIGNS.find((one) => one === told[1]) : undefined
  const behind = sign === undefined ? 0 : 1
  const first = firstLine(text, behind)
  const headers = (sign === undefined ? CSV_SIGNS : [sign]).flatMap((one) => headerOf(first, one) ?? [])
  const header = headers.find(({ names }) => names.every(isColumn)) ?? headers[0]
  if (header) {
    const unknown = header.names.filter((name) => !isColumn(name))
    if (unknown.length > 0)
      return { line: header.line, fault: `there is no column “${unknown.join('”, “')}”; there are: ${COLUMNS.join(', ')}` }
    return { sign: header.sign, columns: header.names.filter(isColumn), isNamed: true, behind: header.line }
  }
  if (sign !== undefined) return { sign, columns: COLUMNS, isNamed: false, behind }
  const found = hasTabs(first) ? '\t' : await semicolonsIn(text)
  return typeof found === 'object' ? found : { sign: found, columns: COLUMNS, isNamed: false, behind }
}

type Header = { line: number; names: string[]; sign: CsvSign }

/** The first line that is more than a comment, where it names columns: “word”, and nothing that is no column unless it names “action” too. */
function headerOf({ line, row }: FirstLine, sign: CsvSign): Header | undefined {
  const [first] = readCsv(row, sign)
  const names = first && 'fields' in first ? first.fields.map((field) => field.text.trim().toLowerCase()) : []
  const isHeader = names.includes('word') && (names.every(isColumn) || names.includes('action'))
  return isHeader ? { line, names, sign } : undefined
}

/** That is more than a comment; of a long one its beginning. */
type FirstLine = { line: number; row: string }

function firstLine(text: string, behind: number): FirstLine {
  const from = behind === 0 ? 0 : text.indexOf('\n') + 1
  const found = /^(?!#)[^\r\n]*\S[^\r\n]*/m.exec(text.slice(from))
  const at = from + (found?.index ?? 0)
  let line = 1
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) line += 1
  return { line, row: found?.[0].slice(0, MOST_HEADER) ?? '' }
}

/** No word and no category has a tab in it. */
function hasTabs({ row }: FirstLine): boolean {
  const [first] = readCsv(row, '\t')
  return first !== undefined && 'fields' in first && first.fields.length > 1
}

async function semicolonsIn(text: string): Promise<',' | ';' | NoLayout> {
  if (!text.includes(';')) return ','
  const [fits, lengths] = [new Set<boolean>(), new Set<number>()]
  let [line, rule, isTable, hasCategory] = [0, 0, true, false]
  let records = 0
  for (const record of readCsv(text, ';')) {
    if (++records % RECORDS_AT_ONCE === 0) await nextTurn()
    if (!('fields' in record) || isPassedOver(record.fields)) continue
    const [word = '', category = '', action = ''] = record.fields.map((field) => field.text.trim().toLowerCase())
    line ||= record.line
    lengths.add(record.fields.length)
    fits.add(record.fields.length === 3 && (action === '' || isAction(action)))
    if (record.fields.length === 3 && word !== '' && isAction(action)) rule ||= record.line
    if (word === '' || record.fields.some((field) => !field.quoted && field.text.includes(','))) isTable = false
    if (category !== '') hasCategory = true
  }
  if (rule > 0 && !fits.has(false)) return ';'
  if (rule > 0) return { line: rule, fault: `this looks like word;category;action, and other lines do not: ${NAME_COLUMNS}` }
  const isAlike = lengths.size === 1 && !lengths.has(1) && Math.max(...lengths) <= 3
  return isAlike && isTable && hasCategory ? { line, fault: `every line has semicolons in it: ${NAME_COLUMNS}` } : ','
}

const NAME_COLUMNS = 'name the columns in a first line, such as “word;category” or, where the semicolons belong to the words, “word”'

/** An empty line, or a comment. */
export const isPassedOver = ([first, ...more]: readonly CsvField[]): boolean =>
  !first || (more.length === 0 && first.text.trim() === '') || (!first.quoted && first.text.startsWith('#'))
