/**
 * Real Redis for tests: processes of `redis-server` in a folder of their own, alone or as a Cluster, which can be frozen, killed and
 * started again in the same place.
 */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { vi } from 'vitest'

/** Debian's package `redis-tools` holds the server's program under another name, and no service that would be started with the machine. */
const program = ['redis-server', 'redis-check-rdb'].find((name) =>
  String(spawnSync(name, ['--version'], { argv0: 'redis-server' }).stdout).startsWith('Redis server'),
)

export const hasRedis = program !== undefined

/** Stands behind the names of tests that were not run without it. */
export const needsRedis = hasRedis ? '' : ' (skipped: needs redis-server)'

export type RedisServer = {
  port: number
  busPort: number
  url: string
  /** Asks over a connection of the test's own. */
  ask: (command: string, ...values: (string | number)[]) => Promise<unknown>
  freeze: () => void
  thaw: () => void
  kill: () => Promise<void>
  /** Again in the same place, if it was killed. Returns before it serves. */
  launch: () => void
  /** Resolves when it serves. */
  serves: () => Promise<void>
} & AsyncDisposable

async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(probes.map((probe) => once(probe, 'listening')))
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port)
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')))
  return ports
}

/** `settings` are lines of redis.conf, as `--name value`. Nothing is written to disk unless they say so. */
export async function startRedis(settings: string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-redis-'))
  const [port = 0, busPort = 0] = await freePorts(2)
  const words = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--cluster-port', busPort, ...settings].map(String)
  let child: ChildProcess | undefined
  let asker: Redis | undefined
  const isRunning = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null
  const launch = (): void => {
    if (isRunning()) return
    child = spawn(program ?? 'redis-server', words, { argv0: 'redis-server', stdio: 'ignore' })
  }
  launch()
  // A run that is broken off takes its servers with it.
  const end = (): void => void child?.kill('SIGKILL')
  process.once('exit', end)

  const server: RedisServer = {
    port,
    busPort,
    url: `redis://127.0.0.1:${port}`,
    ask(command, ...values) {
      asker ??= new Redis({ port, retryStrategy: () => 20, maxRetriesPerRequest: null, enableReadyCheck: false, protocol: 2 }).on(
        'error',
        () => {},
      )
      return asker.call(command, ...values)
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async kill() {
      if (!child || !isRunning()) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    launch,
    serves: () => vi.waitFor(() => server.ask('PING').then(() => {}), 5_000),
    async [Symbol.asyncDispose]() {
      asker?.disconnect()
      await server.kill()
      process.off('exit', end)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await server.serves()
  return server
}

export type RedisCluster = { nodes: RedisServer[]; url: string } & AsyncDisposable

const SLOTS = 16_384

/** Three masters with a third of the slots each. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all([0, 1, 2].map(() => startRedis(['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'])))
  const start = (index: number): number => Math.floor((SLOTS * index) / nodes.length)
  await Promise.all(
    nodes.map(async (node, index) => {
      await node.ask('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
      await node.ask('CLUSTER', 'ADDSLOTSRANGE', start(index), start(index + 1) - 1)
    }),
  )
  for (const { port, busPort } of nodes) await nodes[0]!.ask('CLUSTER', 'MEET', '127.0.0.1', port, busPort)
  for (const node of nodes) {
    await vi.waitFor(
      async () => {
        const [info, slots] = [String(await node.ask('CLUSTER', 'INFO')), (await node.ask('CLUSTER', 'SLOTS')) as unknown[]]
        if (!info.includes('cluster_state:ok') || slots.length < nodes.length) throw new Error(info)
      },
      { timeout: 10_000, interval: 50 },
    )
  }
  return {
    nodes,
    url: nodes.map(({ url }) => url).join(','),
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()))
    },
  }
}
