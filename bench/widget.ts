/**
 * What the widget costs a page, beside the bare libraries and beside other chats, in one run: `npm run bench:widget`. Build first. Ends with an
 * error where a promise is broken. What the numbers mean is in bench/README.md.
 *
 * `--record` keeps the run and writes it into the documentation; `--quick` only tries the bench; `--alone` leaves out the peers.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { launch } from './widget/browser.ts'
import { chartOf } from './widget/chart.ts'
import { isKept, machineName, type Record } from './widget/record.ts'
import { measure } from './widget/run.ts'
import { pageWith, tableOf } from './widget/table.ts'

const { values: given } = parseArgs({
  options: { record: { type: 'boolean' }, quick: { type: 'boolean' }, alone: { type: 'boolean' } },
})
const { record: isKeeping = false, quick: isQuick = false, alone: isAlone = false } = given
if (isKeeping && (isQuick || isAlone)) throw new Error('only a whole run is kept: --record stands alone')

const say = (line: string): void => void process.stderr.write(`… ${line}\n`)

async function run(): Promise<Record> {
  const browser = await launch()
  try {
    return {
      date: new Date().toISOString().slice(0, 10),
      machine: machineName(),
      node: process.versions.node,
      chromium: browser.version(),
      isQuick,
      ...(await measure(browser, { isQuick, withPeers: !isAlone, say })),
    }
  } finally {
    await browser.close()
  }
}

function keep(record: Record): void {
  const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
  mkdirSync(at('records'), { recursive: true })
  writeFileSync(at(`records/${record.date}-${record.machine}.json`), `${JSON.stringify(record, null, 2)}\n`)
  writeFileSync(at('../docs/bench-widget.svg'), chartOf(record))
  const page = at('../docs/performance.md')
  writeFileSync(page, pageWith(record, readFileSync(page, 'utf8')))
}

try {
  const record = await run()
  process.stdout.write(`${tableOf(record)}\n`)
  if (isKeeping) keep(record)
  if (!record.lines.every(isKept)) process.exitCode = 1
} catch (error) {
  // What an expectation carries along fills screens; its sentence and place are in the stack.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
}
