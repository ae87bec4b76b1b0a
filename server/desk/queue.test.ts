/** The queue against the real database and store, with a clock that the test turns. */

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../shared/people.ts'
import { openSqliteDatabase } from '../adapters/database-sqlite/database-sqlite.ts'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import { messageIn, world } from '../adapters/database/fixture.contract.ts'
import type { Database } from '../ports/database.ts'
import type { TenantSettings } from '../ports/tenants.ts'
import { createCaretaker } from './caretaker.ts'
import { createFloor } from './floor.ts'
import { readHours } from './hours.ts'
import { isQuiet } from './quiet.ts'
import { createTeam } from './team.ts'
import { createWaiting, nobodyHere } from './waiting.ts'

let database: Database
let close: () => Promise<void>
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-queue-'))
  database = await openSqliteDatabase({ folder })
  await database.migrate()
  close = async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  }
})
afterAll(() => close())

/** A tenant with people, and whatever tends its queue. Times begin at a Monday noon, UTC. */
async function queueWorld(settings: TenantSettings = {}) {
  let clock = Date.parse('2026-11-23T12:00:00Z')
  const now = (): number => clock
  const origin = await world(database)
  await origin.tenant.updateSettings(settings)
  const store = createMemoryStore({ now })
  const floor = createFloor({ database, store, now })
  const team = createTeam({ database, store })
  const siteById = async () => origin.site
  const caretaker = createCaretaker({ database, store, floor, team, siteById, now })
  const waiting = createWaiting({ database, team, now })

  async function person(name: string, role: Role = 'agent') {
    const id = `${name}-${randomUUID()}`
    const tokenHash = randomUUID()
    const link = {
      id: randomUUID(),
      kind: 'invitation',
      email: `${id}@x.example`,
      role,
      personId: '',
      createdAt: 0,
      expiresAt: clock * 2,
    } as const
    await origin.tenant.addWelcomeLink({ ...link, tokenHash })
    const account = { id, name, email: link.email, passwordHash: 'x', deviceKey: 'x', createdAt: 0 }
    await origin.tenant.welcomePerson({ tokenHash, at: clock, account })
    return { id, name }
  }

  async function customer(says = 'Hello'): Promise<string> {
    const visitor = { id: randomUUID(), siteId: origin.site.id }
    const conversation = { id: randomUUID(), epoch: randomUUID() }
    await origin.tenant.createVisitor({ visitor, tokenHash: randomUUID(), conversation, at: clock })
    await origin.tenant.accept({ ...messageIn(origin, { text: says, at: clock }), conversationId: conversation.id, visitorId: visitor.id })
    return conversation.id
  }

  const find = async (id: string) => (await origin.tenant.conversation(id))!
  const ask = async (id: string, reason = 'wish_for_person') =>
    origin.tenant.changeFloor({ conversationId: id, fence: (await find(id)).fence, floor: { state: 'waiting', reason, since: clock } })
  const round = () => caretaker.round([origin.tenantId])
  return {
    ...origin,
    floor,
    team,
    waiting,
    person,
    customer,
    find,
    ask,
    round,
    now,
    pass: (ms: number) => void (clock += ms),
    said: async (id: string) =>
      (await origin.tenant.readLog(id, 0, 100)).flatMap((entry) =>
        entry.kind === 'message' ? [entry.message.text] : [entry.floor.reason],
      ),
  }
}

const MINUTE = 60_000

