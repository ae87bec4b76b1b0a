/** A customer who waits is not kept waiting by the pauses between attempts: what cuts them short, and what never does. */

import { Server } from 'socket.io'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as parser from '../shared/parser.ts'
import { createConnection } from './connection.ts'
import type { LineHandlers } from './line.ts'
import { BrowserSocket } from './testing/browser-socket.ts'
import { setUp } from './testing/scripted-conversation.ts'
import { createScriptedEnvironment } from './testing/scripted-line.ts'

const closers: (() => unknown)[] = []

beforeAll(() => void vi.stubGlobal('WebSocket', BrowserSocket))

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

type Refusal = { code: string; retryAfterMs?: number }

/** A server that refuses as told, and a line whose time the test passes; its pauses are as long as they may be: 0.5 s, 1 s, 2 s, 4 s, … */
async function connectTo(refusal: () => Refusal | 'silence' | undefined) {
  const io = new Server(0, { parser })
  let attempts = 0
  io.use((_socket, next) => {
    attempts++
    const data = refusal()
    if (data !== 'silence') next(data && Object.assign(new Error('refused'), { data }))
  })
  const { port } = io.httpServer.address() as { port: number }
  const time = createScriptedEnvironment()
  const line = createConnection({
    origin: `http://localhost:${port}`,
    siteKey: 'KEY',
    environment: { ...time.environment, random: () => 1 },
  })
  closers.push(
    () => line.close(),
    () => io.close(),
  )
  const lost = vi.fn<LineHandlers['lost']>()
  const refused = vi.fn<LineHandlers['refused']>()
  line.open({ hello: () => ({ protocol: 1, after: 0, locale: 'en' }), received: () => {}, lost, refused })
  const attempted = () => attempts
  /** That many attempts were made, and have failed. */
  const failed = (count: number) => vi.waitFor(() => expect([attempts, lost.mock.calls.length]).toEqual([count, count]))
  /** After five attempts, in the pause of 8 s before the sixth. */
  async function waitLong() {
    for (const [index, pauseMs] of [500, 1_000, 2_000, 4_000].entries()) {
      await failed(index + 1)
      await time.pass(pauseMs)
    }
    await failed(5)
  }
  /** Whoever made another attempt before this would have been counted. */
  const roundTrip = () => fetch(`http://localhost:${port}/socket.io/`)
  return { line, time, io, attempted, failed, waitLong, roundTrip, refused }
}

describe('the line, while it waits for its next attempt,', () => {
  it('[C-HURRY] tries at once for a customer who waits', async () => {
    const { line, time, failed, waitLong } = await connectTo(() => ({ code: 'unavailable' }))
    await waitLong()
    await time.pass(1_000)
    line.hurry()
    await failed(6)
  })

  it('[C-HURRY] makes one attempt of many wishes, and none in the first second after the last one', async () => {
    const { line, time, attempted, failed, waitLong, roundTrip } = await connectTo(() => ({ code: 'unavailable' }))
    await waitLong()
    for (let press = 0; press < 50; press++) line.hurry()
    await time.pass(999)
    for (let press = 0; press < 50; press++) line.hurry()
    await roundTrip()
    expect(attempted()).toBe(5)
    await time.pass(1)
    await failed(6)
  })

  it('[C-HURRY] makes no wait longer', async () => {
    const { line, time, failed } = await connectTo(() => ({ code: 'unavailable' }))
    await failed(1)
    line.hurry()
    await time.pass(500)
    await failed(2)
  })

  it('[C-HURRY] honours the wait that the server asked for', async () => {
    const { line, time, attempted, failed, roundTrip } = await connectTo(() => ({ code: 'connections_exceeded', retryAfterMs: 20_000 }))
    await failed(1)
    line.hurry()
    await time.pass(19_999)
    line.hurry()
    await roundTrip()
    expect(attempted()).toBe(1)
    await time.pass(501)
    await failed(2)
  })

  it('[C-HURRY] lets the pauses begin small again, as the customer goes on waiting', async () => {
    const { line, time, failed, waitLong } = await connectTo(() => ({ code: 'unavailable' }))
    await waitLong()
    await time.pass(1_000)
    line.hurry()
    await failed(6)
    await time.pass(2_000)
    await failed(7)
  })

  it('[C-HURRY] leaves an attempt alone that is under way, and a line that stands', async () => {
    let answer: 'silence' | undefined = 'silence'
    const { line, io, time, attempted, roundTrip } = await connectTo(() => answer)
    await vi.waitFor(() => expect(attempted()).toBe(1))
    line.hurry()
    await roundTrip()
    expect([attempted(), io.engine.clientsCount]).toEqual([1, 1])
    answer = undefined
    await time.pass(10_000)
    await time.pass(500)
    await vi.waitFor(() => expect(io.sockets.sockets.size).toBe(1))
    line.hurry()
    await roundTrip()
    expect([attempted(), io.sockets.sockets.size]).toEqual([2, 1])
  })

  it('[C-HURRY] does not come back from a final refusal, and not after it was closed', async () => {
    const { line, attempted, refused, roundTrip } = await connectTo(() => ({ code: 'origin_refused' }))
    await vi.waitFor(() => expect(refused).toHaveBeenCalled())
    line.hurry()
    line.close()
    line.hurry()
    await roundTrip()
    expect(attempted()).toBe(1)
  })
})

describe('the customer hurries a line that is lost', () => {
  const hurries = (log: string[]) => log.filter((entry) => entry === 'hurry').length

  it('[C-HURRY] by sending a message, and not where there is a line', () => {
    const { conversation, ready, script } = setUp()
    ready()
    conversation.send('with a line')
    expect(hurries(script.log)).toBe(0)
    script.lose()
    conversation.send('without')
    expect(hurries(script.log)).toBe(1)
  })

  it('[C-HURRY] by trying again what has failed', async () => {
    const { conversation, ready, script, outbox } = setUp()
    ready()
    conversation.send('hello')
    await script.of('message-send')[0]!.answer({ refused: { code: 'message_refused' } })
    expect(outbox()).toEqual(['hello: failed'])
    script.lose()
    conversation.retry(conversation.snapshot().outbox[0]!.cid)
    expect(hurries(script.log)).toBe(1)
  })

  it('[C-HURRY] by opening the panel, or coming back to its tab', () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.lose()
    conversation.opened()
    expect(hurries(script.log)).toBe(1)
  })
})
