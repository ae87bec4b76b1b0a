import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { InboxQuery, NewAgentMessage } from '../../ports/desk.ts'
import { answerSaying, hitOf, messageIn, world, type Present, type World, wordListOf } from './fixture.contract.ts'
import { as, join } from './people.contract.ts'

const ADA = { id: 'ada', name: 'Ada' }
const BEN = { id: 'ben', name: 'Ben' }
const waiting = (since = 4_000) => ({ state: 'waiting', reason: 'wish_for_person', since }) as const
const agent = (since = 5_000) => ({ state: 'agent', reason: 'taken', since }) as const
const bot = (since = 6_000) => ({ state: 'bot', reason: 'handed_back', since }) as const

const saidBy = ({ conversation }: World, said: Partial<NewAgentMessage> = {}): NewAgentMessage => ({
  id: randomUUID(),
  conversationId: conversation.id,
  person: ADA,
  cid: randomUUID(),
  originalHash: 'hash',
  text: 'I am looking into it.',
  at: 5_500,
  ...said,
})

const query = (given: Partial<InboxQuery> = {}): InboxQuery => ({ view: 'all', person: ADA.id, limit: 50, ...given })

/** More customers of the same tenant and site, each with a first message at this time. */
async function another({ tenant, site }: World, at: number, text = 'Hello'): Promise<string> {
  const visitor = { id: randomUUID(), siteId: site.id }
  const conversation = { id: randomUUID(), epoch: randomUUID() }
  await tenant.createVisitor({ visitor, tokenHash: randomUUID(), conversation, at })
  await tenant.accept({
    id: randomUUID(),
    conversationId: conversation.id,
    visitorId: visitor.id,
    cid: randomUUID(),
    originalHash: 'h',
    text,
    locale: 'en',
    at,
  })
  return conversation.id
}

