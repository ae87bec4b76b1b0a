/** The other side of `aside.ts`: compiles, hands the arrays over, and is done. */

import { parentPort, workerData } from 'node:worker_threads'
import type { AsideResult, AsideTask } from './aside.ts'
import { entriesByFoldings } from './filter.ts'
import { buildLexicon } from './lexicon.ts'
import { ACTIONS } from './rule.ts'

const lists = (workerData as AsideTask).map(({ words, actions, ...list }) => ({
  ...list,
  rules: words.map((word, index) => ({ word, category: '', action: ACTIONS[actions[index] ?? 0] ?? 'mask' })),
}))
const built = entriesByFoldings(lists).map(([foldings, entries]) => buildLexicon(foldings, entries))
const result: AsideResult = { lexicons: built.map(({ lexicon }) => lexicon), faults: built.flatMap(({ faults }) => faults) }
const arrays = result.lexicons.flatMap(({ automaton, ...rest }) => [...Object.values(automaton), ...Object.values(rest)])
parentPort?.postMessage(
  result,
  arrays.flatMap((array) => (ArrayBuffer.isView(array) ? [array.buffer as ArrayBuffer] : [])),
)
