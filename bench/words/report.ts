/** What one run has found out, as it is kept and as it is read. */

import type { Bomb } from './bomb.ts'
import { PEER_NAMES, titleOf, type EngineName } from './engines.ts'
import { SIZES, type Size } from './material.ts'
import type { Scan } from './scan.ts'
import type { Streams } from './stream.ts'

export type Record = {
  date: string
  machine: string
  node: string
  /** Few and short rounds: to try the bench, and nothing to go by. */
  isQuick: boolean
  scans: { engine: EngineName; size: Size; scan: Scan }[]
  streams: { size: Size; streams: Streams }[]
  bombs: { engine: EngineName; bomb: Bomb }[]
  /** What could not be measured. */
  missing: string[]
}

/** A promise: `least` or `most` it may be. */
export type Line = { what: string; value: number; unit: '×' | '%' | 'ms' | 'MB' | 'KB' | 'ns' | ''; least?: number; most?: number }

export const isKept = ({ value, least = -Infinity, most = Infinity }: Line): boolean => value >= least && value <= most

const LEAST_OF_BEST: { [size in Size]: number } = { 1_000: 8, 10_000: 7, 100_000: 5 }
const LEAST_OF_LOOP: { [size in Size]: number } = { 1_000: 0.4, 10_000: 0.28, 100_000: 0.13 }

export function linesOf({ scans, streams, bombs }: Record): Line[] {
  const of = (engine: EngineName, size: Size): Scan | undefined => scans.find((one) => one.engine === engine && one.size === size)?.scan
  const lines: Line[] = []
  for (const size of SIZES) {
    const many = `${size.toLocaleString('en')} words`
    const plain = of('Kefu', size)
    if (!plain) continue
    // Each beside the loop of its own process: that is what can be compared.
    const peers = PEER_NAMES.flatMap((name) => of(name, size)?.clean.ofLoop ?? [])
    if (peers.length > 0) {
      const value = plain.clean.ofLoop / Math.max(...peers)
      lines.push({ what: `${many}: the best other library, clean text`, value, unit: '×', least: LEAST_OF_BEST[size] })
    }
    lines.push({ what: `${many}: of a bare loop`, value: plain.clean.ofLoop * 100, unit: '%', least: LEAST_OF_LOOP[size] * 100 })
    for (const [engine, least, what] of [
      ['Kefu, folding', 70, 'with folding'],
      ['Kefu, folding and passing over', 45, 'with folding and passing over'],
    ] as const) {
      const folded = of(engine, size)
      if (folded)
        lines.push({
          what: `${many}: of the plain speed, ${what}`,
          value: (folded.clean.ofLoop / plain.clean.ofLoop) * 100,
          unit: '%',
          least,
        })
    }
    if (size === 1_000) lines.push({ what: `${many}: memory`, value: (plain.bytes ?? Number.NaN) / 1_000, unit: 'KB', most: 160 })
    if (size === 100_000) {
      lines.push({ what: `${many}: memory`, value: (plain.bytes ?? Number.NaN) / 1_000_000, unit: 'MB', most: 12 })
      lines.push({ what: `${many}: processor time to build`, value: plain.buildMs, unit: 'ms', most: 500 })
    }
    const streamed = streams.find((one) => one.size === size)?.streams
    if (!streamed) continue
    const { plain: ours, folding, monyone, live } = streamed
    if (live.monyone !== undefined)
      lines.push({ what: `${many}: @monyone's stream, what it adds to each token`, value: live.monyone / live.ours, unit: '×', least: 10 })
    if (monyone)
      lines.push({ what: `${many}: the same, of tokens that are all there`, value: monyone.nanoseconds / ours.nanoseconds, unit: '×' })
    lines.push({ what: `${many}: held back after a token, mean`, value: ours.heldMean, unit: '', ...(size === 100_000 && { most: 1.1 }) })
    lines.push({
      what: `${many}: the same with folding and passing over`,
      value: folding.heldMean,
      unit: '',
      ...(size === 100_000 && { most: 2 }),
    })
  }
  const own = bombs.find(({ engine }) => engine === 'Kefu')?.bomb
  if (own) lines.push({ what: 'words within words on 40,000 letters: beside 20,000', value: own.wholeMs / own.halfMs, unit: '×', most: 3 })
  return lines
}

