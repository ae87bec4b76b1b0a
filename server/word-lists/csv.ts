/**
 * Values with a comma between (or another sign, as spreadsheets of half of Europe have it) as RFC 4180 has them: fields in quotes may hold commas, quotes (doubled) and line breaks; lines end with LF or CRLF. A record that
 * is none is told as such, and reading goes on in the line after the one in which it began.
 */

export type CsvField = { text: string; quoted: boolean }
export type CsvRecord = { line: number; fields: CsvField[] } | { line: number; fault: string }

export type CsvSign = ',' | ';' | '\t'

const PATTERNS: Record<CsvSign, { plain: RegExp; end: RegExp }> = {
  ',': { plain: /[^,\r\n"]*/y, end: /,|\r?\n|$/y },
  ';': { plain: /[^;\r\n"]*/y, end: /;|\r?\n|$/y },
  '\t': { plain: /[^\t\r\n"]*/y, end: /\t|\r?\n|$/y },
}
/** Nobody's table has more, and a file of nothing but commas would hold up everybody. */
const MOST_FIELDS = 1_000

export const CSV_SIGNS: readonly CsvSign[] = [',', ';', '\t']

export function* readCsv(text: string, sign: CsvSign = ','): Generator<CsvRecord> {
  let at = 0
  let line = 1
  while (at < text.length) {
    const record = readRecord(text, at, sign)
    if (typeof record === 'object') yield { line, fields: record.fields }
    else yield { line, fault: record }
    const end = typeof record === 'object' ? record.end : lineEnd(text, at)
    for (let index = text.indexOf('\n', at); index !== -1 && index < end; index = text.indexOf('\n', index + 1)) line += 1
    at = end
  }
}

function readRecord(text: string, from: number, sign: CsvSign): { fields: CsvField[]; end: number } | string {
  const { plain, end: endOf } = PATTERNS[sign]
  const fields: CsvField[] = []
  for (let at = from; ;) {
    const close = closingQuote(text, at)
    const isQuoted = close !== -1
    const said = isQuoted ? text.slice(at + 1, close) : (match(plain, text, at)?.[0] ?? '')
    fields.push({ text: isQuoted ? said.replaceAll('""', '"') : said, quoted: isQuoted })
    at = isQuoted ? close + 1 : at + said.length
    const end = match(endOf, text, at)
    if (!end) return 'the quotes do not fit'
    if (fields.length > MOST_FIELDS) return `there are more than ${MOST_FIELDS.toLocaleString('en')} columns`
    at += end[0].length
    if (end[0] !== sign) return { fields, end: at }
  }
}

/** Where the field in quotes that begins here ends; -1 where none does. No pattern: millions of doubled quotes are more than one can go back over. */
function closingQuote(text: string, from: number): number {
  if (text[from] !== '"') return -1
  let close = text.indexOf('"', from + 1)
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
  return close
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end + 1
}

/** A file as lines: without the mark that some editors put at its beginning, and with LF where an old spreadsheet ends its lines with CR alone. */
export const asLines = (file: string): string => file.replace(/^\uFEFF+/, '').replace(/\r(?!\n)/g, '\n')

/** `quoted` also where nothing forces it. */
export const csvField = (text: string, quoted = false): string =>
  quoted || /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text

const FORMULA = /^'*[=+\-@\t\r]/
/** Spreadsheets take a field that begins with one of a few signs for a formula and run it. So such a field is written with `'` before it, and read without. */
export const guarded = (field: string): string => (FORMULA.test(field) ? `'${field}` : field)
export const unguarded = (field: string): string => (field.startsWith("'") && FORMULA.test(field) ? field.slice(1) : field)
