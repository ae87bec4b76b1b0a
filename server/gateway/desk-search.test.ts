/** A search at the desk whose reader goes before it ends. */

import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { joinDesk } from '../testing/desk-caller.ts'
import { startServer } from '../testing/start-server.ts'

test('ends with the part at which its reader leaves, and nobody is told of a fault', async () => {
  await using server = await startServer()
  const viewer = await joinDesk(server, 'owner')
  const whole = server.database.forTenant.bind(server.database)
  const searched: Promise<unknown>[] = []
  const leaving = new AbortController()
  // The reader goes while the first part is read.
  vi.spyOn(server.database, 'forTenant').mockImplementation((tenantId) => ({
    ...whole(tenantId),
    async inbox(query, signal) {
      const part = (async () => {
        leaving.abort()
        if (signal && !signal.aborted) await once(signal, 'abort')
        return whole(tenantId).inbox(query, signal)
      })()
      searched.push(part)
      return part
    },
  }))
  await expect(viewer.call('GET', '/conversations?search=needle', { signal: leaving.signal })).rejects.toThrow('aborted')
  await expect.poll(() => searched.length).toBe(1)
  await expect(searched[0]).rejects.toThrow('whoever asked has gone')
  expect((await viewer.get('/me')).status).toBe(200)
  expect(server.logged.join('')).not.toContain('a request failed')
})