const shown = (value: number): string =>
  Number.isNaN(value) ? '—' : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2)
const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`
const head = (...cells: string[]): string => `${row(...cells)}\n|---${'|---:'.repeat(cells.length - 1)}|`

function speeds({ scans }: Record): string {
  const engines = [...new Set(scans.map(({ engine }) => engine))]
  const cell = (engine: EngineName, size: Size, pick: (scan: Scan) => number): string => {
    const found = scans.find((one) => one.engine === engine && one.size === size)?.scan
    return found ? shown(pick(found)) : '—'
  }
  const sizes = SIZES.map((size) => `${size / 1_000}k`)
  const columns = (pick: (scan: Scan) => number) => (engine: EngineName) => SIZES.map((size) => cell(engine, size, pick))
  const parts = [columns(({ clean }) => clean.rate), columns(({ hits }) => hits.rate), columns(({ buildMs }) => buildMs)]
  return [
    head(
      'Mc/s, and ms to build',
      ...sizes.map((size) => `clean, ${size}`),
      ...sizes.map((size) => `hits, ${size}`),
      ...sizes.map((size) => `build, ${size}`),
    ),
    ...engines.map((engine) => row(titleOf(engine), ...parts.flatMap((part) => part(engine)))),
  ].join('\n')
}

function streaming({ streams }: Record): string {
  const rows = streams.flatMap(({ size, streams: { plain, folding, monyone } }) =>
    [
      { name: 'Kefu', of: plain },
      { name: 'Kefu, folding and passing over', of: folding },
      ...(monyone ? [{ name: titleOf('@monyone/aho-corasick'), of: monyone }] : []),
    ].map(({ name, of }) =>
      row(`${name}, ${size / 1_000}k`, shown(of.nanoseconds), of.heldMean.toFixed(2), String(of.heldP99), String(of.heldMost)),
    ),
  )
  const live = streams.flatMap(({ size, streams: { live } }) =>
    [
      { name: '`for await` alone', nanoseconds: live.loop },
      { name: 'Kefu adds', nanoseconds: live.ours },
      ...(live.monyone === undefined ? [] : [{ name: `${titleOf('@monyone/aho-corasick')} adds`, nanoseconds: live.monyone }]),
    ].map(({ name, nanoseconds }) => row(`${name}, ${size / 1_000}k`, shown(nanoseconds))),
  )
  return [
    [head('Streaming', 'ns a token', 'held, mean', 'p99', 'most'), ...rows].join('\n'),
    [head('Tokens that come one by one', 'ns a token'), ...live].join('\n'),
  ].join('\n\n')
}

function promises(record: Record): string {
  const said = ({ least, most, unit }: Line): string =>
    least !== undefined ? `≥ ${shown(least)} ${unit}` : most !== undefined ? `≤ ${shown(most)} ${unit}` : ''
  const mark = (line: Line): string => (line.least === undefined && line.most === undefined ? '' : isKept(line) ? '✓' : '✗ BROKEN')
  return [
    head('Kefu', 'measured', 'promised', ''),
    ...linesOf(record).map((line) => row(line.what, `${shown(line.value)} ${line.unit}`.trim(), said(line).trim(), mark(line))),
  ].join('\n')
}

const bombTable = ({ bombs }: Record): string =>
  [head('a² … a¹⁰¹ on 40,000 a', 'ms'), ...bombs.map(({ engine, bomb }) => row(titleOf(engine), shown(bomb.wholeMs)))].join('\n')

export function tableOf(record: Record): string {
  const title = `${record.date}, ${record.machine}, Node.js ${record.node}${record.isQuick ? ', QUICK: nothing to go by' : ''}`
  const missing = record.missing.length > 0 ? [`Missing: ${record.missing.join(' ')}`] : []
  return [title, speeds(record), streaming(record), bombTable(record), promises(record), ...missing].join('\n\n')
}

const BEGIN = '<!-- bench:words -->'
const END = '<!-- /bench:words -->'

export function pageWith(record: Record, page: string): string {
  const [before = '', rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (after === undefined) throw new Error(`the page has no place for the table: it stands between ${BEGIN} and ${END}`)
  const picture = '![How fast sensitive words are found, beside other libraries](bench-words.svg)'
  return `${before}${BEGIN}\n\n${picture}\n\n${tableOf(record)}\n\n${END}${after}`
}
