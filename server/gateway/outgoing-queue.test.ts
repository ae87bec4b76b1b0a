import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { createOutgoingQueue, QUEUE_LIMIT } from './outgoing-queue.ts'

/** Speaks Engine.IO's events in Engine.IO's order. */
function connection() {
  const events = new EventEmitter()
  const raw = Object.assign(events, {
    readyState: 'open',
    close: () => {
      if (raw.readyState === 'closed') return
      raw.readyState = 'closed'
      events.emit('close')
    },
  })
  const queue = createOutgoingQueue(raw)
  return {
    raw,
    queue,
    send: (data: string | Buffer) => events.emit('packetCreate', { type: 'message', data }),
    read() {
      events.emit('flush', [])
      events.emit('drain')
    },
  }
}

test('says what waits until the transport took it', async () => {
  const { queue, send, read, raw } = connection()
  send('four')
  send(Buffer.from([1, 2]))
  raw.emit('packetCreate', { type: 'ping' })
  expect(queue.waiting()).toEqual({ packets: 3, units: 6 })
  const drained = queue.drained()
  read()
  await drained
  expect(queue.waiting()).toEqual({ packets: 0, units: 0 })
  expect(raw.readyState).toBe('open')
})

test('nobody waits for what is over, and no listener is left behind', async () => {
  const { queue, send, read, raw } = connection()
  await queue.drained()
  send('x')
  const both = [queue.drained(), queue.drained()]
  raw.close()
  await Promise.all(both)
  await queue.drained()
  read()
  expect([raw.listenerCount('drain'), raw.listenerCount('close')]).toEqual([0, 0])
})

test.each([
  ['packets', 'x', QUEUE_LIMIT.packets],
  ['text', 'x'.repeat(QUEUE_LIMIT.units / 16), 16],
])('too much %s ends the connection, and what was read does not count', (_what, data, most) => {
  const { send, read, raw } = connection()
  for (let index = 0; index < most; index++) send(data)
  expect(raw.readyState).toBe('open')
  read()
  for (let index = 0; index < most; index++) send(data)
  expect(raw.readyState).toBe('open')
  send('x')
  expect(raw.readyState).toBe('closed')
})
