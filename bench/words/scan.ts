/** How fast one engine reads, in a process of its own and beside a bare loop that takes turns with it, so that the machine's moods fall on both. */

import { ENGINES, type Engine, type EngineName } from './engines.ts'
import { messagesOf, plainCount, withHits, wordsOf } from './material.ts'
import { median } from '../widget/statistics.ts'

export type Reading = {
  /** Million code units a second. */
  rate: number
  /** Of the speed of a loop that does nothing but look at each code unit. */
  ofLoop: number
}

export type Scan = {
  buildMs: number
  bytes?: number
  clean: Reading
  hits: Reading
  /** How many matches it found where the plain count is `expected`. */
  found: number
  expected: number
}

/** To count matches in: no more, since the plain count is slow. */
const COUNTED = 200

function loop(text: string): number {
  let sum = 0
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index)
  return sum
}

const total = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0)

/** Sums are kept, so that the work is not seen to be for nothing. */
let kept = 0

/** Million code units a second in one round of so many milliseconds at least, by the processor's clock: others may be at work. */
function rateOf(texts: readonly string[], read: (text: string) => number, roundMs: number): number {
  const begun = process.cpuUsage()
  let units = 0
  let index = 0
  // Ever more between two looks at the clock, as a look costs as much as some messages.
  for (let many = 1; ; many *= 2) {
    for (let one = 0; one < many; one++, index = (index + 1) % texts.length) {
      const text = texts[index] ?? ''
      kept += read(text)
      units += text.length
    }
    const { user, system } = process.cpuUsage(begun)
    const elapsed = (user + system) / 1_000
    if (elapsed >= roundMs) return units / elapsed / 1_000
  }
}

function beside(texts: readonly string[], read: (text: string) => number, { rounds, roundMs }: Pace): Reading {
  rateOf(texts, read, roundMs)
  rateOf(texts, loop, roundMs / 4)
  const readings = Array.from({ length: rounds }, () => {
    const rate = rateOf(texts, read, roundMs)
    return { rate, ofLoop: rate / rateOf(texts, loop, roundMs / 4) }
  })
  return { rate: median(readings.map(({ rate }) => rate)), ofLoop: median(readings.map(({ ofLoop }) => ofLoop)) }
}

export type Pace = { rounds: number; roundMs: number }

export async function scan(name: EngineName, size: number, pace: Pace): Promise<Scan> {
  const words = wordsOf(size)
  const messages = messagesOf()
  const build = await ENGINES[name](words)
  const before = process.cpuUsage()
  const engine: Engine = build()
  const { user, system } = process.cpuUsage(before)

  const isClean = (message: string): boolean => !message.includes('\n') && engine.count(message) === 0
  const clean = messages.slice(0, size > 20_000 || name === 'RegExp' ? 1_000 : 4_000).filter(isClean)
  const hits = withHits(clean, words)
  const counted = hits.slice(0, name === 'RegExp' ? 40 : COUNTED)
  const expected = plainCount(words, counted)[engine.counts === 'all' ? 'all' : 'longest']
  const found = counted.reduce((sum, text) => sum + engine.count(text), 0)
  if (engine.counts === 'at least' ? found < expected : found !== expected)
    process.stderr.write(`… ${name} finds ${found} where ${expected} are, of ${size} words\n`)
  if (!Number.isFinite(kept) || clean.length < 100 || total(clean) === 0) throw new Error(`${name} finds something in nearly every message`)

  return {
    buildMs: (user + system) / 1_000,
    ...(engine.bytes === undefined ? {} : { bytes: engine.bytes }),
    clean: beside(clean, engine.count, pace),
    hits: beside(hits, engine.count, pace),
    found,
    expected,
  }
}
