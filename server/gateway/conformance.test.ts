/** What the public suites ask first, so that they can be run at any time: `kefu conformance`, then the suites of the two protocols. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startConformance, type Conformance } from './conformance.ts'

let server: Conformance
beforeAll(async () => {
  server = await startConformance(0)
})
afterAll(() => server.close())

/** Says the first, and the rest when there was an answer to it beyond the handshake's; resolves with the answers, pings left out. */
const talk = (path: string, say: (string | Buffer)[], answers: number): Promise<(string | Buffer)[]> =>
  new Promise((resolve, reject) => {
    const heard: (string | Buffer)[] = []
    const socket = new WebSocket(`ws://localhost:${server.port}${path}?EIO=4&transport=websocket`)
    socket.on('error', reject)
    const [first, ...others] = say
    socket.on('open', () => socket.send(first!))
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      const said = isBinary ? data : data.toString()
      if (said === '2') return
      if (heard.push(said) === 2) for (const one of others) socket.send(one)
      if (heard.length < answers) return
      socket.close()
      resolve(heard)
    })
  })

test('the handshake has the times and the size that the suites expect', async () => {
  const answer = await (await fetch(`http://localhost:${server.port}/engine.io/?EIO=4&transport=polling`)).text()
  expect(JSON.parse(answer.slice(1))).toMatchObject({ upgrades: ['websocket'], pingInterval: 300, pingTimeout: 200, maxPayload: 1_000_000 })
})

test('Engine.IO: what is sent comes back, text and bytes', async () => {
  const [, text, bytes] = await talk('/engine.io/', ['4hello', Buffer.from([1, 2, 3])], 3)
  expect(text).toBe('4hello')
  expect(bytes).toEqual(Buffer.from([1, 2, 3]))
})

test('Socket.IO: says back what it was connected with, echoes, and acknowledges, in both namespaces', async () => {
  for (const namespace of ['', '/custom,']) {
    const say = [`40${namespace}{"token":"x"}`, `42${namespace}["message",1,{"a":[true]}]`, `42${namespace}7["message-with-ack","b"]`]
    const [, connected, ...answers] = await talk('/socket.io/', say, 5)
    expect(connected).toMatch(`40${namespace}{"sid":`)
    expect(answers).toEqual([
      `42${namespace}["auth",{"token":"x"}]`,
      `42${namespace}["message-back",1,{"a":[true]}]`,
      `43${namespace}7["b"]`,
    ])
  }
})
