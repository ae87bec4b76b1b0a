/**
 * Messages from a file, to try a list on. Plain text: a message a line. CSV: the column `text`, which the first line must name, with commas, semicolons or tabs between.
 * JSON Lines: a text a line, or an object with `text`. A line that is none of it is told with its number, and the others count.
 */

import { asLines, CSV_SIGNS, readCsv, type CsvRecord } from './csv.ts'
import type { LineFault } from './read-rules.ts'

export const MESSAGE_FORMATS = ['txt', 'csv', 'jsonl'] as const
export type MessageFormat = (typeof MESSAGE_FORMATS)[number]

export type MessagesRead = {
  texts: string[]
  /** The first of them; `faultCount` says how many there were. */
  faults: LineFault[]
  faultCount: number
}

const MOST_FAULTS = 100

type Line = { text: string } | { line: number; fault: string }

/** `undefined` for CSV without a column `text`. */
export function readMessages(file: string, format: MessageFormat): MessagesRead | undefined {
  const lines = READERS[format](asLines(file))
  if (!lines) return undefined
  const read: MessagesRead = { texts: [], faults: [], faultCount: 0 }
  for (const entry of lines) {
    if ('text' in entry) {
      if (entry.text.trim() !== '') read.texts.push(entry.text)
      continue
    }
    read.faultCount += 1
    if (read.faults.length < MOST_FAULTS) read.faults.push({ line: entry.line, says: entry.fault })
  }
  return read
}

const READERS: Record<MessageFormat, (text: string) => Line[] | undefined> = {
  txt: (text) => text.split(/\r?\n/).map((line) => ({ text: line })),
  csv: csvLines,
  jsonl: (text) => text.split(/\r?\n/).flatMap((row, index) => (row.trim() === '' ? [] : jsonLine(row, index + 1))),
}

function csvLines(text: string): Line[] | undefined {
  for (const sign of CSV_SIGNS) {
    const [header] = readCsv(text, sign)
    const column = header ? columnIn(header) : -1
    if (column !== -1)
      return [...readCsv(text, sign)].slice(1).map((record) => ('fault' in record ? record : { text: record.fields[column]?.text ?? '' }))
  }
  return undefined
}

const columnIn = (header: CsvRecord): number =>
  'fields' in header ? header.fields.findIndex(({ text }) => text.trim().toLowerCase() === 'text') : -1

function jsonLine(row: string, line: number): Line {
  try {
    const said: unknown = JSON.parse(row)
    const text = typeof said === 'object' && said !== null && 'text' in said ? said.text : said
    return typeof text === 'string' ? { text } : { line, fault: 'there is no “text”' }
  } catch {
    return { line, fault: 'this is no JSON' }
  }
}
