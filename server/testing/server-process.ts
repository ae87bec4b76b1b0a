/** The `kefu` command as a process of its own, for what only a process can show: being killed, being told to stop, refusing to start. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { compiled } from './compiled.ts'

export type ServerProcess = {
  child: ChildProcess
  /** Everything printed so far, on both channels. */
  printed: () => string
  /** Resolves with the exit code, or with the signal's name. */
  ended: Promise<number | NodeJS.Signals>
  /** Resolves when the text was printed; rejects when the process ends before. */
  said: (text: string | RegExp) => Promise<void>
  kill: (signal: NodeJS.Signals) => Promise<number | NodeJS.Signals>
} & AsyncDisposable

const PROGRAM = [fileURLToPath(compiled('cli'))]

/** Runs as the test run has compiled it, or what else Node is told. `settings` are the whole of its environment, but for PATH. */
export function runKefu(words: string[], settings: Record<string, string>, program = PROGRAM): ServerProcess {
  const child = spawn(process.execPath, [...program, ...words], { env: { PATH: process.env['PATH'], ...settings } })
  let printed = ''
  const listeners = new Set<() => void>()
  for (const channel of [child.stdout, child.stderr]) {
    channel.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      for (const listener of listeners) listener()
    })
  }
  const ended = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? 0)

  return {
    child,
    printed: () => printed,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!(typeof text === 'string' ? printed.includes(text) : text.test(printed))) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        void ended.then((how) => reject(new Error(`the process ended with ${how} and had printed: ${printed}`)))
      }),
    kill(signal) {
      child.kill(signal)
      return ended
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
