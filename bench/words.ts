/**
 * What looking for sensitive words costs, beside a bare loop, a regular expression and other libraries, in one run: `npm run bench:words`. Every
 * engine's matches are counted before its speed, and each measurement has a process of its own. Ends with an error where a promise is broken.
 * What the numbers mean is in bench/README.md. Build first.
 *
 * `--record` keeps the run and writes it into the documentation; `--quick` only tries the bench; `--alone` leaves out the peers.
 */

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { hasData } from '../server/words/testing/real-data.ts'
import { unpack } from './unpack.ts'
import { machineName } from './widget/record.ts'
import type { Bomb } from './words/bomb.ts'
import { chartOf } from './words/chart.ts'
import type { Task } from './words/child.ts'
import { ENGINE_NAMES, PEER_NAMES, type EngineName } from './words/engines.ts'
import { SIZES } from './words/material.ts'
import { isKept, linesOf, pageWith, tableOf, type Record } from './words/report.ts'
import type { Scan } from './words/scan.ts'
import type { Streams } from './words/stream.ts'

const { values: given } = parseArgs({
  options: { record: { type: 'boolean' }, quick: { type: 'boolean' }, alone: { type: 'boolean' } },
})
const { record: isKeeping = false, quick: isQuick = false, alone: isAlone = false } = given
if (isKeeping && (isQuick || isAlone)) throw new Error('only a whole run is kept: --record stands alone')

const say = (line: string): void => void process.stderr.write(`… ${line}\n`)
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

async function inChild<Found>(task: Task): Promise<Found> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--import',
    'tsx',
    at('words/child.ts'),
    JSON.stringify(task),
  ])
  if (stderr.includes('…')) say(stderr.slice(stderr.indexOf('…') + 1).trim())
  return JSON.parse(stdout) as Found
}

const isPeer = (name: EngineName): boolean => PEER_NAMES.includes(name)

/** Those that are there or can be fetched. What npm says of the others names places of this machine. */
async function engines(missing: string[]): Promise<EngineName[]> {
  const found: EngineName[] = []
  for (const name of ENGINE_NAMES) {
    if (isPeer(name) && isAlone) continue
    try {
      if (isPeer(name)) await unpack(name.replace('/fast', ''), say)
      found.push(name)
    } catch {
      missing.push(`${name} could not be fetched.`)
    }
  }
  return found
}

async function run(): Promise<Record> {
  const missing: string[] = []
  const names = await engines(missing)
  const pace = isQuick ? { rounds: 1, roundMs: 20 } : { rounds: 5, roundMs: 150 }
  const scans: Record['scans'] = []
  for (const size of SIZES)
    for (const engine of names) {
      say(`${engine}, ${size} words`)
      scans.push({ engine, size, scan: await inChild<Scan>({ kind: 'scan', engine, size, pace }) })
    }
  const streams: Record['streams'] = []
  for (const size of SIZES) {
    say(`streams, ${size} words`)
    const peers = names.includes('@monyone/aho-corasick/fast')
    streams.push({ size, streams: await inChild<Streams>({ kind: 'streams', size, rounds: isQuick ? 1 : 25, peers }) })
  }
  const bombs: Record['bombs'] = []
  for (const engine of names.filter((name) => name === 'Kefu' || isPeer(name))) {
    say(`words within words, ${engine}`)
    bombs.push({ engine, bomb: await inChild<Bomb>({ kind: 'bomb', engine }) })
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machineName(),
    node: process.versions.node,
    isQuick,
    scans,
    streams,
    bombs,
    missing,
  }
}

function keep(record: Record): void {
  mkdirSync(at('records'), { recursive: true })
  writeFileSync(at(`records/words-${record.date}-${record.machine}.json`), `${JSON.stringify(record, null, 2)}\n`)
  writeFileSync(at('../docs/bench-words.svg'), chartOf(record))
  const page = at('../docs/performance.md')
  writeFileSync(page, pageWith(record, readFileSync(page, 'utf8')))
}

if (!hasData) process.stdout.write('Nothing is measured: the words and messages are in ../shared/data, which is not here.\n')
else {
  const record = await run()
  process.stdout.write(`${tableOf(record)}\n`)
  if (isKeeping) keep(record)
  if (!linesOf(record).every(isKept)) process.exitCode = 1
}