test('[F-GONE] an agent whose desk is away too long gives customers back, in front of the queue, and they are told', async () => {
  const { person, customer, find, ask, round, floor, team, site, pass, said, tenant, tenantId } = await queueWorld({
    desk: { goneAfterSeconds: 30 },
  })
  const ada = await person('Ada')
  await team.beat(tenantId, ada.id)
  const [had, offered, other] = [await customer(), await customer(), await customer()]
  await ask(had)
  await floor.change(site, await find(had), { name: 'take', person: ada })
  pass(1_000)
  await ask(other)
  await ask(offered)
  await tenant.assign({ conversationId: offered, fence: (await find(offered)).fence, person: ada })

  pass(20_000)
  await team.beat(tenantId, ada.id)
  await round()
  await team.leave(tenantId, ada.id)
  await round()
  pass(20_000)
  await round()
  expect((await find(had)).floor.state).toBe('agent')
  pass(20_000)
  await round()
  expect((await find(had)).floor).toMatchObject({ state: 'waiting', reason: 'agent_gone' })
  expect((await find(offered)).person).toBeUndefined()
  expect(await tenant.queue()).toEqual([had, ...[other, offered].toSorted()])
  expect((await said(had)).at(-1)).toBe(
    'The connection to Ada was lost. You are on the list for a person again, at the place that you had.',
  )
  expect((await tenant.ticketOfConversation(had))?.status).toBe('open')
})

test('[F-GONE] whoever is removed, or may not answer any more, is not waited for', async () => {
  const { person, customer, find, ask, round, floor, team, site, tenant, tenantId } = await queueWorld({
    desk: { goneAfterSeconds: 3_600 },
  })
  const boss = { by: { id: (await person('Boss', 'owner')).id, role: 'owner' as const }, at: 1 }
  const people = [await person('Ada'), await person('Ben'), await person('Cleo')]
  const had = []
  for (const holder of people) {
    await team.beat(tenantId, holder.id)
    const id = await customer()
    await floor.change(site, await find(id), { name: 'take', person: holder })
    had.push(id)
  }
  const offered = await customer()
  await ask(offered)
  await tenant.assign({ conversationId: offered, fence: (await find(offered)).fence, person: people[0] })
  await tenant.removePerson({ personId: people[0]!.id, ...boss })
  await tenant.updatePerson({ personId: people[1]!.id, role: 'viewer', ...boss })
  for (const { id } of people) await team.leave(tenantId, id)
  await round()
  expect(await Promise.all(had.map(async (id) => (await find(id)).floor.state))).toEqual(['waiting', 'waiting', 'agent'])
  expect((await find(offered)).person).toBeUndefined()
})

test('[F-GONE] a desk that comes back in time keeps its customers', async () => {
  const { person, customer, find, round, floor, team, site, pass, tenantId } = await queueWorld({ desk: { goneAfterSeconds: 30 } })
  const ada = await person('Ada')
  const had = await customer()
  await floor.change(site, await find(had), { name: 'take', person: ada })
  await round()
  pass(20_000)
  await team.beat(tenantId, ada.id)
  await round()
  pass(20_000)
  await team.beat(tenantId, ada.id)
  await round()
  pass(20_000)
  await round()
  expect((await find(had)).floor.state).toBe('agent')
})

test('[F-OFFER] customers are offered in turn, or to who has the fewest, and only to those who are online', async () => {
  for (const [assignment, expected] of [
    ['round_robin', ['Ada', 'Ben', 'Ada', 'Ben']],
    ['least_busy', ['Ben', 'Ben', 'Ada', 'Ben']],
    ['by_hand', [undefined, undefined, undefined, undefined]],
  ] as const) {
    const { person, customer, find, ask, round, floor, team, site, pass, tenantId } = await queueWorld({ desk: { assignment } })
    const people = [await person('Ada'), await person('Ben'), await person('Cleo'), await person('Vic', 'viewer')]
    for (const { id } of people) await team.beat(tenantId, id)
    await team.setPresence(tenantId, people[2]!.id, 'busy')
    // Ada has two, Ben got one later than they were given to her.
    for (const holder of [people[0]!, people[0]!, people[1]!]) {
      await floor.change(site, await find(await customer()), { name: 'take', person: holder })
      pass(10)
      await team.beat(tenantId, holder.id)
    }
    if (assignment === 'least_busy') await floor.change(site, await find(await customer()), { name: 'take', person: people[0]! })
    const asked = []
    for (let each = 0; each < 4; each++) {
      const id = await customer()
      await ask(id)
      asked.push(id)
      pass(10)
    }
    await round()
    const names = await Promise.all(asked.map(async (id) => (await find(id)).person?.name))
    if (assignment === 'least_busy') expect(names.filter((name) => name === 'Ben').length).toBeGreaterThan(2)
    else expect(names, assignment).toEqual(expected)
    expect((await find(asked[0]!)).floor.state).toBe('waiting')
  }
})

