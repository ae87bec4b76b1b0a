/**
 * The main thread's end of a database thread: calls go out with a number and come back with it. When the thread dies,
 * everything in flight and every later call is rejected; nobody waits for ever.
 */

import { Worker } from 'node:worker_threads'
import { errorOf, type Answer, type Envelope, type Request, type ThreadData } from './messages.ts'

export type Thread = {
  ask(request: Request): Promise<unknown>
  /** Finishes what was asked before, closes the file and ends the thread. Later calls are rejected. */
  close(): Promise<void>
}

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void }

export function startThread(data: ThreadData, died: (error: Error) => void): Thread {
  const worker = startWorker(data)
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: Error | undefined
  let closing: Promise<void> | undefined

  function end(error: Error): void {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }

  function ask(request: Request): Promise<unknown> {
    if (ended) return Promise.reject(ended)
    const id = ++lastId
    return new Promise((resolve, reject) => {
      const envelope: Envelope = { id, request }
      // Throws for what cannot be cloned, and so rejects this call only.
      worker.postMessage(envelope)
      waiting.set(id, { resolve, reject })
    })
  }

  worker.on('message', (answers: Answer[]) => {
    for (const answer of answers) {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('fault' in answer) asked?.reject(errorOf(answer.fault))
      else asked?.resolve(answer.value)
    }
  })
  worker.on('error', (cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    end(new Error(`The database's ${data.role} thread failed: ${reason}. Restart the process.`, { cause }))
  })
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      if (!closing) {
        end(new Error(`The database's ${data.role} thread ended unexpectedly. Restart the process.`))
        if (ended) died(ended)
      }
      end(new Error('The database is closed.'))
      resolve()
    })
  })

  async function close(): Promise<void> {
    // A thread that died, or cannot close its file, is ended all the same.
    const answered = ask({ type: 'close' }).catch(() => worker.terminate())
    ended ??= new Error('The database is closed.')
    await answered
    await exited
  }

  return { ask, close: () => (closing ??= close()) }
}

/**
 * Compiled, the worker is a file beside this one. From sources, Node 20 needs tsx to read it, and tsx must be started inside
 * the thread. Packages go first: tsx would look into each of their files, which doubles the time.
 */
function startWorker(workerData: ThreadData): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), { workerData })
  const packages = ['tsx/esm/api', 'kysely', '@photostructure/sqlite'].map((name) => import.meta.resolve(name))
  const file = new URL('./worker.ts', import.meta.url).href
  const start = `Promise.all(${JSON.stringify(packages)}.map((name) => import(name)))
    .then(([{ register }]) => { register(); return import(${JSON.stringify(file)}) })`
  return new Worker(start, { eval: true, workerData })
}
