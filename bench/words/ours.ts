/**
 * Our engine as it is built and shipped: from source, tsx would give every inner function its name each time it is made, which costs more
 * than what is measured. Build first.
 */

import type { compileWords as Compile } from '../../server/words/filter.ts'

const BUILT = '../../dist/server/words/filter.js'

export const { compileWords } = (await import(BUILT)) as { compileWords: typeof Compile }
