/** The day as tables, for the terminal and for docs/cache.md. */

import { KINDS, type Kind } from './messages.ts'
import type { Run, Way } from './replay.ts'

export type DayRecord = { date: string; machine: string; node: string; seed: number; visits: number; runs: Run[] }

const WHAT: Record<Kind, string> = {
  approved: 'approved question, in one of its wordings',
  reworded: 'approved question, in a wording nobody approved',
  other: 'another question',
  rush: 'one question of sixty customers in 90 s',
  greeting: 'greeting',
  thanks: 'thanks',
  complaint: 'complaint',
  person: 'wish for a person',
}

export const LENGTHS: Record<number, string> = { 0: 'nothing kept or shared', 30: '30 s, as delivered', 3600: 'one hour' }
export const nameOf = ({ keepSeconds }: Run): string => LENGTHS[keepSeconds] ?? `${keepSeconds} s`

export const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`

const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`

function waysTable(runs: readonly Run[]): string {
  const share = (run: Run, way: Way): string => percent(run.ways[way], run.messages)
  return [
    row(
      'answers are kept for',
      'approved questions',
      'kept answers',
      'shared while written',
      'calls of the model',
      'people',
      'calls saved',
    ),
    row('---', '--:', '--:', '--:', '--:', '--:', '--:'),
    ...runs.map((run) => {
      const [approved, kept, joined] = [share(run, 'approved'), share(run, 'kept'), share(run, 'joined')]
      const calls = `${run.modelCalls} of ${run.messages} messages`
      return row(nameOf(run), approved, kept, joined, calls, share(run, 'person'), percent(run.messages - run.modelCalls, run.messages))
    }),
  ].join('\n')
}

function kindsTable(run: Run): string {
  return [
    row('what was written', 'messages', 'approved answer', 'the model, or its kept answer', 'a person'),
    row('---', '--:', '--:', '--:', '--:'),
    ...KINDS.map((kind) => {
      const { messages, approved, model, person } = run.byKind[kind]
      return row(WHAT[kind], messages, percent(approved, messages), percent(model, messages), percent(person, messages))
    }),
  ].join('\n')
}

const handovers = ({ handovers: by }: Run): string =>
  Object.entries(by)
    .toSorted(([, one], [, other]) => other - one)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ')

export function tableOf({ date, machine, node, seed, visits, runs }: DayRecord): string {
  const [first] = runs
  if (!first) throw new Error('nothing was run')
  return [
    `${date}, ${machine}, Node.js ${node}; seed ${seed}, ${visits} ordinary visits and a rush of 60.`,
    waysTable(runs),
    kindsTable(first),
    `Handed over: ${handovers(first)}.`,
  ].join('\n\n')
}

const [BEGIN, END] = ['<!-- bench:day -->', '<!-- /bench:day -->']

/** The page with this record in the place of the last one. */
export function pageWith(record: DayRecord, page: string): string {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`the page has no ${BEGIN}`)
  const picture = '![Who answered the messages of a day, by how long answers are kept](bench-day.svg)'
  return `${before}${BEGIN}\n\n${picture}\n\n${tableOf(record)}\n\n${END}${after}`
}
