/**
 * A day of mixed messages through the whole server, with a double of the model: who answers, and how many calls of the model that saves.
 *
 *     npm run bench:day [-- --record] [-- --visits 1000]
 *
 * `--record` keeps the run and writes it into docs/cache.md and docs/bench-day.svg. Most of its time goes into the disk: with `TMPDIR` in memory it takes
 * about a minute.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chartOf } from './day/chart.ts'
import { dayOf } from './day/messages.ts'
import { replay, type Run } from './day/replay.ts'
import { pageWith, tableOf, type DayRecord } from './day/report.ts'
import { machineName } from './widget/record.ts'

const SEED = 20_260
const KEEP_SECONDS = [0, 30, 3_600]

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Before anything is told: all were asked the same, everybody was answered, and what is counted adds up. */
function check(runs: readonly Run[]): void {
  for (const run of runs) {
    if (run.modelCalls !== run.ways.model) throw new Error(`the model was called ${run.modelCalls} times, for ${run.ways.model} turns`)
    if (run.ways.nobody !== 0) throw new Error(`${run.ways.nobody} messages were answered by nobody`)
    if (run.messages !== runs[0]?.messages) throw new Error('not every run had the same messages')
  }
}

const { values } = parseArgs({ options: { record: { type: 'boolean', default: false }, visits: { type: 'string', default: '400' } } })
const visits = Number(values.visits)
const runs: Run[] = []
for (const keepSeconds of KEEP_SECONDS) runs.push(await replay(dayOf({ seed: SEED, visits }), keepSeconds))
check(runs)
const record: DayRecord = {
  date: new Date().toISOString().slice(0, 10),
  machine: machineName(),
  node: process.versions.node,
  seed: SEED,
  visits,
  runs,
}
process.stdout.write(`${tableOf(record)}\n`)
if (values.record) {
  mkdirSync(at('records'), { recursive: true })
  writeFileSync(at(`records/day-${record.date}-${record.machine}.json`), `${JSON.stringify(record, null, 2)}\n`)
  writeFileSync(at('../docs/bench-day.svg'), chartOf(record))
  const page = at('../docs/cache.md')
  writeFileSync(page, pageWith(record, readFileSync(page, 'utf8')))
}
