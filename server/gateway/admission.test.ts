/** How many connections there may be, and what one of them may send, however its packets and addresses are written. */

import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { FromServer, Packet } from '../../shared/protocol.ts'
import { fromPoll, inPoll } from '../testing/frames.ts'
import { ORIGIN, startServer, type TestServer } from '../testing/start-server.ts'

const RATES = { RATE_ADDRESS: '1000', RATE_SITE_CONVERSATIONS: '1000', RATE_TENANT: '1000' }
const HELLO = inPoll({ kind: 'connect', hello: { protocol: 1, after: 0, locale: 'en' } })

const metric = async (server: TestServer, name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await fetch(`${server.url}/metrics`)).text())?.[1])

const poll = (server: TestServer, query: string, body?: string): Promise<Response> =>
  fetch(`${server.url}/socket.io/?EIO=4&transport=polling&${query}`, {
    headers: { origin: ORIGIN },
    ...(body === undefined ? {} : { method: 'POST', body }),
  })

/** A long-polling session, with nothing between the test and the packets. */
async function openSession(server: TestServer, query = 'site=test-site') {
  const { sid } = JSON.parse((await (await poll(server, query)).text()).slice(1)) as { sid: string }
  const said: Packet[] = []
  return {
    sid,
    said,
    send: async (packets: string[]): Promise<number> => (await poll(server, `${query}&sid=${sid}`, packets.join('\x1e'))).status,
    hear: async (): Promise<number> => {
      const response = await poll(server, `${query}&sid=${sid}`)
      said.push(...fromPoll(await response.text()))
      return response.status
    },
  }
}

async function untilReady(session: Awaited<ReturnType<typeof openSession>>): Promise<FromServer['visitor-ready']> {
  const ready = () => session.said.find((packet) => packet['visitor-ready'])?.['visitor-ready']
  await expect.poll(() => session.hear().then(ready)).toBeDefined()
  return ready()!
}

/** Writes an upgrade by hand; resolves when the other end has closed, or at once when this end leaves first. */
const upgrade = (server: TestServer, headers: string[], leaves = false): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(
        `${['GET /socket.io/?site=test-site&EIO=4&transport=websocket HTTP/1.1', 'Host: x', `Origin: ${ORIGIN}`, ...headers].join('\r\n')}\r\n\r\n`,
      )
      if (leaves) socket.destroy()
    })
    socket.on('close', () => resolve())
    socket.on('error', () => resolve())
    socket.resume()
  })

const tryVisit = (server: TestServer): Promise<string> =>
  server.visit().then(
    () => 'in',
    () => 'out',
  )

describe('the number of connections', () => {
  test('holds for many that come at the same moment', async () => {
    await using server = await startServer({ settings: { ...RATES, CONNECTIONS_PER_ADDRESS: '5' } })
    // All of them wait for the site, which comes to all in the same moment.
    const { siteByKey } = server.database
    const waiting: (() => void)[] = []
    server.database.siteByKey = async (key) => {
      await new Promise<void>((resolve) => {
        if (waiting.push(resolve) === 20) for (const goOn of waiting) goOn()
      })
      return siteByKey(key)
    }
    const came = await Promise.all(Array.from({ length: 20 }, () => poll(server, 'site=test-site').then(({ status }) => status)))
    expect(came.filter((status) => status === 200).length).toBe(5)
    expect(came.filter((status) => status === 503).length).toBe(15)
    expect(await metric(server, 'kefu_connections')).toBe(5)
  })

  test.each(['&sid=', '&sid', '&sid=&sid=', '&s%69d='])('counts a handshake with an empty session id (%s) as a new one', async (sid) => {
    await using server = await startServer({ settings: { CONNECTIONS_PER_ADDRESS: '1' } })
    await openSession(server)
    const answer = await poll(server, `site=test-site${sid}`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ error: { code: 'connections_exceeded' } })
  })

  test('is not passed by naming an open session and then none', async () => {
    await using server = await startServer({ settings: { CONNECTIONS_PER_ADDRESS: '1' } })
    const session = await openSession(server)
    expect((await poll(server, `site=test-site&sid=${session.sid}&sid=`)).status).toBe(503)
    expect(await session.send([HELLO])).toBe(200)
  })

  test('forgets what did not become a connection', async () => {
    await using server = await startServer({ settings: { ...RATES, CONNECTIONS_PER_ADDRESS: '2' } })
    for (let round = 0; round < 3; round++) {
      expect((await poll(server, 'site=test-site&sid=nowhere')).status).toBe(400)
      await upgrade(server, ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short'])
      await upgrade(server, ['Upgrade: websocket', 'Connection: Upgrade'], true)
      await upgrade(server, ['Upgrade: other', 'Connection: Upgrade'])
    }
    await expect.poll(() => tryVisit(server)).toBe('in')
    await expect.poll(() => tryVisit(server)).toBe('in')
    expect(await tryVisit(server)).toBe('out')
  })

  test('a site named twice is the one whose origins were checked', async () => {
    await using server = await startServer()
    const other = { id: 'other', key: 'other-site', name: 'Other', origins: ['https://other.example'], policy: server.site.policy }
    await server.database.forTenant('tenant').createSite(other)
    const session = await openSession(server, 'site=test-site&site=other-site')
    await session.send([HELLO])
    const token = (await untilReady(session)).token!
    expect((await server.visit({ token })).token).toBe(token)
  })
})

describe('one connection', () => {
  test('is one visitor’s socket, however many CONNECTs it sends at once', async () => {
    await using server = await startServer({ settings: RATES })
    const session = await openSession(server)
    await session.send(Array.from({ length: 100 }, () => HELLO))
    await expect.poll(() => metric(server, 'kefu_connections')).toBe(0)
    expect(await session.hear()).toBe(400)
    expect(await tryVisit(server)).toBe('in')
  })

  test.each([
    ['events that nobody knows', inPoll({ kind: 'event' })],
    ['namespaces that are not there', inPoll({ kind: 'connect', namespace: '/nowhere' })],
    ['acknowledgements that nobody waits for', inPoll({ kind: 'acknowledgement', id: 999 })],
    ['heartbeats', '3'],
  ])('is cut off for too many %s', async (_name, packet) => {
    await using server = await startServer()
    const session = await openSession(server)
    await session.send([HELLO])
    await untilReady(session)
    for (let index = 0; index < 2; index++) await session.send(Array.from({ length: 90 }, () => packet))
    expect(await metric(server, 'kefu_connections')).toBe(1)
    await session.send(Array.from({ length: 90 }, () => packet))
    await expect.poll(() => metric(server, 'kefu_connections')).toBe(0)
  })

  test('[D-RESUME] may ask for what it lacks a few times in a row, and is then told when to ask again', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    await visitor.send('hello')
    await visitor.answerAfter(1)
    const { conversation, epoch } = visitor
    const ask = () => visitor.call('history-request', { conversation, epoch, after: 0 })
    await expect.poll(ask).toEqual({ refused: { code: 'throttled', retryAfterMs: 5_000 } })
    expect(await visitor.call('history-request', { conversation, epoch: 'wrong', after: 0 })).toMatchObject({
      refused: { code: 'throttled' },
    })
    // The log has two entries: once at the beginning, and three times because it was asked for.
    expect(visitor.entries().length).toBeLessThanOrEqual(8)
  })
})
