/** A report as a table with a bar for each day, and as CSV. */

import { ANSWERED_BY, type AnsweredBy } from '../ports/spend.ts'
import type { Report, ReportSums } from './report.ts'

const SHADES: Record<AnsweredBy, string> = { question: '█', cache: '▓', model: '▒', person: '░', nobody: '·' }
const TITLES: Record<AnsweredBy, string> = { question: 'approved', cache: 'kept', model: 'model', person: 'person', nobody: 'nobody' }
const BAR = 24

type Column = { title: string; of: (sums: ReportSums) => string }

const whole = (value: number): string => value.toLocaleString('en')
const money = (millionths: number): string => (millionths / 1e6).toFixed(4)
const savedOf = ({ saved }: ReportSums): number => saved.questions + saved.cache

const COLUMNS: Column[] = [
  { title: 'messages', of: ({ messages }) => whole(messages) },
  ...ANSWERED_BY.map((by): Column => ({ title: TITLES[by], of: ({ answeredBy }) => whole(answeredBy[by]) })),
  { title: 'tokens in', of: ({ promptTokens }) => whole(promptTokens) },
  { title: 'out', of: ({ completionTokens }) => whole(completionTokens) },
  { title: 'spent', of: ({ spent }) => money(spent) },
  { title: 'saved', of: (sums) => money(savedOf(sums)) },
]

const turnsOf = ({ answeredBy }: ReportSums): number => ANSWERED_BY.reduce((sum, by) => sum + answeredBy[by], 0)

export function drawReport({ days, total }: Report, { title, currency }: { title: string; currency: string }): string {
  const most = Math.max(1, ...days.map(turnsOf))
  const widths = COLUMNS.map(({ title: name, of }) => Math.max(name.length, ...[...days, total].map((sums) => of(sums).length)))
  const line = (day: string, cells: string[], bar = ''): string =>
    [day.padEnd(10), ...cells.map((cell, index) => cell.padStart(widths[index] ?? 0)), bar].join('  ').trimEnd()
  const rule = '─'.repeat(
    line(
      '',
      COLUMNS.map(() => '0'),
    ).length,
  )
  const cellsOf = (sums: ReportSums): string[] => COLUMNS.map(({ of }) => of(sums))
  return [
    title,
    `Turns by who answered; days by UTC, money in ${currency}.`,
    '',
    line(
      'day',
      COLUMNS.map(({ title: name }) => name),
    ),
    rule,
    ...days.map((day) => line(day.day, cellsOf(day), barOf(day, most))),
    rule,
    line('in all', cellsOf(total)),
    '',
    ANSWERED_BY.map((by) => `${SHADES[by]} ${TITLES[by]}`).join('   '),
    ...told(total, currency),
  ].join('\n')
}

/** As long as the day was busy; each part as long as its share, with the rounding carried on so that the parts make up the whole. */
function barOf(sums: ReportSums, most: number): string {
  let turns = 0
  let drawn = 0
  return ANSWERED_BY.map((by) => {
    turns += sums.answeredBy[by]
    const end = Math.round((turns / most) * BAR)
    const part = SHADES[by].repeat(end - drawn)
    drawn = end
    return part
  }).join('')
}

function told({ calls, estimatedCalls, answeredBy, saved, cachedTokens }: ReportSums, currency: string): string[] {
  const lines: string[] = []
  if (answeredBy.model > 0)
    lines.push(
      `Saved is an estimate: approved questions ${money(saved.questions)} ${currency}, kept answers ${money(saved.cache)} ${currency}, at the mean cost of the model.`,
    )
  if (cachedTokens > 0) lines.push(`${whole(cachedTokens)} of the tokens in were in the provider’s cache, and cheaper.`)
  if (estimatedCalls > 0)
    lines.push(`The provider did not count ${whole(estimatedCalls)} of ${whole(calls)} calls: their tokens are estimated.`)
  return lines
}

const exact = (millionths: number): string => (millionths / 1e6).toFixed(6)

/** By the names that the first line has. */
const csvFields = (sums: ReportSums): Record<string, number | string> => ({
  messages: sums.messages,
  ...sums.answeredBy,
  calls: sums.calls,
  estimated_calls: sums.estimatedCalls,
  prompt_tokens: sums.promptTokens,
  cached_tokens: sums.cachedTokens,
  completion_tokens: sums.completionTokens,
  spent: exact(sums.spent),
  saved_by_questions: exact(sums.saved.questions),
  saved_by_cache: exact(sums.saved.cache),
})

/** Plain numbers without separators, money with a point: what any spreadsheet reads. */
export function reportCsv(reports: { site: string; report: Report }[], currency: string): string {
  const rows = reports.flatMap(({ site, report }) => report.days.map((sums) => ({ site, day: sums.day, currency, ...csvFields(sums) })))
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((row) => row.join(',')).join('\n')
}
