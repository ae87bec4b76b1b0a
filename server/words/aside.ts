/**
 * Compiles lists in a thread of its own, so that a large one does not stall the event loop. The filter that comes back is used like any other.
 */

import { Worker } from 'node:worker_threads'
import { filterOf, type WordFilter } from './filter.ts'
import type { Lexicon } from './lexicon.ts'
import { ACTIONS, type WordFault, type WordList, type WordRule } from './rule.ts'

/** Lists as the thread gets them: plain strings and numbers are handed over faster than 100,000 objects. */
export type AsideTask = (Omit<WordList, 'rules'> & { words: string[]; actions: Uint8Array })[]
export type AsideResult = { lexicons: Lexicon[]; faults: WordFault[] }

export async function compileWordsAside<Rule extends WordRule>(lists: readonly WordList<Rule>[]): Promise<WordFilter<Rule>> {
  const { lexicons, faults } = await inThread(
    lists.map(({ foldings, wholeWords, exceptions, rules }) => ({
      foldings: [...foldings],
      wholeWords,
      exceptions: [...exceptions],
      words: rules.map(({ word }) => word),
      actions: Uint8Array.from(rules, ({ action }) => ACTIONS.indexOf(action)),
    })),
  )
  return filterOf(lists, lexicons, faults)
}

function inThread(task: AsideTask): Promise<AsideResult> {
  return new Promise((resolve, reject) => {
    const worker = startWorker(task)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread that compiles words ended with ${code}`)))
  })
}

/** Compiled, the worker is a file beside this one. From sources it is TypeScript, which Node 20 reads only through tsx, started inside the thread. */
function startWorker(workerData: AsideTask): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./aside-worker.js', import.meta.url), { workerData })
  const file = new URL('./aside-worker.ts', import.meta.url).href
  const start = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})
    .then(({ register }) => { register(); return import(${JSON.stringify(file)}) })`
  return new Worker(start, { eval: true, workerData })
}
