/** The whole server with Redis behind it: what outlives a restart, and what customers notice when Redis does not answer. */

import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createOtherNodes } from './stages/other-nodes.ts'
import { openTestStore } from './testing/redis-store.ts'
import { hasRedis, needsRedis, startRedis, type RedisServer } from './testing/redis-server.ts'
import { runKefu } from './testing/server-process.ts'
import { startServer, type TestServer } from './testing/start-server.ts'
import { startUpstream } from './testing/upstream.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const built = join(root, 'dist/kefu/cli.js')
const isBuilt = existsSync(built) && existsSync(join(root, 'dist/widget'))

async function ask(server: TestServer, text: string): Promise<string> {
  const visitor = await server.visit()
  expect((await visitor.send(text)).accepted).toBeDefined()
  return (await visitor.answerAfter(1)).text
}

describe.skipIf(!hasRedis)(`the server with Redis${needsRedis}`, () => {
  let redis: RedisServer
  let settings: Record<string, string>
  beforeAll(async () => {
    redis = await startRedis()
    settings = { REDIS_URL: redis.url, ANSWER_CACHE_SECONDS: '60' }
  })
  afterAll(() => redis[Symbol.asyncDispose]())
  beforeEach(async () => {
    redis.launch()
    redis.thaw()
    await redis.serves()
    await redis.ask('FLUSHALL')
  })

  test('gives a kept answer after it was started again', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Ten hours.')
    const folder = mkdtempSync(join(tmpdir(), 'kefu-redis-test-'))
    try {
      for (let round = 0; round < 2; round++) {
        await using server = await startServer({ upstream, settings, folder })
        expect(await ask(server, 'How long does it last?')).toBe('Ten hours.')
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    expect(upstream.requests.length).toBe(1)
  })

  test('[A-NODES] another process hears at once that the answer which it waits for is kept', async () => {
    const opened = await Promise.all([0, 1].map(() => openTestStore(redis.url)))
    const stores = opened.map(({ store }) => store)
    try {
      const [one, two] = stores.map((store, index) => createOtherNodes({ store, holder: `process ${index}`, waitMs: 30_000 }))
      const signal = new AbortController().signal
      const look = () => stores[1]!.forTenant('t').keptAnswer('key')
      expect(await one!.answer('t', 'key', { look, signal })).toBeUndefined()
      const waited = two!.answer('t', 'key', { look, signal })
      await stores[0]!.forTenant('t').keepAnswer('key', 'Ten hours.', 60_000)
      await one!.done('t', 'key')
      expect(await waited).toBe('Ten hours.')

      const again = one!.answer('t', 'other', { look: async () => undefined, signal })
      expect(await again).toBeUndefined()
      const other = two!.answer('t', 'other', { look: async () => undefined, signal })
      await one!.done('t', 'other')
      // It failed there: this process writes now, and holds the lease.
      expect(await other).toBeUndefined()
      expect(await stores[0]!.forTenant('t').takeLease({ key: 'answer:other', holder: 'process 0', ttlMs: 1_000 })).toBe(false)
    } finally {
      await Promise.all(stores.map((store) => store.close()))
    }
  })

  test.each(['killed', 'silent'] as const)(
    'serves its customers while Redis is %s, spends nothing meanwhile, and says so where operators look',
    async (how) => {
      await using upstream = await startUpstream()
      await using server = await startServer({ upstream, settings, questions: [{ text: 'How can I pay?', answer: 'By card.' }] })
      upstream.reply('Ten hours.')
      expect(await ask(server, 'First?')).toBe('Ten hours.')
      if (how === 'killed') await redis.kill()
      else redis.freeze()
      expect(await ask(server, 'How can I pay?')).toBe('By card.')
      expect(await ask(server, 'Second?')).toMatch(/^Sorry, I could not get an answer/)
      expect(upstream.requests.length).toBe(1)
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
      const metrics = await (await fetch(`${server.url}/metrics`)).text()
      for (const kind of ['tokens', 'budget'])
        expect(metrics).toMatch(new RegExp(`^kefu_store_errors_total\\{kind="${kind}"\\} [1-9]`, 'm'))
      expect(server.logged.join('')).toContain('Redis did not answer as it should')
      expect(server.logged.join('')).not.toMatch(/Second|Ten hours/)
      redis.launch()
      redis.thaw()
      await redis.serves()
      await vi.waitFor(async () => expect(await ask(server, `Third, ${randomUUID()}?`)).toBe('Ten hours.'), {
        timeout: 10_000,
        interval: 200,
      })
    },
  )

  test('refuses a password that Redis refuses, without showing it', async () => {
    await redis.ask('CONFIG', 'SET', 'requirepass', 'right')
    try {
      const wrong = { REDIS_URL: `redis://:wr0ng@127.0.0.1:${redis.port}` }
      await expect(startServer({ settings: wrong })).rejects.toThrow(/refuses this user name or password(?!.*wr0ng)/)
    } finally {
      await redis.ask('AUTH', 'right')
      await redis.ask('CONFIG', 'SET', 'requirepass', '')
    }
  })

  test.skipIf(!isBuilt)(`is built with its scripts, and prints which store it uses${isBuilt ? '' : ' (skipped: not built)'}`, async () => {
    await redis.ask('CONFIG', 'SET', 'requirepass', 's3cret')
    const folder = mkdtempSync(join(tmpdir(), 'kefu-redis-test-'))
    try {
      const environment = { REDIS_URL: `redis://:s3cret@127.0.0.1:${redis.port}`, DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1' }
      await using server = runKefu(['start'], environment, [built])
      await server.said('kefu is ready')
      expect(server.printed()).toContain(`"store":"redis://127.0.0.1:${redis.port}"`)
      expect(server.printed()).toContain('writes nothing to disk')
      expect(server.printed()).not.toContain('s3cret')
      expect(await server.kill('SIGTERM')).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await redis.ask('AUTH', 's3cret')
      await redis.ask('CONFIG', 'SET', 'requirepass', '')
    }
  })
})
