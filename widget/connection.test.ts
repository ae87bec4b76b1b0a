/**
 * The real line against a real Socket.IO server: what is said at the door, and every way of losing the way. All of it with Socket.IO's whole `Socket`, and
 * with what is left of it in what is shipped.
 */

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Server, type Socket } from 'socket.io'
import { build, type Rolldown } from 'vite'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { slimSocket } from '../build/slim-socket.ts'
import { encode } from '../shared/codec.ts'
import * as parser from '../shared/parser.ts'
import { packet, type Packet } from '../shared/protocol.ts'
import * as whole from './connection.ts'
import { browserEnvironment, type Environment } from './environment.ts'
import type { Line, LineHandlers } from './line.ts'
import { BrowserSocket } from './testing/browser-socket.ts'

const hello = { protocol: 1, after: 0, locale: 'en' }
/** Real time, but no waiting between attempts. */
const environment: Environment = { ...browserEnvironment, random: () => 0 }
const closers: (() => unknown)[] = []

beforeAll(() => void vi.stubGlobal('WebSocket', BrowserSocket))

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Built as the app is, without a browser and without being made small. */
async function shipped(): Promise<typeof whole> {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [slimSocket],
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      rolldownOptions: {
        input: 'widget/connection.ts',
        preserveEntrySignatures: 'strict',
        output: { codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput
  const { code } = built.output[0]
  if (!code.includes('onpacket(') || code.includes('_drainQueue(')) throw new Error('this is not Socket.IO’s socket without its queue')
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as typeof whole
}

let createConnection: typeof whole.createConnection

async function setUp(options: { refuse?: () => string | undefined; websocket?: boolean; acknowledgementMs?: number } = {}) {
  const io = new Server(0, { parser, ...(options.websocket === false ? { transports: ['polling'] } : {}) })
  const sockets: Socket[] = []
  io.use((_socket, next) => {
    const code = options.refuse?.()
    next(code ? Object.assign(new Error('refused'), { data: { code } }) : undefined)
  })
  io.on('connection', (socket) => void sockets.push(socket))
  const address = io.httpServer.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen')
  const origin = `http://localhost:${address.port}`
  const line: Line = createConnection({ origin, siteKey: 'KEY', environment, acknowledgementMs: options.acknowledgementMs ?? 100 })
  const heard = {
    received: vi.fn<LineHandlers['received']>(),
    lost: vi.fn<LineHandlers['lost']>(),
    refused: vi.fn<LineHandlers['refused']>(),
  }
  closers.push(
    () => line.close(),
    () => io.close(),
  )
  line.open({ hello: () => hello, ...heard })
  return { io, sockets, line, ...heard }
}

describe.each([
  ['the whole of Socket.IO’s socket', async () => whole],
  ['what is shipped of it', shipped],
])('the connection, with %s,', (_which, load) => {
  beforeAll(async () => {
    ;({ createConnection } = await load())
  })

  it('names the site in the query and says hello beside it, never in the address', async () => {
    const { sockets } = await setUp()
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    expect(sockets[0]!.handshake.query['site']).toBe('KEY')
    expect(sockets[0]!.handshake.auth).toEqual(hello)
    expect(sockets[0]!.conn.transport.name).toBe('websocket')
  })

  it('falls back to long-polling where a WebSocket is refused', async () => {
    const { sockets, received } = await setUp({ websocket: false })
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    expect(sockets[0]!.conn.transport.name).toBe('polling')
    sockets[0]!.emit('turn-error', { code: 'internal' })
    await vi.waitFor(() => expect(received).toHaveBeenCalledWith({ event: 'turn-error', payload: { code: 'internal' } }))
  })

  it('falls back at once where a proxy accepts a WebSocket and hangs up, not only when the time to connect is up', async () => {
    const { io, sockets, received, lost } = await setUp({ websocket: false })
    let upgrades = 0
    io.httpServer.removeAllListeners('upgrade').on('upgrade', ({ headers }: IncomingMessage, stream: Duplex) => {
      upgrades++
      const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
      stream.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      const closeFrame = Buffer.from([0x88, 0x00])
      stream.resume().end(closeFrame)
    })
    await vi.waitFor(() => expect(sockets).toHaveLength(1), 3_000)
    expect(upgrades).toBe(1)
    expect(lost).not.toHaveBeenCalled()
    expect(sockets[0]!.conn.transport.name).toBe('polling')
    sockets[0]!.emit('turn-error', { code: 'internal' })
    await vi.waitFor(() => expect(received).toHaveBeenCalledOnce())
    // A later loss is one loss.
    sockets[0]!.conn.close()
    await vi.waitFor(() => expect(sockets).toHaveLength(2))
    expect(lost).toHaveBeenCalledTimes(1)
  })

  it('learns from the poll why even the door was closed', async () => {
    const http = createServer((_request, response) => {
      response.writeHead(403, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error: { code: 'origin_refused' } }))
    }).listen(0)
    const { port } = http.address() as AddressInfo
    const line = createConnection({ origin: `http://localhost:${port}`, siteKey: 'KEY', environment })
    closers.push(
      () => line.close(),
      () => http.close(),
    )
    const refused = vi.fn<LineHandlers['refused']>()
    line.open({ hello: () => hello, received: () => undefined, lost: () => undefined, refused })
    await vi.waitFor(() => expect(refused).toHaveBeenCalledWith('origin_refused'))
  })

  it.each([
    ['a page', '<h1>502 Bad Gateway</h1>'],
    ['an error of its own', JSON.stringify({ error: { code: 'bad_gateway', retryAfterMs: 9e9 } })],
    ['a code that only other requests can be refused with', JSON.stringify({ error: { code: 'not_found' } })],
  ])('tries again when a proxy answers for the server with %s', async (_what, body) => {
    let requests = 0
    const http = createServer((_request, response) => {
      requests++
      response.writeHead(502).end(body)
    }).listen(0)
    const { port } = http.address() as AddressInfo
    const line = createConnection({ origin: `http://localhost:${port}`, siteKey: 'KEY', environment })
    closers.push(
      () => line.close(),
      () => http.close(),
    )
    const refused = vi.fn<LineHandlers['refused']>()
    line.open({ hello: () => hello, received: () => undefined, lost: () => undefined, refused })
    await vi.waitFor(() => expect(requests).toBeGreaterThan(2))
    expect(refused).not.toHaveBeenCalled()
  })

  it('tries again after the network was lost while it was connecting', async () => {
    const page = Object.assign(new EventTarget(), {})
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    const { sockets, lost } = await setUp()
    page.dispatchEvent(new Event('offline'))
    page.dispatchEvent(new Event('online'))
    expect(lost).toHaveBeenCalledTimes(1)
    await vi.waitFor(() => expect(sockets.some((socket) => socket.connected)).toBe(true))
  })

  it('gives up a server that opens the line and never answers', async () => {
    const spent: number[] = []
    const impatient: Environment = { ...environment, after: (ms, run) => environment.after(spent.push(ms) && ms >= 10_000 ? 50 : ms, run) }
    const io = new Server(0, { parser })
    io.use(() => {})
    closers.push(() => io.close())
    const { port } = io.httpServer.address() as AddressInfo
    const line = createConnection({ origin: `http://localhost:${port}`, siteKey: 'KEY', environment: impatient })
    closers.push(() => line.close())
    const lost = vi.fn<LineHandlers['lost']>()
    line.open({ hello: () => hello, received: () => undefined, lost, refused: () => undefined })
    await vi.waitFor(() => expect(lost).toHaveBeenCalled())
  })

  it.each(['<h1>Please log in</h1>', '404 page not found', '6', '2', '40'])(
    'takes “%s” before the handshake for somebody else’s, and tries again after a pause',
    async (body) => {
      let polls = 0
      const http = createServer(({ url }, response) => {
        if (url?.includes('polling')) polls++
        response.end(body)
      }).listen(0)
      const { port } = http.address() as AddressInfo
      const line = createConnection({ origin: `http://localhost:${port}`, siteKey: 'KEY', environment })
      closers.push(
        () => line.close(),
        () => http.close(),
      )
      const lost = vi.fn<LineHandlers['lost']>()
      line.open({ hello: () => hello, received: () => undefined, lost, refused: () => undefined })
      await vi.waitFor(() => expect(lost.mock.calls.length).toBeGreaterThan(2))
      expect(polls - lost.mock.calls.length).toBeLessThanOrEqual(1)
    },
  )

  it('tells the server that it leaves, also by long-polling', async () => {
    const { io, sockets, line } = await setUp({ websocket: false })
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    line.close()
    // The server may be busy taking the next poll.
    await vi.waitFor(() => expect(io.engine.clientsCount).toBe(0), { timeout: 10_000 })
  })

  it('carries a long message and many short ones by long-polling, in order', async () => {
    const { sockets, line } = await setUp({ websocket: false })
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    const said: string[] = []
    sockets[0]!.on('answer-stop', ({ answer }: { answer: string }, acknowledge: (answer: object) => void) => {
      said.push(answer)
      acknowledge({})
    })
    const answers = ['客'.repeat(4_000), ...Array.from({ length: 30 }, (_, index) => `answer ${index}`)]
    await vi.waitFor(async () => expect(await line.request('answer-stop', { answer: 'first' })).toEqual({}))
    const slow = answers.map((answer) => line.request('answer-stop', { answer }).catch(() => {}))
    // The first is asked until the line stands; the others once.
    await vi.waitFor(() => expect(said.filter((answer) => answer !== 'first')).toEqual(answers), 5_000)
    await Promise.all(slow)
  })

  it('hands over what is well formed and skips the rest', async () => {
    const { sockets, received } = await setUp()
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    const event = Buffer.from(encode(packet, { kind: 'event' } as Packet))
    for (const body of [[], [8 * 8 + 2, 2, 0, 0], [0xc2, 0x0c, 0]]) sockets[0]!.conn.write(Buffer.concat([event, Buffer.from(body)]))
    sockets[0]!.emit('turn-error', { code: 'internal' })
    await vi.waitFor(() => expect(received).toHaveBeenCalledTimes(1))
  })

  it.each([
    ['the server sends it away', (socket: Socket) => socket.disconnect()],
    ['the server sends it away and hangs up', (socket: Socket) => socket.disconnect(true)],
    ['the transport breaks', (socket: Socket) => socket.conn.close()],
  ])('comes back by itself when %s', async (_how, cut) => {
    const { sockets, lost } = await setUp()
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    cut(sockets[0]!)
    await vi.waitFor(() => expect(sockets).toHaveLength(2))
    expect(lost).toHaveBeenCalled()
  })

  it.each([
    ['the server sends it away', (socket: Socket) => void socket.disconnect()],
    ['the transport breaks', (socket: Socket) => socket.conn.close()],
    ['it is renewed', (_socket: Socket, line: Line) => line.renew()],
  ])('rejects what was not acknowledged when %s, without waiting for its time to be up', async (_how, cut) => {
    const { sockets, line, received } = await setUp({ acknowledgementMs: 60_000 })
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    sockets[0]!.emit('turn-error', { code: 'internal' })
    await vi.waitFor(() => expect(received).toHaveBeenCalled())
    const asked = new Promise<void>((resolve) => void sockets[0]!.once('answer-stop', () => resolve()))
    const request = line.request('answer-stop', { answer: 'a1' })
    void asked.then(() => cut(sockets[0]!, line))
    await expect(request).rejects.toThrow()
    // What is numbered alike on the next connection is another request.
    await vi.waitFor(() => expect(sockets).toHaveLength(2))
    sockets[1]!.on('answer-stop', (_payload, acknowledge) => acknowledge({}))
    await vi.waitFor(async () => expect(await line.request('answer-stop', { answer: 'a2' })).toEqual({}))
  })

  it('is not connected by an answer to its hello that names no session, and tries again', async () => {
    const { sockets, io, lost, line } = await setUp()
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    const connect = Buffer.from(encode(packet, { kind: 'connect' } as Packet))
    io.engine.once('connection', (carrier: { write(frame: Buffer): void }) => carrier.write(connect))
    line.renew()
    await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(2))
    await vi.waitFor(() => expect(sockets.at(-1)!.connected).toBe(true))
    expect(sockets.length).toBeGreaterThan(1)
  })

  it('tries again after a passing refusal, and not after a final one', async () => {
    const codes = ['unavailable', 'connections_exceeded', 'origin_refused']
    const { refused, lost } = await setUp({ refuse: () => codes.shift() })
    await vi.waitFor(() => expect(refused).toHaveBeenCalledWith('origin_refused'))
    expect(lost).toHaveBeenCalledTimes(2)
    expect(codes).toEqual([])
  })

  it('renews itself on request after a refusal', async () => {
    const codes = ['token_unknown']
    const { line, sockets, refused } = await setUp({ refuse: () => codes.shift() })
    refused.mockImplementation(() => refused.mock.calls.length < 5 && line.renew())
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    expect(refused.mock.calls).toEqual([['token_unknown']])
  })

  it('may be renewed in the very moment of a refusal, and is asked once more, not without end', async () => {
    let asked = 0
    const { line, refused, sockets } = await setUp({ refuse: () => (asked++ ? undefined : 'token_unknown') })
    refused.mockImplementation(() => {
      if (refused.mock.calls.length > 5) throw new Error('refused without end')
      line.renew()
    })
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    expect(refused).toHaveBeenCalledTimes(1)
  })

  it('resolves a request with its acknowledgement, or with a fault where that cannot be read, and rejects without one in time', async () => {
    const { sockets, line } = await setUp()
    await expect(line.request('answer-stop', { answer: 'a1' })).rejects.toThrow('not connected')
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    const answers: unknown[] = [{}, undefined]
    sockets[0]!.on('answer-stop', (_payload, acknowledge) => answers.length > 0 && acknowledge(answers.shift()))
    await vi.waitFor(async () => expect(await line.request('answer-stop', { answer: 'a1' })).toEqual({}))
    expect(await line.request('answer-stop', { answer: 'a1' })).toEqual({ refused: { code: 'internal' } })
    await expect(line.request('answer-stop', { answer: 'a1' })).rejects.toThrow()
  })

  it('is quiet once it is closed', async () => {
    const { sockets, line, lost, io } = await setUp()
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    line.close()
    await vi.waitFor(() => expect(io.sockets.sockets.size).toBe(0))
    expect(lost).not.toHaveBeenCalled()
    expect(sockets).toHaveLength(1)
  })
})
