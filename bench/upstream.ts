/**
 * What the model's side costs: processor time for each token, and time to the first one, beside a bare relay over undici and a bare one with the official SDK, all
 * in one run and each in a process of its own: `npm run bench:upstream`. Every relay has to give the whole text before anything is said about its speed.
 * What the numbers mean is in bench/README.md. `--quick` only tries the bench.
 */

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startUpstream } from '../server/testing/upstream.ts'
import type { Reading } from './upstream/reading.ts'
import { RELAYS, TEXT, type RelayName } from './upstream/relays.ts'
import { median } from './widget/statistics.ts'

const run = promisify(execFile)
const READING = fileURLToPath(new URL('upstream/reading.ts', import.meta.url))

const isQuick = process.argv.includes('--quick')
const [STREAMS, ROUNDS, TURNS] = isQuick ? [20, 1, 1] : [100, 3, 3]
const TOKENS_PER_SECOND = isQuick ? 100 : 30
/** Beside the bare relay over undici. */
const MOST_CPU = 1.5
const MOST_ADDED_MS = 2

await using upstream = await startUpstream()
upstream.reply(TEXT, { tokensPerSecond: TOKENS_PER_SECOND })

const readings = new Map<RelayName, Reading[]>()
// In turns, so that an hour in which the machine is busy is everybody's.
for (let turn = 0; turn < TURNS; turn++) {
  for (const name of Object.keys(RELAYS) as RelayName[]) {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', READING, name, upstream.url, String(STREAMS), String(ROUNDS)])
    readings.set(name, [...(readings.get(name) ?? []), ...(JSON.parse(stdout) as Reading[])])
  }
}

const cpuOf = (name: RelayName): number => median((readings.get(name) ?? []).map(({ cpuMicros, tokens }) => cpuMicros / tokens))
const firstOf = (name: RelayName): number => median((readings.get(name) ?? []).flatMap(({ firstMs }) => firstMs))

console.log(`${STREAMS} answers at once, ${TOKENS_PER_SECOND} tokens a second each, ${ROUNDS * TURNS} rounds:`)
console.table(
  Object.fromEntries(
    (Object.keys(RELAYS) as RelayName[]).map((name) => [
      name,
      {
        'µs of CPU a token': cpuOf(name).toFixed(1),
        'beside bare undici': (cpuOf(name) / cpuOf('undici, bare')).toFixed(2),
        'first token, ms': firstOf(name).toFixed(2),
        'added to bare undici, ms': (firstOf(name) - firstOf('undici, bare')).toFixed(2),
      },
    ]),
  ),
)

const broken = [
  cpuOf('ours') > cpuOf('undici, bare') * MOST_CPU && `a token costs more than ${MOST_CPU} times what it does over bare undici`,
  cpuOf('ours') >= cpuOf('the SDK, bare') && 'a token costs more than with the bare SDK',
  firstOf('ours') - firstOf('undici, bare') > MOST_ADDED_MS && `the first token comes more than ${MOST_ADDED_MS} ms later`,
].filter((words) => words !== false)
for (const words of broken) console.error(`BROKEN: ${words}`)
if (!isQuick && broken.length > 0) process.exitCode = 1
