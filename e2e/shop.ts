/**
 * The demo as its users run it: a process of its own, from the built files, in a folder and on ports of its own. Dying and coming
 * back on the same ports and folder is what it is for.
 */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../dist/kefu/cli.js', import.meta.url))

export type Shop = {
  /** The chat server, the shop page, and the journal on another origin. */
  url: string
  shopUrl: string
  blogUrl: string
  dataFolder: string
  /** Everything that the process has printed, over all its lives. */
  printed: () => string
  isRunning: () => boolean
  /** Tells how the process ended. */
  kill: (signal: 'SIGKILL' | 'SIGTERM') => Promise<Ending>
  /** Again on the same ports, in the same folder. */
  restart: () => Promise<void>
  close: () => Promise<void>
}

export type Ending = { code: number | null; signal: string | null; tookMs: number }

export type ShopOptions = {
  /** Tells apart test workers that look for ports at the same moment. */
  slot: number
  /** The name in the addresses of server and shop. */
  host: 'localhost' | '127.0.0.1'
  settings: Record<string, string>
}

export async function startShop({ slot, host, settings }: ShopOptions): Promise<Shop> {
  const port = await threeFreePorts(slot)
  const url = `http://${host}:${port}`
  // The working folder is not the repository: a developer's own .env has no say here.
  const folder = mkdtempSync(join(tmpdir(), 'kefu-e2e-'))
  const dataFolder = join(folder, 'data')
  let printed = ''
  let child = launch()

  function launch(): ChildProcess {
    const launched = spawn(process.execPath, [CLI, 'demo'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        PUBLIC_URL: url,
        DATA_DIR: dataFolder,
        ANSWER_CACHE_SECONDS: '0',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const hear = (chunk: Buffer): void => void (printed += chunk.toString())
    launched.stdout.on('data', hear)
    launched.stderr.on('data', hear)
    return launched
  }

  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null

  /** `readyz` alone is too early: the pages and the questions come after the server. */
  async function ready(): Promise<void> {
    const before = printed.length
    const look = async (): Promise<boolean> => {
      if (!isRunning()) throw new Error(`the demo has ended; it printed: ${printed}`)
      return printed.slice(before).includes('Ctrl-C stops') && (await fetch(`${url}/readyz`)).ok
    }
    // No expectation of Playwright's: a process may be started ahead, in no test or over the end of one.
    const giveUpAt = performance.now() + 20_000
    while (!(await look())) {
      if (performance.now() > giveUpAt) throw new Error(`the demo is not ready; it printed: ${printed}`)
      await wait(50)
    }
  }

  async function kill(signal: NodeJS.Signals): Promise<Ending> {
    if (!isRunning()) throw new Error(`nothing runs; it printed: ${printed}`)
    const startedAt = performance.now()
    const ended = once(child, 'close')
    child.kill(signal)
    await ended
    return { code: child.exitCode, signal: child.signalCode, tookMs: performance.now() - startedAt }
  }

  async function close(): Promise<void> {
    if (isRunning()) await kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    await ready()
  } catch (error) {
    await close()
    throw error
  }
  return {
    url,
    shopUrl: `http://${host}:${port + 1}`,
    blogUrl: `http://127.0.0.1:${port + 2}`,
    dataFolder,
    printed: () => printed,
    isRunning,
    kill,
    async restart() {
      child = launch()
      await ready()
    },
    close,
  }
}

/** For five slots below the range from which the system gives out ports, so that nobody else's “any port” lands between ours. */
async function threeFreePorts(slot: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + slot * 2_400 + Math.floor(Math.random() * 790) * 3
    const free = await Promise.all([port, port + 1, port + 2].map(isFree))
    if (free.every(Boolean)) return port
  }
  throw new Error('there are no three free ports in a row')
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })
