/** A record as text: the same table in a terminal and in the documentation. */

import { isKept, type Line, type Record, type Row } from './record.ts'

const bytes = (value?: number): string => (value === undefined ? '—' : value.toLocaleString('en'))
const tenths = (value?: number): string => (value === undefined ? '—' : value.toFixed(1))
const kilobytes = (value?: number): string => (value === undefined ? '—' : bytes(Math.round(value / 1_000)))

const COLUMNS: [head: string, cell: (row: Row) => string][] = [
  ['', ({ name }) => name],
  ['first load, B', ({ firstBytes }) => bytes(firstBytes)],
  ['open, B', ({ openedBytes }) => bytes(openedBytes)],
  ['main thread, ms', ({ taskMs }) => tenths(taskMs)],
  ['… CPU ÷ 4', ({ taskMsSlow }) => tenths(taskMsSlow)],
  ['heap, kB', ({ heapBytes }) => kilobytes(heapBytes)],
  ['layout shift', ({ layoutShift }) => (layoutShift === undefined ? '—' : String(Number(layoutShift.toFixed(4))))],
  ['other hosts', ({ otherHosts }) => (otherHosts === undefined ? '—' : otherHosts.join(' ') || 'none')],
]

const valueOf = ({ value, unit }: Pick<Line, 'value' | 'unit'>): string =>
  `${unit === 'ms' ? value.toFixed(value < 100 ? 1 : 0) : Number(value.toFixed(unit === 'B' ? 0 : 3)).toLocaleString('en')} ${unit}`.trim()

const LINES: [head: string, cell: (line: Line) => string][] = [
  ['Kefu', ({ part, what }) => `${part}: ${what}`],
  ['measured', valueOf],
  ['promised', ({ promise, unit }) => (promise === undefined ? '' : `≤ ${valueOf({ value: promise, unit })}`)],
  ['', (line) => (line.promise === undefined ? '' : isKept(line) ? '✓' : '✗ BROKEN')],
]

/** Markdown that reads well as it stands: every column as wide as its widest cell, numbers to the right. */
function aligned<Item>(columns: [head: string, cell: (item: Item) => string][], items: readonly Item[]): string {
  const cells = [columns.map(([head]) => head), ...items.map((item) => columns.map(([, cell]) => cell(item)))]
  const widths = columns.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)))
  const drawn = cells.map(
    (line) =>
      `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`,
  )
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [drawn[0], rule, ...drawn.slice(1)].join('\n')
}

export function tableOf(record: Record): string {
  const { date, machine, node, chromium, isQuick, rows, missing, lines } = record
  return [
    `${date}, ${machine}, Node.js ${node}, Chromium ${chromium}${isQuick ? '. A QUICK RUN: times mean nothing' : ''}`,
    aligned(COLUMNS, rows),
    ...missing,
    aligned(LINES, lines),
  ].join('\n\n')
}

const [BEGIN, END] = ['<!-- bench:widget -->', '<!-- /bench:widget -->']

/** The page of the documentation with this record between its two marks. */
export function pageWith(record: Record, page: string): string {
  const [before = '', rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (after === undefined) throw new Error(`the page has no place for the table: it stands between ${BEGIN} and ${END}`)
  const picture = '![What chat widgets weigh: on every page, and with the chat open](bench-widget.svg)'
  return `${before}${BEGIN}\n\n${picture}\n\n${tableOf(record)}\n\n${END}${after}`
}