test('[F-HONEST] who waits is told the place, and how long others waited once that is known', async () => {
  const { person, customer, find, ask, floor, team, site, pass, waiting, tenantId } = await queueWorld()
  const ada = await person('Ada')
  await team.beat(tenantId, ada.id)
  const first = await customer()
  expect(await waiting.truth(site, await find(first), 'en')).toBe('I have put you on the list for a person from our team. You are next.')
  await ask(first)
  const second = await customer()
  expect(await waiting.truth(site, await find(second), 'en')).toMatch(/People before you: 1\.$/)
  for (const minutes of [3, 5, 9]) {
    const id = await customer()
    await ask(id)
    pass(minutes * MINUTE)
    await team.beat(tenantId, ada.id)
    await floor.change(site, await find(id), { name: 'take', person: ada })
  }
  expect(await waiting.truth(site, await find(second), 'en')).toMatch(/People before you: 1\. Others waited about 5 min lately\.$/)
  pass(3 * 60 * MINUTE)
  await team.beat(tenantId, ada.id)
  expect(await waiting.truth(site, await find(second), 'en')).not.toContain('lately')
})

test('[F-HONEST] where nobody is, or outside the hours, the truth is said and an address is asked for, and taken', async () => {
  const { person, customer, find, team, site, waiting, tenant, tenantId } = await queueWorld()
  const id = await customer()
  const conversation = await find(id)
  expect(await waiting.truth(site, conversation, 'en')).toBe(nobodyHere('en', site.policy.contact))
  const ada = await person('Ada')
  await team.setPresence(tenantId, ada.id, 'away')
  expect(await waiting.truth(site, conversation, 'en')).toBe(nobodyHere('en', site.policy.contact))
  await team.setPresence(tenantId, ada.id, 'online')
  const closed = { ...site, policy: { ...site.policy, hours: readHours('Europe/Berlin tue 09:00-10:00') } }
  expect(await waiting.truth(closed, conversation, 'en')).toMatch(
    /hours, which begin again: Tuesday.* 09:00.*\..*write your e-mail address here/,
  )
  expect(await waiting.isSomebodyHere(closed)).toBe(false)
  const keep = (text: string) => waiting.keepAddress(site, conversation, { texts: [text], language: 'en' })
  expect(await keep('my mail is a@b.example')).toBeUndefined()
  expect(await keep(' me@home.example ')).toBe('Thank you. Your address is noted, and our team can see it.')
  expect(await tenant.emailOf(conversation.visitorId)).toBe('me@home.example')
  expect(await waiting.truth(closed, conversation, 'en')).not.toContain('e-mail address')
})

test('[F-LOOP] who was given back is not handed over for the same reason at once; a wish always counts', async () => {
  const { person, customer, find, ask, floor, site, pass, now } = await queueWorld()
  const ada = await person('Ada')
  const id = await customer()
  await ask(id, 'word')
  await floor.change(site, await find(id), { name: 'take', person: ada })
  await floor.change(site, await find(id), { name: 'hand_back', person: ada })
  const back = await find(id)
  expect(isQuiet(back, 'word', now())).toBe(true)
  expect(isQuiet(back, 'model_failed', now())).toBe(false)
  expect(isQuiet({ ...back, lastReason: 'wish_for_person' }, 'wish_for_person', now())).toBe(false)
  // What nobody said counts less: whatever the reason was, and also when the customer came back by themselves.
  const returned = { ...back, floor: { ...back.floor, reason: 'customer_returned' } }
  for (const guess of ['signals', 'model_asks'] as const)
    for (const one of [back, returned]) expect(isQuiet(one, guess, now()), guess).toBe(true)
  expect(isQuiet({ ...returned, lastReason: 'complaint' }, 'complaint', now())).toBe(false)
  pass(6 * MINUTE)
  for (const reason of ['word', 'signals', 'model_asks'] as const) expect(isQuiet(back, reason, now()), reason).toBe(false)
})
