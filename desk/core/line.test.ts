import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createLine } from './line.ts'

afterEach(() => void vi.useRealTimers())

/** A line to a server that lets nobody in; its pauses pass when the test says so. */
async function setUp() {
  const server = createServer()
  server.on('upgrade', (_request, socket) => socket.destroy())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const line = createLine(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(() => {
    line.close()
    server.close()
  })
  /** The next attempt has been refused, and its pause has begun. */
  let heard = () => {}
  const refused = () => new Promise<void>((resolve) => void (heard = resolve))
  const first = refused()
  line.open({ connected() {}, received() {}, refused: () => heard() })
  await first
  return { line, refused }
}

test('however long the server has been away, the next attempt is never more than five seconds off', async () => {
  const { line, refused } = await setUp()
  expect(line.state.get()).toBe('reconnecting')
  for (let attempt = 0; attempt < 8; attempt++) {
    const next = refused()
    vi.advanceTimersByTime(5_000)
    await next
  }
})

test('whoever does not want to wait out the pause connects at once', async () => {
  const { line, refused } = await setUp()
  for (let times = 0; times < 2; times++) {
    const next = refused()
    line.hurry()
    await next
  }
})
