import { expect, test } from 'vitest'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import type { Database } from '../ports/database.ts'
import type { PersonSession } from '../ports/people.ts'
import { deviceLine } from './device-line.ts'
import { createDeskSessions } from './sessions.ts'

const DAY_MS = 86_400_000

/** One person whose sessions are kept in a list. */
function setUp() {
  const clock = { now: 1_000_000_000_000 }
  const kept: (PersonSession & { secretHash: string })[] = []
  const touched: number[] = []
  const person = { id: 'p', name: 'Ada', email: 'ada@desk.example', role: 'agent' as const }
  const tenant = {
    openDeskSession: async (session: (typeof kept)[number]) => void kept.push(session),
    touchDeskSession: async ({ at }: { at: number }) => {
      touched.push(at)
      for (const session of kept) session.usedAt = at
    },
    endDeskSessions: async () => kept.splice(0).map(({ id }) => id),
  }
  const database = {
    forTenant: () => tenant,
    deskSession: async (hash: string) => {
      const session = kept.find(({ secretHash }) => secretHash === hash)
      return session && { tenantId: 't', session, person }
    },
  } as unknown as Database
  const store = createMemoryStore()
  const sessions = createDeskSessions({ database, store, now: () => clock.now })
  return { clock, person, kept, touched, store, sessions, begin: () => sessions.begin({ tenantId: 't', person, userAgent: '' }) }
}

test('[P-SESSION] a session ends two weeks after its last use', async () => {
  const { clock, sessions, begin } = setUp()
  const { secret, csrf, sessionId, person } = await begin()
  clock.now += 13 * DAY_MS
  expect(await sessions.recognise(secret)).toEqual({ tenantId: 't', person, sessionId, csrf })
  clock.now += 14 * DAY_MS
  expect(await sessions.recognise(secret)).toBeDefined()
  clock.now += 14 * DAY_MS + 1
  expect(await sessions.recognise(secret)).toBeUndefined()
  expect(await sessions.recognise('another')).toBeUndefined()
})

test('[P-SESSION] a session ends three months after it began, however often it is used', async () => {
  const { clock, sessions, begin } = setUp()
  const { secret } = await begin()
  for (let day = 0; day < 90; day += 10) {
    expect(await sessions.recognise(secret)).toBeDefined()
    clock.now += 10 * DAY_MS
  }
  clock.now += 1
  expect(await sessions.recognise(secret)).toBeUndefined()
})

test('last use is noted to the minute', async () => {
  const { clock, touched, sessions, begin } = setUp()
  const { secret } = await begin()
  for (const step of [0, 59_999, 1, 30_000, 30_000]) {
    clock.now += step
    await sessions.recognise(secret)
  }
  expect(touched).toHaveLength(2)
})

test('[P-CSRF] each session has its own word for writes, which is not its secret', async () => {
  const { begin } = setUp()
  const [one, two] = [await begin(), await begin()]
  expect(one.csrf).not.toBe(two.csrf)
  expect([one.secret, two.secret]).not.toContain(one.csrf)
})

test('whoever has a session of theirs ended is told', async () => {
  const { store, sessions, begin, person } = setUp()
  const { sessionId } = await begin()
  let told = 0
  store.forTenant('t').subscribe(`person:${person.id}`, () => void told++)
  expect(await sessions.end('t', { personId: person.id, sessionId })).toBe(true)
  expect(await sessions.end('t', { personId: person.id, sessionId })).toBe(false)
  expect(told).toBe(1)
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', 'Safari on Mac'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['curl/8.0', 'Unknown browser'],
  ['', 'Unknown browser'],
])('%s is shown as %s', (userAgent, line) => {
  expect(deviceLine(userAgent)).toBe(line)
})