export function deskContract(present: Present): void {
  describe('the floor, as the desk knows it', () => {
    test('has its person, a place in the queue that outlasts a person, and the reason of the last hand-over', async () => {
      const { tenant, conversation } = await world(present.database)
      const change = { conversationId: conversation.id }
      await tenant.changeFloor({ ...change, fence: 0, floor: waiting(4_000) })
      expect(await tenant.conversation(conversation.id)).toMatchObject({ queuedAt: 4_000, lastReason: 'wish_for_person' })
      await tenant.changeFloor({ ...change, fence: 1, floor: agent(5_000), person: ADA })
      expect(await tenant.conversation(conversation.id)).toMatchObject({ person: ADA, queuedAt: 4_000 })
      await tenant.changeFloor({ ...change, fence: 2, floor: { ...waiting(6_000), reason: 'agent_gone' } })
      const again = await tenant.conversation(conversation.id)
      expect(again).toMatchObject({ queuedAt: 4_000, lastReason: 'wish_for_person', floor: { since: 6_000 } })
      expect(again).not.toHaveProperty('person')
      await tenant.changeFloor({ ...change, fence: 3, floor: bot(7_000) })
      const back = await tenant.conversation(conversation.id)
      expect(back).toMatchObject({ lastReason: 'wish_for_person' })
      expect(back).not.toHaveProperty('queuedAt')
    })

    test('whoever waits can be assigned, under the present fence only, and nothing of it is in the log', async () => {
      const { tenant, conversation } = await world(present.database)
      const assignment = { conversationId: conversation.id, person: ADA }
      expect(await tenant.assign({ ...assignment, fence: 0 })).toBe(false)
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: waiting() })
      const tries = await Promise.all([ADA, BEN, ADA].map((person) => tenant.assign({ ...assignment, person, fence: 1 })))
      expect(tries.filter(Boolean)).toHaveLength(1)
      expect(await tenant.conversation(conversation.id)).toMatchObject({ fence: 2, top: 1 })
      expect(await tenant.assign({ ...assignment, person: undefined, fence: 2 })).toBe(true)
      expect(await tenant.conversation(conversation.id)).not.toHaveProperty('person')
    })

    test('people with floors are known, over all tenants and by their number', async () => {
      const one = await world(present.database)
      const other = await another(one, 2_000)
      const person = { id: randomUUID(), name: 'Cleo' }
      await one.tenant.changeFloor({ conversationId: one.conversation.id, fence: 0, floor: agent(), person })
      await one.tenant.changeFloor({ conversationId: other, fence: 0, floor: waiting() })
      await one.tenant.assign({ conversationId: other, fence: 1, person })
      expect(await present.database.floorHolders()).toContainEqual({ tenantId: one.tenantId, personId: person.id, mayAnswer: false })
      expect(await one.tenant.floorLoad()).toEqual({ [person.id]: { conversations: 2, lastAt: 5_000 } })
      expect(await one.tenant.conversationsOf(person.id)).toEqual([
        { id: other, state: 'waiting' },
        { id: one.conversation.id, state: 'agent' },
      ])
      await one.tenant.changeFloor({ conversationId: one.conversation.id, fence: 1, floor: { ...bot(), state: 'closed' }, person })
      expect(await one.tenant.floorLoad()).toEqual({ [person.id]: { conversations: 1, lastAt: 6_000 } })
    })

    test('people with floors are known as who may still answer, or may not any more', async () => {
      const { tenant, tenantId, conversation } = await world(present.database)
      const { id: personId, name } = await join(tenant, 'agent')
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: agent(), person: { id: personId, name } })
      const holder = async () => (await present.database.floorHolders()).find((one) => one.tenantId === tenantId)
      expect(await holder()).toEqual({ tenantId, personId, mayAnswer: true })
      await tenant.updatePerson({ personId, ...as('owner'), role: 'viewer' })
      expect(await holder()).toEqual({ tenantId, personId, mayAnswer: false })
      await tenant.removePerson({ personId, ...as('owner') })
      expect(await holder()).toEqual({ tenantId, personId, mayAnswer: false })
    })

    test('how long people waited is kept, the newest first, and goes with an erasure', async () => {
      const origin = await world(present.database)
      const { tenant, site, conversation, visitor } = origin
      await tenant.accept(messageIn(origin))
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: waiting(4_000) })
      await tenant.changeFloor({ conversationId: conversation.id, fence: 1, floor: agent(9_000), person: ADA })
      const other = await another(origin, 2_000)
      await tenant.changeFloor({ conversationId: other, fence: 0, floor: waiting(4_000) })
      await tenant.changeFloor({ conversationId: other, fence: 1, floor: agent(11_000), person: ADA })
      const wanted = { siteId: site.id, since: 0, limit: 10 }
      expect(await tenant.waits(wanted)).toEqual([7_000, 5_000])
      expect(await tenant.waits({ ...wanted, since: 10_000 })).toEqual([7_000])
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: 'new', at: 12_000 })
      expect(await tenant.waits(wanted)).toEqual([7_000])
    })
  })

  describe('what an agent says', () => {
    test('[F-HOLDER] is in the log only from the one who has the floor', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      expect(await tenant.acceptFromAgent(saidBy(origin))).toBeUndefined()
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: agent(), person: ADA })
      expect(await tenant.acceptFromAgent(saidBy(origin, { person: BEN }))).toBeUndefined()
      const said = saidBy(origin)
      expect(await tenant.acceptFromAgent(said)).toMatchObject({ id: said.id, seq: 2, epoch: conversation.epoch, at: 5_500 })
      // By its cid the desk knows its own again; the customer, below, is not told it.
      const place = { conversationId: conversation.id, after: 1, limit: 10 }
      expect(await tenant.deskEntries(place)).toMatchObject([{ message: { id: said.id, cid: said.cid } }])
      expect(await tenant.readLog(conversation.id, 1, 10)).toStrictEqual([
        {
          seq: 2,
          epoch: conversation.epoch,
          kind: 'message',
          message: {
            id: said.id,
            author: { kind: 'agent', name: 'Ada' },
            text: said.text,
            at: 5_500,
            suggestions: [],
            attachments: [],
          },
        },
      ])
    })

    test('[F-ONCE] is there once by its cid, also when the floor has gone meanwhile', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: agent(), person: ADA })
      const said = saidBy(origin, { hits: [hitOf({ direction: 'agent' })] })
      const tries = await Promise.all(Array.from({ length: 5 }, () => tenant.acceptFromAgent({ ...said, id: randomUUID() })))
      expect(new Set(tries.map((accepted) => accepted?.id)).size).toBe(1)
      await tenant.changeFloor({ conversationId: conversation.id, fence: 1, floor: bot() })
      expect(await tenant.acceptFromAgent(said)).toEqual(tries[0])
      expect(await tenant.conversation(conversation.id)).toMatchObject({ top: 3 })
      expect(await tenant.wordHits(conversation.id)).toHaveLength(1)
    })

    test('opens no turn: nobody answers it', async () => {
      const origin = await world(present.database)
      await origin.tenant.changeFloor({ conversationId: origin.conversation.id, fence: 0, floor: agent(), person: ADA })
      await origin.tenant.acceptFromAgent(saidBy(origin))
      expect(await origin.tenant.claimTurns(origin.conversation.id)).toBeUndefined()
    })
  })

  describe('what only the desk reads', () => {
    test('[F-APART] a note is numbered, is there once, takes no seq, and is in no log of the customer', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      await tenant.accept(messageIn(origin))
      const note = { id: randomUUID(), conversationId: conversation.id, cid: randomUUID(), person: ADA, text: 'Asked twice.', at: 3_000 }
      const tries = await Promise.all(Array.from({ length: 4 }, () => tenant.addNote({ ...note, id: randomUUID() })))
      expect(new Set(tries.map((kept) => JSON.stringify(kept))).size).toBe(1)
      expect(await tenant.addNote({ ...note, id: 'second', cid: 'second' })).toEqual({
        id: 'second',
        cid: 'second',
        number: 2,
        after: 1,
        person: ADA,
        text: 'Asked twice.',
        at: 3_000,
      })
      expect(await tenant.addNote({ ...note, conversationId: 'unknown' })).toBeUndefined()
      const { fence } = conversation
      expect(await tenant.addNote({ ...note, id: 'late', cid: 'late', fence: fence + 1 }), 'another fence').toBeUndefined()
      expect(await tenant.addNote({ ...note, id: 'third', cid: 'third', fence })).toMatchObject({ number: 3 })
      expect(await tenant.conversation(conversation.id)).toMatchObject({ top: 1 })
      expect(await tenant.readLog(conversation.id, 0, 10)).toHaveLength(1)
    })

    test('entries come with their route, what the filter found, and the notes between; forward and back, in pages', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      const message = messageIn(origin, { hits: [hitOf()] })
      await tenant.accept(message)
      const note = { conversationId: conversation.id, person: ADA, text: 'A note', at: 3_000 }
      await tenant.addNote({ ...note, id: 'n1', cid: 'n1' })
      const claimed = await tenant.claimTurns(conversation.id)
      await tenant.record({
        conversationId: conversation.id,
        claim: claimed!.claim,
        fence: 0,
        turnIds: [message.id],
        route: { to: 'human', reason: 'wish_for_person' },
        result: 'handed_off',
        at: 3_000,
        answer: answerSaying('A person will come.'),
        floor: waiting(),
      })
      await tenant.addNote({ ...note, id: 'n2', cid: 'n2' })
      const nameOf = (entry: { kind: string; seq?: number; id?: string }) =>
        entry.kind === 'note' ? entry.id : `${entry.kind} ${entry.seq}`
      const all = await tenant.deskEntries({ conversationId: conversation.id, after: 0, limit: 10 })
      expect(all.map(nameOf)).toEqual(['message 1', 'n1', 'message 2', 'floor 3', 'n2'])
      expect(all[0]).toMatchObject({ marks: [{ list: 'list', action: 'flag', start: 3, end: 8 }] })
      await tenant.createWordList(wordListOf(origin.site.id, { id: 'list', name: 'Names of rivals' }))
      const [named] = await tenant.deskEntries({ conversationId: conversation.id, after: 0, limit: 1 })
      expect(named).toMatchObject({ marks: [{ list: 'Names of rivals' }] })
      expect(all[2]).toMatchObject({ route: { to: 'human', reason: 'wish_for_person', result: 'handed_off' }, marks: [] })
      const page = async (range: { after: number } | { before: number }, limit: number) =>
        (await tenant.deskEntries({ conversationId: conversation.id, ...range, limit })).map(nameOf)
      expect(await page({ after: 0 }, 1)).toEqual(['message 1', 'n1'])
      expect(await page({ after: 1 }, 1)).toEqual(['n1', 'message 2'])
      expect(await page({ after: 3 }, 10)).toEqual(['n2'])
      expect(await page({ before: 3 }, 1)).toEqual(['message 2'])
      expect(await page({ before: 2 }, 5)).toEqual(['message 1', 'n1'])
      expect(await tenant.notes(conversation.id)).toEqual(all.flatMap(({ kind, ...said }) => (kind === 'note' ? [said] : [])))
    })

    test('erasing takes notes and the address with it', async () => {
      const origin = await world(present.database)
      const { tenant, conversation, visitor } = origin
      await tenant.accept(messageIn(origin))
      await tenant.addNote({ id: 'n', conversationId: conversation.id, cid: 'n', person: ADA, text: 'A note', at: 3_000 })
      await tenant.describeVisitor(visitor.id, { email: 'page@example.org', attributes: [] })
      expect(await tenant.emailOf(visitor.id)).toBe('page@example.org')
      await tenant.keepEmail(visitor.id, 'left@example.org')
      expect(await tenant.emailOf(visitor.id)).toBe('left@example.org')
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: 'new', at: 5_000 })
      expect(await tenant.deskEntries({ conversationId: conversation.id, after: 0, limit: 10 })).toEqual([])
      expect(await tenant.notes(conversation.id)).toEqual([])
      expect(await tenant.emailOf(visitor.id)).toBe('page@example.org')
    })
  })

  describe('the inbox', () => {
    test('lists what anybody wrote in, newest activity first, in pages without a gap or a double', async () => {
      const origin = await world(present.database)
      const ids = []
      for (const at of [3_000, 5_000, 5_000, 4_000]) ids.push(await another(origin, at))
      const first = await origin.tenant.inbox(query({ limit: 2 }))
      const last = first.at(-1)!
      const rest = await origin.tenant.inbox(query({ before: { lastAt: last.lastAt, id: last.id } }))
      const listed = [...first, ...rest]
      expect(listed.map(({ lastAt }) => lastAt)).toEqual([5_000, 5_000, 4_000, 3_000])
      expect(listed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
      expect(listed[0]).toMatchObject({ last: { author: 'visitor', text: 'Hello' }, floor: { state: 'bot' }, top: 1 })
    })

    test('has views for who waits, with positions, for what is mine, and for what is closed', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      const [early, late, mine, done] = await Promise.all([3_000, 3_100, 3_200, 3_300].map((at) => another(origin, at)))
      await tenant.changeFloor({ conversationId: late!, fence: 0, floor: waiting(9_000) })
      await tenant.changeFloor({ conversationId: early!, fence: 0, floor: waiting(8_000) })
      await tenant.assign({ conversationId: early!, fence: 1, person: BEN })
      await tenant.changeFloor({ conversationId: mine!, fence: 0, floor: agent(), person: ADA })
      await tenant.changeFloor({ conversationId: done!, fence: 0, floor: { ...bot(), state: 'closed' }, person: ADA })
      const list = async (given: Partial<InboxQuery>) => (await tenant.inbox(query(given))).map(({ id }) => id)
      expect(await list({ view: 'waiting' })).toEqual([late, early])
      expect(await tenant.queue()).toEqual([early, late])
      expect(await list({ view: 'mine' })).toEqual([mine])
      expect(await list({ view: 'mine', person: BEN.id })).toEqual([early])
      expect(await list({ view: 'closed' })).toEqual([done])
      expect(await tenant.summary(late!)).toMatchObject({ floor: { state: 'waiting', position: 2, queuedAt: 9_000 } })
      expect(await tenant.summary(early!)).toMatchObject({ floor: { position: 1, assigned: BEN } })
      expect(await tenant.summary(mine!)).toMatchObject({ floor: { state: 'agent', person: ADA } })
      expect(await tenant.summary('unknown')).toBeUndefined()
    })

    test('shows the newest ticket of a conversation', async () => {
      const origin = await world(present.database)
      const { tenant, site } = origin
      const [id, without] = [await another(origin, 3_000), await another(origin, 3_100)]
      const ticket = {
        siteId: site.id,
        conversation: id,
        subject: 'Parcel',
        intent: 'i',
        reason: 'r',
        priority: 'normal',
        locale: 'en',
        at: 4_000,
        firstResponseDueAt: 5_000,
        solutionDueAt: 6_000,
      } as const
      const opened = await tenant.openTicket({ ticket, by: { kind: 'system' } })
      expect((await tenant.summary(id))?.ticket).toEqual({ number: opened?.number, status: 'open', revision: opened?.revision })
      expect(await tenant.summary(without)).not.toHaveProperty('ticket')
      expect(await tenant.newestLocale(id)).toBe('en')
      expect(await tenant.newestLocale('unknown')).toBeUndefined()
    })

    test('finds a piece of any message in any case and alphabet, and takes nothing in it for a pattern', async () => {
      const origin = await world(present.database)
      const { tenant, site } = origin
      const greek = await another(origin, 3_000, 'Η ΠΑΡΑΓΓΕΛΊΑ μου')
      const percent = await another(origin, 4_000, 'I want 100% of it')
      const list = async (search: string, more: Partial<InboxQuery> = {}) =>
        (await tenant.inbox(query({ search, ...more }))).map(({ id }) => id)
      expect(await list('παραγγελία')).toEqual([greek])
      expect(await list('100%')).toEqual([percent])
      expect(await list('1_0')).toEqual([])
      expect(await list('author')).toEqual([])
      expect(await list('WANT', { siteId: site.id })).toEqual([percent])
      expect(await list('want', { siteId: 'another' })).toEqual([])
      const found = (search: string, ...conversationIds: string[]) => tenant.foundTexts({ search, conversationIds })
      expect(await found('WANT', percent, greek)).toEqual({ [percent]: { seq: 1, author: 'visitor', text: 'I want 100% of it' } })
      expect(await found('1_0', percent)).toEqual({})
      expect(await found('want')).toEqual({})
      const far = await another(origin, 5_000, `${'so '.repeat(30)}very far away ${'and on '.repeat(100)}`)
      expect((await found('FAR away', far))[far]?.text).toMatch(/^…so so very far away .{140}$/)
    })

    test('a search goes on until its page is full or nothing is left, however long ago it was said, and who reads meanwhile does not wait for it', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      // Several are of one moment, so that order is by their ids there.
      const many = Array.from({ length: 450 }, (_, number) =>
        another(origin, 3_000 + Math.floor(number / 100), number < 3 ? 'A needle' : 'Hay'),
      )
      await Promise.all(many)
      const all = await tenant.inbox(query({ limit: 1_000 }))
      expect(all).toHaveLength(450)
      const needles = all.filter(({ last }) => last?.text === 'A needle').map(({ id }) => id)
      expect(needles).toHaveLength(3)
      const list = async (given: Partial<InboxQuery>) => (await tenant.inbox(query(given))).map(({ id }) => id)
      expect(await list({ search: 'needle' })).toEqual(needles)
      expect(await list({ search: 'needle', limit: 2 })).toEqual(needles.slice(0, 2))
      const before = { lastAt: all.find(({ id }) => id === needles[1])!.lastAt, id: needles[1]! }
      expect(await list({ search: 'needle', before })).toEqual(needles.slice(2))
      expect(await list({ search: 'hay', limit: 1_000 })).toEqual(all.map(({ id }) => id).filter((id) => !needles.includes(id)))

      const gone = new AbortController()
      const left = tenant.inbox(query({ search: 'nowhere' }), gone.signal)
      gone.abort(new Error('gone'))
      await expect(left).rejects.toThrow('gone')
      await expect(tenant.inbox(query({ search: 'nowhere' }), gone.signal)).rejects.toThrow('gone')

      let isSearched = false
      const searched = list({ search: 'nowhere' }).finally(() => void (isSearched = true))
      await tenant.conversation(conversation.id)
      await setImmediate()
      expect(isSearched).toBe(false)
      expect(await searched).toEqual([])
    })

    test('the revision grows with everything that a row shows', async () => {
      const origin = await world(present.database)
      const { tenant, conversation, visitor } = origin
      let before = 0
      const grows = async () => {
        const { revision } = (await tenant.summary(conversation.id))!
        expect(revision).toBeGreaterThan(before)
        before = revision
      }
      const message = messageIn(origin)
      await tenant.accept(message)
      await grows()
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: waiting() })
      await grows()
      await tenant.assign({ conversationId: conversation.id, fence: 1, person: ADA })
      await grows()
      await tenant.changeFloor({ conversationId: conversation.id, fence: 2, floor: agent(), person: ADA })
      await grows()
      await tenant.acceptFromAgent(saidBy(origin))
      await grows()
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: 'new', at: 5_000 })
      await grows()
    })

    test('[C-SIGNS] how far the customer has read moves forward only, within the log of this epoch, and goes with it', async () => {
      const origin = await world(present.database)
      const { tenant, tenantId, conversation, visitor } = origin
      const mark = (seq: number, at: number, of: object = {}) =>
        tenant.markRead({ conversationId: conversation.id, visitorId: visitor.id, epoch: conversation.epoch, seq, at, ...of })
      for (let count = 0; count < 3; count++) await tenant.accept(messageIn(origin))
      const before = await tenant.summary(conversation.id)
      expect(await tenant.readMark(conversation.id)).toBeUndefined()
      for (const of of [{ epoch: 'another' }, { visitorId: 'another' }, { conversationId: 'another' }, { seq: 4 }])
        expect(await mark(2, 4_000, of), JSON.stringify(of)).toBe(false)
      expect(await tenant.readMark(conversation.id)).toBeUndefined()
      expect(await mark(2, 4_000)).toBe(true)
      expect(await mark(2, 5_000)).toBe(false)
      expect(await mark(1, 5_000)).toBe(false)
      await present.reopen()
      const again = present.database.forTenant(tenantId)
      expect(await again.readMark(conversation.id)).toEqual({ seq: 2, at: 4_000 })
      // No row of an inbox shows it.
      expect(await again.summary(conversation.id)).toEqual(before)
      await again.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: 'new', at: 6_000 })
      expect(await again.readMark(conversation.id)).toBeUndefined()
      await again.accept(messageIn(origin))
      const begun = { conversationId: conversation.id, visitorId: visitor.id, epoch: 'new', seq: 1, at: 7_000 }
      expect(await again.markRead(begun)).toBe(true)
    })

    test('[T-APART] another tenant sees and changes nothing of it', async () => {
      const origin = await world(present.database)
      const { conversation, visitor, site } = origin
      const stranger = (await world(present.database)).tenant
      await origin.tenant.accept(messageIn(origin))
      await origin.tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: agent(), person: ADA })
      await origin.tenant.keepEmail(visitor.id, 'left@example.org')
      await origin.tenant.addNote({ id: 'own', conversationId: conversation.id, cid: 'own', person: ADA, text: 'A note', at: 3_000 })
      const before = await origin.tenant.summary(conversation.id)
      expect(await stranger.summary(conversation.id)).toBeUndefined()
      expect(await stranger.inbox(query())).toEqual([])
      expect(await stranger.inbox(query({ view: 'mine' }))).toEqual([])
      expect(await stranger.inbox(query({ search: 'parcel' }))).toEqual([])
      expect(await origin.tenant.foundTexts({ conversationIds: [conversation.id], search: 'parcel' })).not.toEqual({})
      expect(await stranger.foundTexts({ conversationIds: [conversation.id], search: 'parcel' })).toEqual({})
      expect(await stranger.acceptFromAgent(saidBy(origin))).toBeUndefined()
      expect(await stranger.addNote({ id: 'n', conversationId: conversation.id, cid: 'n', person: ADA, text: 'x', at: 1 })).toBeUndefined()
      expect(await stranger.assign({ conversationId: conversation.id, fence: 1, person: BEN })).toBe(false)
      expect(await stranger.deskEntries({ conversationId: conversation.id, after: 0, limit: 10 })).toEqual([])
      expect(await stranger.notes(conversation.id)).toEqual([])
      expect(await stranger.conversationsOf(ADA.id)).toEqual([])
      expect(await stranger.floorLoad()).toEqual({})
      expect(await stranger.queue()).toEqual([])
      expect(await stranger.waits({ siteId: site.id, since: 0, limit: 10 })).toEqual([])
      const mark = { conversationId: conversation.id, visitorId: visitor.id, epoch: conversation.epoch, seq: 1, at: 1 }
      expect(await stranger.markRead(mark)).toBe(false)
      expect(await origin.tenant.markRead(mark)).toBe(true)
      expect(await stranger.readMark(conversation.id)).toBeUndefined()
      expect(await stranger.emailOf(visitor.id)).toBeUndefined()
      await stranger.keepEmail(visitor.id, 'thief@example.org')
      expect(await origin.tenant.emailOf(visitor.id)).toBe('left@example.org')
      expect(await origin.tenant.summary(conversation.id)).toEqual(before)
    })
  })
}
