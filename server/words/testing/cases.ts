/** Every case by name. Each is run by every way in and against the oracle. */

import type { Case } from './case.ts'
import { FOLDING_CASES } from './cases-folding.ts'
import { PLAIN_CASES } from './cases-plain.ts'
import { WHOLE_WORD_CASES } from './cases-whole-words.ts'

export const CASES: readonly Case[] = [...PLAIN_CASES, ...FOLDING_CASES, ...WHOLE_WORD_CASES]
