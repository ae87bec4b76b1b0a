/**
 * Which of overlapping matches count: for each action the leftmost, and of those the longest. Matches come in the order of their ends; one is chosen as soon as nothing that
 * may still come can take its place.
 */

import { EXCEPTION } from './lexicon.ts'

export type Candidate = { start: number; end: number; rule: number; list: number }

/** What may still come: the earliest place at which a match of the lane may begin, not before `from`. */
export type Ahead = (lane: number, from: number) => number

export type Selection = {
  offer(lane: number, candidate: Candidate): void
  /** Calls back for every match of the lane that is certain, in order, and answers from where on others are not certain yet. */
  settle(lane: number, ahead: Ahead): number
  /** Where the lane's last match ends that counts: nothing counts that begins before. */
  endOf(lane: number): number
  /** Nothing waits to be decided. */
  isEmpty(): boolean
  /** Exceptions that end before this place are needed no more. */
  forget(before: number): void
  clear(): void
}

/** `keepsAll`: there are exceptions, which take matches back, or several readers, whose matches come in the order of their ends only each by itself. */
export function createSelection(lanes: number, keepsAll: boolean, chosen: (lane: number, candidate: Candidate) => void): Selection {
  const waiting: Candidate[][] = []
  const lastEnds: number[] = []
  for (let lane = 0; lane < lanes; lane += 1) {
    waiting.push([])
    lastEnds.push(0)
  }
  let exceptions: Candidate[] = []
  /** Matches that wait, in all lanes. Nearly always none. */
  let count = 0

  /** Where no match is taken back and all come in order, what lies under a better one need not be kept: a row of matches that do not overlap. */
  function offerToRow(row: Candidate[], candidate: Candidate): void {
    let kept = row.length
    while (kept > 0 && (row[kept - 1] as Candidate).start >= candidate.start) kept -= 1
    if (kept > 0 && (row[kept - 1] as Candidate).end > candidate.start) return
    const same = row[kept]
    if (same && same.start === candidate.start && same.end === candidate.end && same.rule < candidate.rule) return
    count += kept + 1 - row.length
    row.length = kept
    row.push(candidate)
  }

  const isException = (candidate: Candidate): boolean =>
    exceptions.some(({ list, start, end }) => list === candidate.list && start <= candidate.start && end >= candidate.end)

  /** Answers from where on the lane's matches are not certain yet. */
  function settleLane(lane: number, ahead: Ahead): number {
    const row = waiting[lane] as Candidate[]
    let live = ahead(lane, lastEnds[lane] as number)
    if (row.length === 0) return live
    if (keepsAll) row.sort((a, b) => a.start - b.start || b.end - a.end || a.rule - b.rule)
    let done = 0
    for (; done < row.length; done += 1) {
      const candidate = row[done] as Candidate
      if (candidate.start < (lastEnds[lane] as number)) continue
      if (live <= candidate.start) break
      if (isException(candidate)) continue
      if (keepsAll && ahead(EXCEPTION, 0) <= candidate.start) break
      chosen(lane, candidate)
      lastEnds[lane] = candidate.end
      live = ahead(lane, candidate.end)
    }
    count -= done
    if (done === row.length) {
      row.length = 0
      return live
    }
    if (done > 0) row.splice(0, done)
    return Math.min(live, (row[0] as Candidate).start)
  }

  return {
    offer(lane, candidate) {
      if (lane === EXCEPTION) {
        exceptions.push(candidate)
        return
      }
      if (candidate.start < (lastEnds[lane] as number)) return
      const row = waiting[lane] as Candidate[]
      if (keepsAll) {
        row.push(candidate)
        count += 1
      } else offerToRow(row, candidate)
    },
    endOf: (lane) => lastEnds[lane] as number,
    isEmpty: () => count === 0,
    settle: settleLane,
    forget(before) {
      if (exceptions.length > 0) exceptions = exceptions.filter(({ end }) => end > before)
    },
    clear() {
      for (const row of waiting) row.length = 0
      count = 0
      lastEnds.fill(0)
      exceptions = []
    },
  }
}
