/**
 * Approved questions from files and into them. A line that cannot be one is told with its number and its reason, and the others count.
 *
 * CSV: the columns of `COLUMNS`; a first line that names some of them may put them in another order, and have semicolons or tabs between them. Variants and tags stand behind one another with `|` or line breaks between.
 * Dates are written as ISO 8601. JSON: a list of questions as the API has them; the number that is told is that of the entry.
 */

import type * as z from 'zod'
import { faultSentence } from '../fault-sentence.ts'
import { slicesOf } from '../slices.ts'
import { CSV_SIGNS, csvField, guarded, readCsv, unguarded, type CsvSign } from '../word-lists/csv.ts'
import { newQuestion, type QuestionContent } from './question-content.ts'

export const QUESTION_FORMATS = ['csv', 'json'] as const
export type QuestionFormat = (typeof QUESTION_FORMATS)[number]

export type QuestionsRead = {
  /** Each text once in a language: of two lines with the same the later counts. */
  questions: QuestionContent[]
  /** The first of them; `faultCount` says how many there were. */
  faults: { line: number; says: string }[]
  faultCount: number
  /** Lines whose question stood in an earlier one. */
  repeated: number
}

const COLUMNS = ['language', 'question', 'variants', 'answer', 'tags', 'suggested', 'valid_from', 'valid_to'] as const
type Column = (typeof COLUMNS)[number]
const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name)

const COLUMN_OF: Record<string, Column> = { locale: 'language', text: 'question', validFrom: 'valid_from', validTo: 'valid_to' }

const MOST_FAULTS = 100
const LINES_AT_ONCE = 200

type Line = { line: number; content: Record<string, unknown> } | { line: number; fault: string }

/** However long the file is, the event loop turns. */
export async function readQuestions(file: string, format: QuestionFormat): Promise<QuestionsRead> {
  const text = file.replace(/^\uFEFF/, '')
  const questions = new Map<string, QuestionContent>()
  const faults: QuestionsRead['faults'] = []
  let [faultCount, repeated] = [0, 0]
  for await (const lines of slicesOf(format === 'csv' ? [...csvLines(text)] : jsonEntries(text), LINES_AT_ONCE))
    for (const entry of lines) {
      const read = 'fault' in entry ? undefined : newQuestion.safeParse(entry.content, { error: faultSentence })
      if (read?.success) {
        const key = JSON.stringify([read.data.locale, read.data.text])
        if (questions.has(key)) repeated += 1
        questions.set(key, read.data)
        continue
      }
      faultCount += 1
      const says = 'fault' in entry ? entry.fault : faultOf(read?.error, format)
      if (faults.length < MOST_FAULTS) faults.push({ line: entry.line, says })
    }
  return { questions: [...questions.values()], faults, faultCount, repeated }
}

/** Under the name that whoever wrote the file reads in it. */
const faultOf = (error: z.ZodError | undefined, format: QuestionFormat): string =>
  error?.issues
    .map(({ path: [field = '', ...rest], message }) => {
      const name = (format === 'csv' && COLUMN_OF[String(field)]) || field
      return [[name, ...rest].join('.'), message].filter(Boolean).join(': ')
    })
    .join('; ') ?? ''

function jsonEntries(text: string): Line[] {
  let entries: unknown
  try {
    entries = JSON.parse(text)
  } catch {
    return [{ line: 1, fault: 'this is no JSON' }]
  }
  if (!Array.isArray(entries)) return [{ line: 1, fault: 'this is no list of questions' }]
  return entries.map((entry: unknown, index) => ({ line: index + 1, content: entry as Record<string, unknown> }))
}

function* csvLines(text: string): Generator<Line> {
  const sign = CSV_SIGNS.find((one) => headerOf(text, one)?.every(isColumn)) ?? ','
  const header = headerOf(text, sign)
  const columns = header?.filter(isColumn) ?? COLUMNS
  const unknown = header?.filter((name) => !isColumn(name)) ?? []
  if (unknown.length > 0) {
    yield { line: 1, fault: `there is no column “${unknown.join('”, “')}”; there are: ${COLUMNS.join(', ')}` }
    return
  }
  let isHeader = header !== undefined
  for (const record of readCsv(text, sign)) {
    const { line } = record
    if ('fault' in record) {
      yield { line, fault: record.fault }
      continue
    }
    const fields = record.fields.map((field) => field.text)
    if (fields.length === 1 && fields[0]?.trim() === '') continue
    if (isHeader) isHeader = false
    else if (fields.length > columns.length) yield { line, fault: `there are more than ${columns.length} columns` }
    else yield lineOf(line, (name) => unguarded(fields[columns.indexOf(name)] ?? ''))
  }
}

/** The names of the first line, where it has some: a question as such is called “question” and “answer” by nobody. */
function headerOf(text: string, sign: CsvSign): string[] | undefined {
  const [first] = readCsv(text, sign)
  const names = first && 'fields' in first ? first.fields.map((field) => field.text.trim().toLowerCase()) : []
  return names.includes('question') && (names.includes('answer') || names.every(isColumn)) ? names : undefined
}

function lineOf(line: number, raw: (name: Column) => string): Line {
  const field = (name: Column): string => raw(name).trim()
  const [from, to, suggested] = [dateOf(field('valid_from')), dateOf(field('valid_to')), SAID[field('suggested').toLowerCase()]]
  if (from === undefined || to === undefined) return { line, fault: 'a date is written like 2026-12-24 or 2026-12-24T18:00:00Z' }
  if (suggested === undefined) return { line, fault: 'suggested is yes or no' }
  const [variants, tags] = [listOf(raw('variants')), listOf(raw('tags'))]
  const content = { locale: field('language'), text: field('question'), variants, answer: field('answer'), tags, suggested }
  return { line, content: { ...content, validFrom: from, validTo: to } }
}

const SAID: Record<string, boolean> = { '': false, no: false, false: false, '0': false, yes: true, true: true, '1': true }

/** Where there is a line break, `|` is a sign like any other. */
const listOf = (field: string): string[] => field.split(field.includes('\n') ? '\n' : '|').flatMap((item) => item.trim() || [])

function dateOf(field: string): number | null | undefined {
  if (field === '') return null
  const at = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(field) ? Date.parse(field) : NaN
  return Number.isNaN(at) ? undefined : at
}

export async function writeQuestions(questions: readonly QuestionContent[], format: QuestionFormat): Promise<string> {
  const pieces: string[] = []
  for await (const slice of slicesOf(questions, LINES_AT_ONCE))
    pieces.push(format === 'csv' ? slice.map(csvLine).join('') : slice.map((question) => JSON.stringify(question)).join(',\n'))
  return format === 'csv' ? `${COLUMNS.join(',')}\r\n${pieces.join('')}` : `[\n${pieces.join(',\n')}\n]\n`
}

function csvLine({ locale, text, variants, answer, tags, suggested, validFrom, validTo }: QuestionContent): string {
  const dates = [validFrom, validTo].map((at) => (at === null ? '' : new Date(at).toISOString()))
  const fields = [locale, text, joined(variants), answer, joined(tags), suggested ? 'yes' : 'no', ...dates]
  return `${fields.map((field) => csvField(guarded(field))).join(',')}\r\n`
}

/** A last line break says that line breaks are between, where a sign in it would say otherwise. */
const joined = (items: readonly string[]): string => {
  const lines = items.map((item) => item.replaceAll('\n', ' '))
  return lines.some((line) => line.includes('|')) ? `${lines.join('\n')}\n` : lines.join('|')
}
