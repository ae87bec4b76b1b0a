/**
 * Which of overlapping matches count: for each action the leftmost, and of those the longest. Matches come in the order of their ends; one is chosen as soon as nothing that
 * may still come can take its place.
 */

import { EXCEPTION, isHiding } from './meaning.ts'
import { ACTIONS } from './rule.ts'

export type Candidate = { start: number; end: number; rule: number; list: number }

export type Chosen = (lane: number, candidate: Candidate) => void

/** Who knows what may still come. */
export type Ahead = {
  /** The earliest place at which a match of the lane may begin, not before `from`. */
  live(lane: number, from: number): number
}

/** Taking one after another away costs little, setting an array's length more than all else here. */
export function shorten(row: unknown[], length: number): void {
  while (row.length > length) row.pop()
}

export class Selection {
  private readonly chosen: Chosen
  /** There are exceptions, which take matches back, or several readers, whose matches come in the order of their ends only each by itself. */
  private readonly keepsAll: boolean
  private readonly waiting: Candidate[][] = ACTIONS.map(() => [])
  private readonly lastEnds: number[] = ACTIONS.map(() => 0)
  /** Where the last match ends that counts and hides text. */
  hidesTo = 0
  private exceptions: Candidate[] = []
  /** Matches that wait, in all lanes. Nearly always none. */
  private count = 0

  constructor(keepsAll: boolean, chosen: Chosen) {
    this.keepsAll = keepsAll
    this.chosen = chosen
  }

  offer(lane: number, candidate: Candidate): void {
    if (lane === EXCEPTION) this.exceptions.push(candidate)
    else if (candidate.start >= this.endOf(lane)) {
      const row = this.waiting[lane] as Candidate[]
      if (this.keepsAll) {
        row.push(candidate)
        this.count += 1
      } else this.offerToRow(row, candidate)
    }
  }

  /** Where no match is taken back and all come in order, what lies under a better one need not be kept: a row of matches that do not overlap. */
  private offerToRow(row: Candidate[], candidate: Candidate): void {
    let kept = row.length
    while (kept > 0 && (row[kept - 1] as Candidate).start >= candidate.start) kept -= 1
    if (kept > 0 && (row[kept - 1] as Candidate).end > candidate.start) return
    const same = row[kept]
    if (same && same.start === candidate.start && same.end === candidate.end && same.rule < candidate.rule) return
    this.count += kept + 1 - row.length
    shorten(row, kept)
    row.push(candidate)
  }

  /** Where the lane's last match ends that counts: nothing counts that begins before. */
  endOf(lane: number): number {
    return this.lastEnds[lane] as number
  }

  /** Nothing waits to be decided. */
  isEmpty(): boolean {
    return this.count === 0
  }

  /** Where the first match begins that waits and would hide text; −1 if others wait too. */
  waitsFrom(): number {
    let from = Infinity
    for (let lane = 0; lane < this.waiting.length; lane += 1) {
      const first = this.waiting[lane]?.[0]
      if (first && !isHiding(lane)) return -1
      if (first && first.start < from) from = first.start
    }
    return from
  }

  /** Calls back for every match of the lane that is certain, in order, and answers from where on others are not certain yet. */
  settle(lane: number, ahead: Ahead): number {
    const row = this.waiting[lane] as Candidate[]
    let live = ahead.live(lane, this.endOf(lane))
    if (row.length === 0) return live
    if (this.keepsAll) row.sort((a, b) => a.start - b.start || b.end - a.end || a.rule - b.rule)
    let done = 0
    for (; done < row.length; done += 1) {
      const candidate = row[done] as Candidate
      if (candidate.start < this.endOf(lane)) continue
      if (live <= candidate.start) break
      if (this.isException(candidate)) continue
      if (this.keepsAll && ahead.live(EXCEPTION, 0) <= candidate.start) break
      this.chosen(lane, candidate)
      this.lastEnds[lane] = candidate.end
      if (isHiding(lane) && candidate.end > this.hidesTo) this.hidesTo = candidate.end
      live = ahead.live(lane, candidate.end)
    }
    this.count -= done
    if (done === row.length) {
      shorten(row, 0)
      return live
    }
    if (done > 0) row.splice(0, done)
    return Math.min(live, (row[0] as Candidate).start)
  }

  private isException(candidate: Candidate): boolean {
    return this.exceptions.some(({ list, start, end }) => list === candidate.list && start <= candidate.start && end >= candidate.end)
  }

  /** Exceptions that end before this place are needed no more. */
  forget(before: number): void {
    if (this.exceptions.length > 0) this.exceptions = this.exceptions.filter(({ end }) => end > before)
  }

  clear(): void {
    for (const row of this.waiting) shorten(row, 0)
    this.count = 0
    this.lastEnds.fill(0)
    this.hidesTo = 0
    this.exceptions = []
  }
}
