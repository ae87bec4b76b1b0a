/** The server as a process: killed, told to stop, and started where it cannot run. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { runKefu, type ServerProcess } from './testing/server-process.ts'
import { connectVisitor, newCid, type TestVisitor } from './testing/test-visitor.ts'
import { startUpstream } from './testing/upstream.ts'

// A test starts up to five processes, each of which takes seconds on a machine that is busy.
vi.setConfig({ testTimeout: 120_000 })

const root = mkdtempSync(join(tmpdir(), 'kefu-process-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
const newFolder = (): string => join(root, String(folders++))

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** A place to run in, again and again: folder, port and a site. */
async function place(settings: Record<string, string> = {}) {
  const port = await freePort()
  const environment = { DATA_DIR: newFolder(), PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'info', ...settings }
  await using making = runKefu(['site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'], environment)
  expect(await making.ended).toBe(0)
  const [, key] = /site=([\w-]+)"/.exec(making.printed()) ?? []
  return {
    environment,
    async start(): Promise<ServerProcess> {
      const server = runKefu(['start'], environment)
      await server.said('kefu is ready')
      return server
    },
    visit: (token?: string): Promise<TestVisitor> =>
      connectVisitor({
        url: `http://127.0.0.1:${port}`,
        siteKey: key ?? '',
        origin: 'https://shop.example',
        ...(token === undefined ? {} : { token }),
      }),
    ready: async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/readyz`)).status,
  }
}

describe('killed', () => {
  test('[D-DURABLE] [D-ONCE] at any moment of sending: what was acknowledged is there, once, and what is sent again is not doubled (seed 3)', async () => {
    const here = await place({ RATE_VISITOR: '10000', RATE_ADDRESS: '10000' })
    let token: string | undefined
    const sent: string[] = []
    const acknowledged = new Set<string>()
    for (const delayed of [1, 7, 23]) {
      await using server = await here.start()
      const visitor = await here.visit(token)
      token ??= visitor.token
      // Everything that was not acknowledged before goes again, as a widget would do it.
      for (const cid of sent.filter((one) => !acknowledged.has(one))) {
        if ((await visitor.send(cid, cid)).accepted) acknowledged.add(cid)
      }
      const fresh = Array.from({ length: 40 }, newCid)
      let answers = 0
      const sending = fresh.map(async (cid) => {
        sent.push(cid)
        const answer = await visitor.send(cid, cid).catch(() => undefined)
        if (answer?.accepted) acknowledged.add(cid)
        // The kill falls between acknowledgements, at another place each round.
        if (++answers === delayed) server.child.kill('SIGKILL')
      })
      await server.ended
      visitor.close()
      await Promise.all(sending)
    }
    await using server = await here.start()
    const visitor = await here.visit(token)
    await visitor.until(({ said }) => said.some((item) => item.event === 'visitor-ready' && visitor.entries().length >= item.message.top))
    const customer = visitor.entries().flatMap(({ message }) => (message?.cid ? [message.cid] : []))
    expect(acknowledged.size).toBeGreaterThan(3)
    expect(new Set(customer).size).toBe(customer.length)
    for (const cid of acknowledged) expect(customer).toContain(cid)
    const seqs = visitor.entries().map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect(await server.kill('SIGTERM')).toBe(0)
  })

  test('[D-CRASH] while an answer streams: after the start the answer is made again, once, and ends', async () => {
    await using upstream = await startUpstream()
    upstream.reply('It lasts ten hours on one charge, and rather longer when dimmed.', { paceMs: 40 })
    const here = await place({ OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'recorded' })
    let token: string
    {
      await using server = await here.start()
      const visitor = await here.visit()
      token = visitor.token
      await visitor.send('How long does it last?')
      await visitor.until(({ said }) => said.filter(({ event }) => event === 'answer-delta').length > 2)
      visitor.close()
      await server.kill('SIGKILL')
    }
    upstream.reply('It lasts ten hours.')
    await using server = await here.start()
    const visitor = await here.visit(token)
    const answer = await visitor.answerAfter(1)
    expect(answer.text).toBe('It lasts ten hours.')
    expect(visitor.texts()).toEqual(['How long does it last?', 'It lasts ten hours.'])
    expect(upstream.requests.length).toBe(2)
    expect(await server.kill('SIGTERM')).toBe(0)
  })
})

describe('told to stop', () => {
  test('[D-DRAIN] lets a short answer finish, is unready meanwhile, and takes nothing new', async () => {
    await using upstream = await startUpstream()
    upstream.reply('A short answer that still takes a moment.', { paceMs: 60 })
    const here = await place({ OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'recorded' })
    await using server = await here.start()
    const visitor = await here.visit()
    expect(await here.ready()).toBe(200)
    await visitor.send('Hello?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
    server.child.kill('SIGTERM')
    await expect.poll(() => here.ready()).toBe(503)
    await expect(here.visit()).rejects.toThrow()
    expect((await visitor.answerAfter(1)).text).toBe('A short answer that still takes a moment.')
    expect(await server.ended).toBe(0)
  })

  test('[D-DRAIN] ends an answer that takes too long honestly, and exits in time', async () => {
    await using upstream = await startUpstream()
    upstream.fault('silent-after-text')
    const here = await place({ OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'recorded', SHUTDOWN_SECONDS: '1' })
    await using server = await here.start()
    const visitor = await here.visit()
    await visitor.send('Hello?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
    server.child.kill('SIGTERM')
    const answer = await visitor.answerAfter(1)
    expect(answer).toMatchObject({ origin: 'notice' })
    expect(answer.text).toContain('interrupted')
    expect(await server.ended).toBe(0)
  })
})

describe('where it cannot run it says what to do', () => {
  test('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    await using kefu = runKefu(['start'], { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: newFolder() })
    expect(await kefu.ended).toBe(1)
    expect(kefu.printed()).toBe(
      `Port ${port} is taken by another program. Stop that one, or choose another port, such as PORT=${port + 10}.\n`,
    )
    taken.close()
  })

  test('a data folder that cannot be', async () => {
    const file = join(root, 'a-file')
    writeFileSync(file, '')
    await using kefu = runKefu(['start'], { DATA_DIR: join(file, 'data'), PORT: '0' })
    expect(await kefu.ended).toBe(1)
    expect(kefu.printed()).toContain(join(file, 'data'))
    expect(kefu.printed()).toContain('DATA_DIR')
    expect(kefu.printed().trim().split('\n').length).toBe(1)
  })

  test('a folder that another process serves', async () => {
    const here = await place()
    await using first = await here.start()
    await using second = runKefu(['start'], { ...here.environment, PORT: '0' })
    expect(await second.ended).toBe(1)
    expect(second.printed()).toContain(here.environment.DATA_DIR)
    expect(second.printed().trim().split('\n').length).toBe(1)
    expect(await first.kill('SIGTERM')).toBe(0)
  })

  test('faults in the settings, all at once', async () => {
    await using kefu = runKefu(['start'], { PORT: 'x', LOG_LEVEL: 'y' })
    expect(await kefu.ended).toBe(1)
    expect(kefu.printed()).toMatch(/^The configuration has 2 faults:\n {2}- PORT .*\n {2}- LOG_LEVEL .*\n$/)
  })

  test('a command that is none', async () => {
    await using kefu = runKefu(['frobnicate'], {})
    expect(await kefu.ended).toBe(2)
    expect(kefu.printed()).toBe('There is no command “kefu frobnicate”.\nkefu help prints all of them.\n')
  })
})
