/** What one run has found out, as it is kept. */

import { availableParallelism, cpus } from 'node:os'

export type Unit = 'B' | 'ms' | 'MB' | ''

/** One reading of ours. */
export type Line = {
  part: string
  what: string
  value: number
  unit: Unit
  /** The most that it may be. */
  promise?: number
}

/** One product beside the others. What could not be measured is not there. */
export type Row = {
  name: string
  /** Brotli, everything up to then. */
  firstBytes: number
  openedBytes?: number
  taskMs?: number
  taskMsSlow?: number
  heapBytes?: number
  layoutShift?: number
  /** That were asked for something by a page which had only pasted the snippet and been tapped once. */
  otherHosts?: string[]
}

export type Record = {
  date: string
  machine: string
  node: string
  chromium: string
  /** Few rounds: to try the bench, and nothing to go by. */
  isQuick: boolean
  rows: Row[]
  missing: string[]
  lines: Line[]
}

export const isKept = ({ value, promise }: Line): boolean => promise === undefined || value <= promise

/** Enough to compare with, nothing to find it by. */
export function machineName(): string {
  const model = (cpus()[0]?.model ?? 'unknown')
    .toLowerCase()
    .replace(/\(r\)|\(tm\)|@.*|\bcpu\b/g, '')
    .trim()
  return `${availableParallelism()}-${model.replace(/[^a-z0-9]+/g, '-').replace(/-$/, '')}`
}
