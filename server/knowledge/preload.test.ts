import { expect, test } from 'vitest'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import { createPreload } from './preload.ts'
import type { QuestionIndex } from './questions.ts'

const database = {
  tenants: async () => ['one', 'two'].map((id) => ({ id, name: id })),
  forTenant: (tenantId: string) => ({ sites: async () => ['a', 'b', 'c'].map((id) => ({ id, tenantId })) }),
} as unknown as Database

const nameOf = ({ tenantId, id }: Site): string => `${tenantId} ${id}`

test('[A-PRELOAD] the questions of every site are made ready, also after one that cannot be read', async () => {
  const ready: string[] = []
  const faults: unknown[] = []
  const preload = createPreload({
    database,
    knowledge: {
      async of(site) {
        if (nameOf(site) === 'one b') throw new Error('unreadable')
        ready.push(nameOf(site))
        return {} as QuestionIndex
      },
    },
    failed: (error) => faults.push(error),
  })
  preload.start()
  await expect.poll(() => ready, { interval: 1 }).toEqual(['one a', 'one c', 'two a', 'two b', 'two c'])
  expect(faults).toEqual([new Error('unreadable')])
})

test('a server that stops waits for the site at hand and for no other', async () => {
  const ready: string[] = []
  let finish = (): void => {}
  const preload = createPreload({
    database,
    knowledge: {
      of: (site) =>
        new Promise((resolve) => {
          ready.push(nameOf(site))
          finish = () => resolve({} as QuestionIndex)
        }),
    },
    failed: (error) => Promise.reject(error),
  })
  preload.start()
  await expect.poll(() => ready.length, { interval: 1 }).toBe(1)
  const stopped = preload.stop()
  finish()
  await stopped
  expect(ready).toEqual(['one a'])
})
