/** What a command says of the lines of a file that could not be used. */

import { counted, print } from './command.ts'

export type BadLines = { /** The first of them. */ faults: { line: number; says: string }[]; faultCount: number }

/** The exit code where there are some: the other lines were. */
export const SOME_BAD_LINES = 2

/** Answers the exit code. */
export function printBadLines(read: BadLines): number {
  if (read.faultCount === 0) return 0
  print(badLines(read).join('\n'))
  return SOME_BAD_LINES
}

/** Nothing where there are none. */
export const badLines = ({ faults, faultCount }: BadLines): string[] =>
  faultCount === 0
    ? []
    : [
        `${counted(faultCount, 'line')} could not be used:`,
        ...faults.map(({ line, says }) => `  line ${line}: ${says}`),
        ...(faultCount > faults.length ? ['  …'] : []),
      ]
