/** Messages with what they ask for, as an owner writes them down to try the readings on: CSV with the columns text, label and, if wanted, language. */

import { readCsv, type CsvRecord } from '../word-lists/csv.ts'
import { INTENTS, type Intent } from './reading.ts'

export type LabelledMessage = { text: string; label: Intent; language: string | undefined }
export type LabelledFile = { messages: LabelledMessage[]; faults: { line: number; says: string }[] }

/** `undefined` where the first line does not name the columns. A line that is wrong is told, and the others are read. */
export function readLabelled(text: string): LabelledFile | undefined {
  const records = [...readCsv(text.replace(/^\uFEFF/, ''))].filter((record) => !isEmpty(record))
  const [first] = records
  if (!first || !('fields' in first)) return undefined
  const names = first.fields.map((field) => field.text.trim().toLowerCase())
  const [textAt, labelAt, languageAt] = ['text', 'label', 'language'].map((name) => names.indexOf(name))
  if (textAt === undefined || textAt === -1 || labelAt === undefined || labelAt === -1) return undefined

  const file: LabelledFile = { messages: [], faults: [] }
  for (const record of records.slice(1)) {
    if ('fault' in record) {
      file.faults.push({ line: record.line, says: record.fault })
      continue
    }
    const cell = (at = -1): string => record.fields[at]?.text.trim() ?? ''
    const label = INTENTS.find((intent) => intent === cell(labelAt).toLowerCase())
    if (cell(textAt) === '') file.faults.push({ line: record.line, says: 'there is no text' })
    else if (label) file.messages.push({ text: cell(textAt), label, language: cell(languageAt).toLowerCase() || undefined })
    else file.faults.push({ line: record.line, says: `“${cell(labelAt)}” is no label; there are: ${INTENTS.join(', ')}` })
  }
  return file
}

const isEmpty = (record: CsvRecord): boolean => 'fields' in record && record.fields.every(({ text }) => text.trim() === '')
