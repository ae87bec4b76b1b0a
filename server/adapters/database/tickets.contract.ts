/** Contract: tickets, their numbers, their history, and the one that belongs to a hand-over. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { TicketActor } from '../../../shared/tickets.ts'
import type { NewAgentMessage } from '../../ports/desk.ts'
import type { Conversation, NewAnswer } from '../../ports/conversations.ts'
import { Duplicate } from '../../ports/database.ts'
import type { NewTicket, TicketMove } from '../../ports/tickets.ts'
import { answerSaying, siteNamed, world, type Present, type World } from './fixture.contract.ts'
import { as, join } from './people.contract.ts'

const PERSON: TicketActor = { kind: 'person', id: 'ada' }
const ADA = { id: 'ada', name: 'Ada' }
const SYSTEM: TicketActor = { kind: 'system' }

export const ticketIn = ({ site }: Pick<World, 'site'>, ticket: Partial<NewTicket> = {}): NewTicket => ({
  siteId: site.id,
  subject: 'My parcel is lost',
  intent: 'person_wanted',
  reason: 'wish_for_person',
  priority: 'normal',
  tags: ['parcel'],
  locale: 'en',
  at: 10_000,
  firstResponseDueAt: 20_000,
  solutionDueAt: 30_000,
  ...ticket,
})

type Opening = { at?: number; reopenSince?: number; said?: NewAnswer; summary?: string; ticket?: Partial<NewTicket> }

export const opening = (options: Opening = {}): TicketMove => {
  const { at = 10_000, reopenSince = 0, said, summary, ticket: given } = options
  const ticket = {
    subject: 'My parcel is lost',
    intent: 'person_wanted',
    reason: 'wish_for_person',
    priority: 'normal',
    locale: 'en',
    at,
    firstResponseDueAt: at + 10_000,
    solutionDueAt: at + 20_000,
    ...given,
  } as const
  return { to: 'open', by: SYSTEM, ticket, reopenSince, ...(said && { said }), ...(summary && { summary }) }
}

/** By Ada, who needs the floor for it. */
export const agentMessage = ({ conversation }: World, said: { at: number; mailAt?: number }): NewAgentMessage => ({
  id: randomUUID(),
  conversationId: conversation.id,
  person: ADA,
  cid: randomUUID(),
  originalHash: 'hash',
  text: 'Found it.',
  ...said,
})

/** Changes the floor as it is now, with this move. */
export async function moveFloor(
  { tenant, conversation }: World,
  { state, ticket, notice }: { state: Conversation['floor']['state']; ticket?: TicketMove; notice?: NewAnswer },
): ReturnType<World['tenant']['changeFloor']> {
  const now = await tenant.conversation(conversation.id)
  return tenant.changeFloor({
    conversationId: conversation.id,
    fence: now?.fence ?? -1,
    floor: { state, reason: 'r', since: 10_000 },
    ...(state === 'agent' && { person: ADA }),
    ...(ticket && { ticket }),
    ...(notice && { notice }),
  })
}

