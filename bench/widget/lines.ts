/** Our own numbers, each beside what is promised of it. */

import { LIMITS } from '../../e2e/sizes.ts'
import type { BeforeIntent } from './before-intent.ts'
import { total, type Fetched } from './bytes.ts'
import type { Memory } from './memory.ts'
import type { Bytes } from './product.ts'
import type { Line } from './record.ts'
import type { Streaming } from './streaming.ts'
import type { Taps } from './tap.ts'

export type Findings = {
  bytes: Bytes
  /** Up to the first answer. */
  fetched: Fetched[]
  /** The files that wait until somebody needs them, in bytes. */
  lazy: { [source: string]: number }
  beforeIntent: BeforeIntent
  beforeIntentSlow: BeforeIntent
  taps: Taps
  tapsFar: Taps
  streaming: Streaming
  streamingSlow: Streaming
  memory: Memory
}

type Reading = Omit<Line, 'part'>

const inBytes = (what: string, value: number): Reading => ({ what, value, unit: 'B' })
const inMs = (what: string, value: number): Reading => ({ what, value, unit: 'ms' })
const counted = (what: string, value: number): Reading => ({ what, value, unit: '' })
const atMost = (promise: number, reading: Reading): Reading => ({ ...reading, promise })

export function linesOf(found: Findings): Line[] {
  const { bytes, fetched, lazy, beforeIntent, beforeIntentSlow, taps, tapsFar, streaming, streamingSlow, memory } = found
  const [largest = ['none', 0]] = Object.entries(lazy).toSorted(([, one], [, other]) => other - one)
  const sent = fetched.reduce((sum, { sentBytes }) => sum + sentBytes, 0)
  const parts: Record<string, Reading[]> = {
    Bytes: [
      atMost(LIMITS.loader, inBytes('the script in the page', bytes.first)),
      atMost(LIMITS.firstAnswer, inBytes('all up to the first streamed answer, in English', total(fetched))),
      inBytes('the same as our server sends it, with nothing before it that compresses', sent),
      atMost(LIMITS.lazy, inBytes(`the largest part on demand, ${largest[0]}`, largest[1])),
    ],
    'Before anybody asks': [
      atMost(5, inMs('main thread', beforeIntent.taskMs)),
      inMs('main thread, scripts alone', beforeIntent.scriptMs),
      inMs('main thread, CPU ÷ 4', beforeIntentSlow.taskMs),
      inMs('how far the page without it is from itself', beforeIntent.doubtMs),
      atMost(0, counted('layout shift', bytes.layoutShift)),
      atMost(0, counted('other hosts asked', bytes.otherHosts.length)),
    ],
    'From tap to usable': [...tapsIn('this machine', taps), ...tapsIn('3G Fast', tapsFar)],
    'An answer of 16 KiB, streamed': [...streamed('', streaming), ...streamed(', CPU ÷ 4', streamingSlow)],
    'An hour of chat': [
      inBytes(`heap for each of ${memory.messages} messages with answers`, memory.heapBytesPerMessage),
      atMost(50_000, inBytes('heap for each, in the last sixth', memory.lastHeapBytesPerMessage)),
      counted('DOM nodes for each', memory.nodesPerMessage),
      inMs('main thread for each, in the first sixth', memory.firstTaskMs),
      inMs('main thread for each, in the last sixth', memory.lastTaskMs),
    ],
  }
  return Object.entries(parts).flatMap(([part, readings]) => readings.map((reading) => ({ part, ...reading })))
}

const tapsIn = (where: string, { coldMs, warmMs, returningMs }: Taps): Reading[] => [
  inMs(`${where}, first visit`, coldMs),
  inMs(`${where}, files in the cache`, warmMs),
  inMs(`${where}, a customer who comes back`, returningMs),
]

const streamed = (how: string, { frames, taskMs, scriptMs, taskMsPerFrame, longTasksMs }: Streaming): Reading[] => [
  atMost(0, counted(`tasks longer than 50 ms${how}`, longTasksMs.length)),
  inMs(`main thread${how}`, taskMs),
  inMs(`scripts alone${how}`, scriptMs),
  inMs(`main thread for each of ${frames} frames${how}`, taskMsPerFrame),
]