export function ticketsContract(present: Present): void {
  describe('tickets', () => {
    test('are opened, read one by one, and listed from the newest', async () => {
      const origin = await world(present.database)
      const { tenant, site } = origin
      await join(tenant, 'agent', { id: 'ada' })
      const first = await tenant.openTicket({ ticket: ticketIn(origin, { email: 'ada@shop.example', assignee: 'ada' }), by: PERSON })
      expect(first).toEqual({
        number: 1,
        siteId: site.id,
        subject: 'My parcel is lost',
        intent: 'person_wanted',
        reason: 'wish_for_person',
        priority: 'normal',
        status: 'open',
        assignee: 'ada',
        tags: ['parcel'],
        email: 'ada@shop.example',
        locale: 'en',
        createdAt: 10_000,
        updatedAt: 10_000,
        revision: 0,
        firstResponse: { dueAt: 20_000 },
        solution: { dueAt: 30_000 },
      })
      const second = await tenant.openTicket({ ticket: ticketIn(origin, { subject: 'Another' }), by: PERSON })
      expect(await tenant.ticket(1)).toEqual(first)
      expect(await tenant.tickets({ limit: 10 })).toEqual([second, first])
      expect(await tenant.ticket(3)).toBeUndefined()
      expect(await tenant.ticketHistory(1)).toEqual([{ place: 1, at: 10_000, by: PERSON, kind: 'opened' }])
    })

    test('are found by status, assignee, site and tag, page by page', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      await join(tenant, 'agent', { id: 'ada' })
      await tenant.createSite(siteNamed('second'))
      const open = (ticket: Partial<NewTicket>) => tenant.openTicket({ ticket: ticketIn(origin, ticket), by: PERSON })
      await open({ assignee: 'ada' })
      await open({ siteId: 'second', tags: ['50%_"off"', 'x'] })
      await open({ tags: ['parcel and more'], conversation: origin.conversation.id })
      await tenant.updateTicket({ number: 1, changes: { status: 'solved' }, by: PERSON, at: 11_000 })
      const numbers = async (query: object) => (await tenant.tickets({ limit: 10, ...query })).map(({ number }) => number)
      expect(await numbers({})).toEqual([3, 2, 1])
      expect(await numbers({ limit: 2 })).toEqual([3, 2])
      expect(await numbers({ before: 2 })).toEqual([1])
      expect(await numbers({ status: 'solved' })).toEqual([1])
      expect(await numbers({ status: 'open' })).toEqual([3, 2])
      expect(await numbers({ assignee: 'ada' })).toEqual([1])
      expect(await numbers({ unassigned: true })).toEqual([3, 2])
      expect(await numbers({ siteId: 'second' })).toEqual([2])
      expect(await numbers({ conversation: origin.conversation.id })).toEqual([3])
      expect(await numbers({ tag: 'parcel' })).toEqual([1])
      expect(await numbers({ tag: '50%_"off"' })).toEqual([2])
      expect(await numbers({ tag: '%' })).toEqual([])
      expect(await tenant.ticketCounts()).toEqual({ open: 2, pending: 0, solved: 1 })
      const all = await present.database.allTicketCounts()
      expect(all.open).toBeGreaterThanOrEqual(2)
    })

    test('[T-NUMBER] are numbered from 1 without gaps, however many are opened at once and whatever fails between', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      await tenant.openTicket({ ticket: ticketIn(origin, { conversation: conversation.id }), by: PERSON })
      const openings = Array.from({ length: 30 }, (_, index) =>
        tenant.openTicket({ ticket: ticketIn(origin, index % 3 === 0 ? { conversation: conversation.id } : {}), by: PERSON }),
      )
      const results = await Promise.allSettled(openings)
      const made = results.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value.number] : []))
      expect(made.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2))
      expect(results.filter((result) => result.status === 'rejected' && result.reason instanceof Duplicate)).toHaveLength(10)
    })

    test('need a site, and a conversation that is there', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      await tenant.createSite(siteNamed('second'))
      const open = (ticket: Partial<NewTicket>) => tenant.openTicket({ ticket: ticketIn(origin, ticket), by: PERSON })
      expect(await open({ siteId: 'unknown' })).toBeUndefined()
      expect(await open({ conversation: 'unknown' })).toBeUndefined()
      expect(await open({ siteId: 'second', conversation: origin.conversation.id })).toBeUndefined()
      expect(await open({})).toMatchObject({ number: 1 })
    })

    test('change in the fields that are given, and the history says what was before', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      await join(tenant, 'agent', { id: 'bo' })
      await tenant.openTicket({ ticket: ticketIn(origin), by: PERSON })
      const changes = { priority: 'urgent', assignee: 'bo', tags: ['a', 'b'], subject: 'Lost', firstResponseDueAt: 15_000 } as const
      const changed = await tenant.updateTicket({ number: 1, changes: { ...changes, tags: [...changes.tags] }, by: PERSON, at: 11_000 })
      expect(changed).toMatchObject({ priority: 'urgent', assignee: 'bo', tags: ['a', 'b'], subject: 'Lost', updatedAt: 11_000 })
      expect(changed).toMatchObject({ firstResponse: { dueAt: 15_000 }, solution: { dueAt: 30_000 } })
      await tenant.updateTicket({ number: 1, changes: { status: 'solved' }, by: { kind: 'key', id: 'k' }, at: 12_000 })
      const unassigned = await tenant.updateTicket({ number: 1, changes: { status: 'open', assignee: undefined }, by: PERSON, at: 13_000 })
      expect(unassigned).not.toHaveProperty('assignee')
      expect(unassigned).toMatchObject({ status: 'open', solution: { dueAt: 30_000 } })
      expect(await tenant.ticket(1)).toEqual(unassigned)
      // What is so already is no change.
      await tenant.updateTicket({ number: 1, changes: { subject: 'Lost', status: 'open' }, by: PERSON, at: 14_000 })
      const history = await tenant.ticketHistory(1)
      expect(history.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      expect(history.slice(1).map((event) => ('from' in event ? [event.at, event.kind, event.from, event.to] : []))).toEqual([
        [11_000, 'subject', 'My parcel is lost', 'Lost'],
        [11_000, 'priority', 'normal', 'urgent'],
        [11_000, 'tags', 'parcel', 'a,b'],
        [11_000, 'assignee', '', 'bo'],
        [12_000, 'status', 'open', 'solved'],
        [13_000, 'assignee', 'bo', ''],
        [13_000, 'status', 'solved', 'open'],
      ])
      expect(await tenant.updateTicket({ number: 9, changes: {}, by: PERSON, at: 1 })).toBeUndefined()
    })

    test('[T-REVISION] are not changed over a change that was not seen', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      const { revision } = (await tenant.openTicket({ ticket: ticketIn(origin), by: PERSON }))!
      const writes = ['low', 'high', 'urgent'].map((priority) =>
        tenant.updateTicket({ number: 1, changes: { priority: priority as 'low' }, by: PERSON, at: 11_000, revision }),
      )
      const written = await Promise.all(writes)
      expect(written.filter((result) => result === 'changed')).toHaveLength(2)
      const winner = written.find((result) => typeof result === 'object')
      expect(await tenant.ticket(1)).toEqual(winner)
      expect(await tenant.ticketHistory(1)).toHaveLength(2)
    })

    test('take notes', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      const opened = (await tenant.openTicket({ ticket: ticketIn(origin), by: PERSON }))!
      const note = { number: 1, text: 'Call the carrier.', by: PERSON, at: 11_000 }
      expect(await tenant.addTicketNote(note)).toEqual({ place: 2, kind: 'note', text: note.text, at: 11_000, by: PERSON })
      expect(await tenant.ticketHistory(1)).toHaveLength(2)
      const noted = (await tenant.ticket(1))!
      expect(noted.revision).toBeGreaterThan(opened.revision)
      expect(await tenant.addTicketNote({ ...note, number: 2 })).toBeUndefined()
    })
  })

  describe('tickets of people who leave', () => {
    const boss: TicketActor = { kind: 'person', id: as('owner').by.id }

    test('[T-LEFT] are nobody’s where they are not solved, and where they are, once they are opened again', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      await join(tenant, 'owner')
      const [ada, ben, cleo] = [await join(tenant, 'agent'), await join(tenant, 'admin'), await join(tenant, 'agent')]
      const change = { by: boss, at: 3_000 }
      for (const assignee of [ada.id, ada.id, ada.id, ben.id, cleo.id])
        await tenant.openTicket({ ticket: ticketIn(origin, { assignee }), by: boss })
      await tenant.updateTicket({ number: 2, changes: { status: 'pending' }, ...change })
      await tenant.updateTicket({ number: 3, changes: { status: 'solved' }, ...change })

      const removed = await tenant.removePerson({ personId: ada.id, ...as('owner') })
      expect(removed).toMatchObject({ released: [{ number: 1 }, { number: 2, status: 'pending' }] })
      expect(await tenant.updatePerson({ personId: ben.id, role: 'agent', ...as('owner') })).toMatchObject({ released: [] })
      expect(await tenant.updatePerson({ personId: ben.id, role: 'viewer', ...as('owner') })).toMatchObject({ released: [{ number: 4 }] })

      const assignees = async () => (await tenant.tickets({ limit: 9 })).map(({ number, assignee }) => [number, assignee])
      const kept = [5, cleo.id]
      expect(await assignees()).toEqual([kept, [4, undefined], [3, ada.id], [2, undefined], [1, undefined]])
      expect((await tenant.ticketHistory(1)).at(-1)).toEqual({ place: 2, kind: 'assignee', from: ada.id, to: '', at: 4_000, by: boss })
      expect((await tenant.ticket(1))?.revision).toBeGreaterThan(0)

      await tenant.updateTicket({ number: 3, changes: { status: 'open' }, by: boss, at: 5_000 })
      expect((await assignees())[2]).toEqual([3, undefined])
      await tenant.updateTicket({ number: 3, changes: { status: 'solved' }, by: boss, at: 6_000 })
      await tenant.updateTicket({ number: 3, changes: { status: 'open', assignee: cleo.id }, by: boss, at: 7_000 })
      expect((await assignees())[2]).toEqual([3, cleo.id])

      // Who acts at the same time comes before or after it.
      expect(await tenant.updateTicket({ number: 5, changes: { assignee: ada.id }, ...change })).not.toHaveProperty('assignee')
      expect(await tenant.openTicket({ ticket: ticketIn(origin, { assignee: ben.id }), by: boss })).not.toHaveProperty('assignee')
      await moveFloor(origin, { state: 'waiting', ticket: opening() })
      await moveFloor(origin, { state: 'agent', ticket: { to: 'assigned', by: boss, person: ada.id, at: 8_000 } })
      expect(await tenant.ticketOfConversation(origin.conversation.id)).not.toHaveProperty('assignee')
    })
  })

  describe('the ticket of a conversation', () => {
    test('[T-ONE] is opened with the change of the floor, tells its number in the log, and stays the one while it is not solved', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      await tenant.openTicket({ ticket: ticketIn(origin), by: PERSON })
      const said = answerSaying('Your number is {ticket}. Again: {ticket}')
      const entries = await moveFloor(origin, { state: 'waiting', ticket: opening({ said }), notice: answerSaying('Please wait.') })
      const texts = entries?.map((entry) => (entry.kind === 'message' ? entry.message.text : entry.floor.state))
      expect(texts).toEqual(['waiting', 'Please wait.', 'Your number is 2. Again: 2'])
      expect(await tenant.readLog(conversation.id, 0, 10)).toEqual(entries)
      expect(await tenant.ticketOfConversation(conversation.id)).toMatchObject({ number: 2, status: 'open', conversation: conversation.id })

      await moveFloor(origin, { state: 'bot' })
      await tenant.updateTicket({ number: 2, changes: { status: 'pending' }, by: PERSON, at: 11_000 })
      await moveFloor(origin, { state: 'waiting', ticket: opening({ at: 12_000 }) })
      expect(await tenant.tickets({ limit: 10 })).toHaveLength(2)
      expect(await tenant.ticket(2)).toMatchObject({ status: 'open', createdAt: 10_000 })
    })

    test('[T-ONE] keeps what came before as a note, and takes the matter of a later hand-over where that presses more', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      await moveFloor(origin, { state: 'waiting', ticket: opening({ summary: 'customer: Where?' }) })
      await moveFloor(origin, { state: 'bot' })
      const ticket = { intent: 'complaint', priority: 'high' } as const
      await moveFloor(origin, { state: 'waiting', ticket: opening({ at: 11_000, summary: 'customer: Outrageous', ticket }) })
      await moveFloor(origin, { state: 'bot' })
      await moveFloor(origin, { state: 'waiting', ticket: opening({ at: 12_000 }) })
      expect(await tenant.tickets({ limit: 10 })).toMatchObject([{ number: 1, status: 'open', ...ticket, reason: 'wish_for_person' }])
      const history = await tenant.ticketHistory(1)
      expect(history.map((event) => (event.kind === 'note' ? event.text : event.kind))).toEqual([
        'opened',
        'customer: Where?',
        'intent',
        'priority',
        'customer: Outrageous',
      ])
    })

    test('[T-LATE] is not opened by a change of the floor that came too late', async () => {
      const { tenant, conversation } = await world(present.database)
      const floor = { state: 'waiting', reason: 'r', since: 10_000 } as const
      expect(await tenant.changeFloor({ conversationId: conversation.id, fence: 7, floor, ticket: opening() })).toBeUndefined()
      expect(await tenant.tickets({ limit: 10 })).toEqual([])
    })

    test('[T-REOPEN] is opened again where it was solved lately, and a new one is made where that was long ago', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      await join(tenant, 'agent', { id: 'ada' })
      await moveFloor(origin, { state: 'waiting', ticket: opening() })
      await moveFloor(origin, { state: 'agent', ticket: { to: 'assigned', by: PERSON, person: 'ada', at: 11_000 } })
      expect(await tenant.ticket(1)).toMatchObject({ assignee: 'ada', status: 'open' })
      await moveFloor(origin, { state: 'closed', ticket: { to: 'solved', by: PERSON, at: 12_000 } })
      expect(await tenant.ticket(1)).toMatchObject({ status: 'solved', solution: { doneAt: 12_000 } })
      await moveFloor(origin, { state: 'waiting', ticket: opening({ at: 13_000, reopenSince: 11_999 }) })
      expect(await tenant.ticketOfConversation(conversation.id)).toMatchObject({ number: 1, status: 'open', assignee: 'ada' })
      await moveFloor(origin, { state: 'closed', ticket: { to: 'solved', by: PERSON, at: 14_000 } })
      await moveFloor(origin, { state: 'waiting', ticket: opening({ at: 15_000, reopenSince: 14_000 }) })
      expect(await tenant.ticketOfConversation(conversation.id)).toMatchObject({ number: 2, status: 'open' })
      await expect(tenant.updateTicket({ number: 1, changes: { status: 'open' }, by: PERSON, at: 16_000 })).rejects.toBeInstanceOf(
        Duplicate,
      )
      expect(await tenant.ticket(1)).toMatchObject({ status: 'solved' })
    })

    test('is answered with the first message of an agent, and only with that', async () => {
      const origin = await world(present.database)
      const { tenant } = origin
      await moveFloor(origin, { state: 'waiting', ticket: opening(), notice: answerSaying('A bot speaks.', 10_500) })
      expect((await tenant.ticket(1))?.firstResponse).toEqual({ dueAt: 20_000 })
      await moveFloor(origin, { state: 'agent' })
      for (const at of [11_000, 12_000]) await origin.tenant.acceptFromAgent(agentMessage(origin, { at }))
      expect((await tenant.ticket(1))?.firstResponse).toEqual({ dueAt: 20_000, doneAt: 11_000 })
      expect((await tenant.ticketHistory(1)).filter(({ kind }) => kind === 'answered')).toHaveLength(1)
    })

    test('[T-ERASE] forgets what was said and noted once the customer erases, and keeps its number and times', async () => {
      const origin = await world(present.database)
      const { tenant, conversation, visitor } = origin
      await moveFloor(origin, { state: 'waiting', ticket: opening({ ticket: { reason: 'model_asks:a secret of theirs' } }) })
      await tenant.updateTicket({ number: 1, changes: { email: 'secret@shop.example', tags: ['secret'] }, by: PERSON, at: 11_000 })
      await tenant.addTicketNote({ number: 1, text: 'secret', by: PERSON, at: 11_000 })
      await moveFloor(origin, { state: 'closed' })
      await tenant.rateConversation({ conversationId: conversation.id, visitorId: visitor.id, score: 1, comment: 'secret', at: 12_000 })
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: randomUUID(), at: 13_000 })
      const erased = await tenant.ticket(1)
      expect(erased).toMatchObject({ number: 1, status: 'solved', reason: 'model_asks', createdAt: 10_000, solution: { doneAt: 13_000 } })
      const history = await tenant.ticketHistory(1)
      expect(history).toMatchObject([{ kind: 'erased' }])
      expect(JSON.stringify([erased, history])).not.toMatch(/secret|parcel/)
      expect(await tenant.satisfaction(conversation.id)).toBeUndefined()
      expect(await tenant.ticketOfConversation(conversation.id)).toBeUndefined()
      await moveFloor(origin, { state: 'waiting', ticket: opening({ at: 14_000 }) })
      expect(await tenant.ticketOfConversation(conversation.id)).toMatchObject({ number: 2 })
    })
  })

  describe('a closed conversation', () => {
    test('[T-RATE] is rated by its visitor while it is closed, and its newest ticket with it', async () => {
      const origin = await world(present.database)
      const { tenant, conversation, visitor } = origin
      const rating = { conversationId: conversation.id, visitorId: visitor.id, score: 4, at: 12_000 }
      await moveFloor(origin, { state: 'waiting', ticket: opening() })
      expect(await tenant.rateConversation(rating)).toBe(false)
      await moveFloor(origin, { state: 'closed', ticket: { to: 'solved', by: PERSON, at: 11_000 } })
      expect(await tenant.rateConversation({ ...rating, visitorId: randomUUID() })).toBeUndefined()
      expect(await tenant.satisfaction(conversation.id)).toBeUndefined()
      expect(await tenant.rateConversation({ ...rating, comment: 'Quick!' })).toBe(true)
      expect(await tenant.satisfaction(conversation.id)).toEqual({ score: 4, comment: 'Quick!', at: 12_000 })
      expect(await tenant.rateConversation({ ...rating, score: 2, at: 13_000 })).toBe(true)
      expect(await tenant.satisfaction(conversation.id)).toEqual({ score: 2, at: 13_000 })
      expect((await tenant.ticket(1))?.satisfaction).toEqual({ score: 2, at: 13_000 })
      expect((await tenant.ticketHistory(1)).filter(({ kind }) => kind === 'rated')).toHaveLength(2)
    })
  })
}
