import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSqliteDatabase } from '../adapters/database-sqlite/database-sqlite.ts'
import { messageIn, world, type World } from '../adapters/database/fixture.contract.ts'
import { agentMessage, moveFloor, opening } from '../adapters/database/tickets.contract.ts'
import { createSmtpMailer } from '../adapters/mailer-smtp/mailer-smtp.ts'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import { parseConfig } from '../config.ts'
import { createVisitorPresence, type VisitorPresence } from '../gateway/visitor-presence.ts'
import { createLog } from '../log.ts'
import type { Database } from '../ports/database.ts'
import { headerOf, startSmtpServer, textOf, type SmtpServer } from '../testing/smtp-server.ts'
import { createMail } from './mail.ts'
import { MailFault } from '../ports/mailer.ts'
import { isMailAddress } from './mail-address.ts'

let folder: string
let database: Database
let smtp: SmtpServer
let presence: VisitorPresence
let now = 1_000_000
const faults: unknown[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kefu-mail-'))
  database = await openSqliteDatabase({ folder })
  await database.migrate()
  smtp = await startSmtpServer()
  presence = createVisitorPresence({ store: createMemoryStore({ log: createLog('silent') }), failed: (error) => faults.push(error) })
})
afterAll(async () => {
  presence.stop()
  await smtp[Symbol.asyncDispose]()
  await database.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  smtp.trouble = undefined
  smtp.mails.length = 0
  faults.length = 0
  now += 10_000_000
})

/** As one process has it. */
const processMail = (exchangeMs = 30_000) =>
  createMail({
    mailer: createSmtpMailer({
      address: { host: '127.0.0.1', port: smtp.port, secure: false },
      from: 'Shop <help@shop.example>',
      exchangeMs,
    }),
    afterMs: 60_000,
    database,
    isHere: presence.isHere,
    siteById: async (tenantId, siteId) => (await database.forTenant(tenantId).sites()).find(({ id }) => id === siteId),
    failed: (error) => faults.push(error),
    counted: () => undefined,
    now: () => now,
  })

/** A customer with an address has a ticket, and Ada has the floor. */
async function ticketWith(email: string | undefined): Promise<World> {
  const origin = await world(database)
  if (email !== undefined) await origin.tenant.describeVisitor(origin.visitor.id, { email, attributes: [] })
  await origin.tenant.accept(messageIn(origin))
  await moveFloor(origin, { state: 'waiting', ticket: opening() })
  await moveFloor(origin, { state: 'agent' })
  return origin
}

const say = (origin: World, text = 'It is **there**.\n.\nBye') =>
  origin.tenant.acceptFromAgent({ ...agentMessage(origin, { at: now, mailAt: now + 60_000 }), text })

describe('an answer to a customer who is away', () => {
  test('[T-MAIL] goes out once it is due, with all that was written meanwhile, and the ticket says so', async () => {
    const mail = processMail()
    const origin = await ticketWith('mia@customer.example')
    await say(origin)
    await say(origin, '第二条消息')
    await mail.sweep()
    expect(smtp.mails).toEqual([])
    now += 60_000
    await mail.sweep()
    await mail.sweep()
    expect(smtp.mails).toHaveLength(1)
    const [sent] = smtp.mails
    expect(sent).toMatchObject({ from: 'help@shop.example', to: ['mia@customer.example'] })
    expect(headerOf(sent!, 'subject')).toBe('[#1] An answer from Shop')
    expect(headerOf(sent!, 'reply-to')).toContain('help@shop.example')
    const text = textOf(sent!)
    expect(text).toContain('Ada\nIt is **there**.\n.\nBye\n\nAda\n第二条消息')
    expect(text).toContain('https://shop.example')
    expect((await origin.tenant.ticketHistory(1)).at(-1)).toMatchObject({ kind: 'mailed' })
    expect(faults).toEqual([])
  })

  test('[T-MAIL] goes nowhere when the customer is connected by then, in whatever process', async () => {
    const mail = processMail()
    const origin = await ticketWith('mia@customer.example')
    await say(origin)
    now += 60_000
    const leave = presence.arrive(origin.tenantId, origin.visitor.id)
    const leaveToo = presence.arrive(origin.tenantId, origin.visitor.id)
    leave()
    await mail.sweep()
    leaveToo()
    await mail.sweep()
    expect(smtp.mails).toEqual([])
    await say(origin)
    now += 60_000
    await mail.sweep()
    expect(smtp.mails).toHaveLength(1)
  })

  test('[T-MAIL] is kept while the mail server fails, and told in the ticket when it is refused for good', async () => {
    const mail = processMail()
    const origin = await ticketWith('mia@customer.example')
    await say(origin)
    now += 60_000
    for (const trouble of [
      { at: 'MAIL', say: '451 later' },
      { at: 'RCPT', say: '450 later' },
      { at: 'DATA', say: 'hang-up' },
    ] as const) {
      smtp.trouble = trouble
      await mail.sweep()
      now += 59 * 60_000
    }
    expect(faults).toHaveLength(3)
    expect(smtp.mails).toEqual([])
    smtp.trouble = undefined
    await mail.sweep()
    expect(smtp.mails).toHaveLength(1)

    await say(origin)
    now += 60_000
    smtp.trouble = { at: 'RCPT', say: '550 no mia@customer.example here' }
    await mail.sweep()
    expect((await origin.tenant.ticketHistory(1)).at(-1)).toMatchObject({ kind: 'mail_failed', why: 'refused' })
    expect(faults.every((fault) => fault instanceof MailFault && !fault.message.includes('mia'))).toBe(true)
    now += 100_000_000
    await mail.sweep()
    expect(smtp.mails).toHaveLength(1)
  })

  test('[T-MAIL] taken by a mail server whose word was lost goes out again as the same e-mail', async () => {
    const origin = await ticketWith('mia@customer.example')
    await say(origin)
    now += 60_000
    smtp.trouble = { at: 'END', say: 'hang-up' }
    await processMail().sweep()
    smtp.trouble = undefined
    await say(origin, 'One more, for the next e-mail.')
    now += 60_000
    await processMail().sweep()
    const [first, again, next] = smtp.mails
    expect(smtp.mails).toHaveLength(3)
    expect(headerOf(again!, 'message-id')).toBe(headerOf(first!, 'message-id'))
    expect(textOf(again!)).toBe(textOf(first!))
    expect(headerOf(next!, 'message-id')).not.toBe(headerOf(first!, 'message-id'))
  })

  test('[T-MAIL] is tried again, under the same Message-ID, where the mail server says a line now and then and never the last one', async () => {
    const mail = processMail(200)
    const origin = await ticketWith('mia@customer.example')
    await say(origin)
    now += 60_000
    smtp.trouble = { at: 'END', say: 'drip' }
    await mail.sweep()
    expect(faults).toEqual([expect.objectContaining({ message: 'the mail server did not take an e-mail within 0.2 s', forGood: false })])
    await vi.waitFor(() => expect(smtp.open(), 'nobody is listened to any more').toBe(0))
    smtp.trouble = undefined
    now += 60_000
    await processMail().sweep()
    expect(new Set(smtp.mails.map((each) => headerOf(each, 'message-id'))).size).toBe(1)
    expect(smtp.mails).toHaveLength(2)
  })

  test('[T-MAIL] is given to one of two processes, and to the other when the one has died over it', async () => {
    const origin = await ticketWith('mia@customer.example')
    await say(origin)
    now += 60_000
    // Takes it and is never heard of again.
    expect(await database.claimMail({ now, leaseMs: 300_000, limit: 10 })).toHaveLength(1)
    await processMail().sweep()
    expect(smtp.mails).toEqual([])
    now += 300_000
    await Promise.all([processMail().sweep(), processMail().sweep()])
    expect(smtp.mails).toHaveLength(1)
  })

  test('[T-ERASE] is not sent when the customer has erased the conversation', async () => {
    const mail = processMail()
    const { tenant, conversation, visitor } = await (async () => {
      const origin = await ticketWith('mia@customer.example')
      await say(origin)
      return origin
    })()
    await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: randomUUID(), at: now })
    now += 60_000
    await mail.sweep()
    expect(smtp.mails).toEqual([])
  })

  test('goes to the ticket’s own address before any other, and nowhere without one', async () => {
    const mail = processMail()
    const [named, nobody, list] = [
      await ticketWith('page@customer.example'),
      await ticketWith(undefined),
      await ticketWith('a@x.example, b@x.example'),
    ]
    await named.tenant.updateTicket({ number: 1, changes: { email: 'own@customer.example' }, by: { kind: 'system' }, at: now })
    for (const origin of [named, nobody, list]) await say(origin)
    now += 60_000
    await mail.sweep()
    expect(smtp.mails.map(({ to }) => to)).toEqual([['own@customer.example']])
    for (const { tenant } of [nobody, list])
      expect((await tenant.ticketHistory(1)).at(-1)).toMatchObject({ kind: 'mail_failed', why: 'no_address' })
  })
})

test.each([
  ['mia@customer.example', true],
  ['mia+tag@customer.example', true],
  ['a@x.example, b@x.example', false],
  ['Mia <mia@customer.example>', false],
  ['mia@customer.example\r\nBcc: all@x.example', false],
  ['mia', false],
  ['', false],
])('%j is one mailbox: %s', (value, expected) => expect(isMailAddress(value)).toBe(expected))

describe('SMTP_URL and MAIL_FROM', () => {
  const read = (SMTP_URL: string, MAIL_FROM = 'help@shop.example') => parseConfig({ SMTP_URL, MAIL_FROM })
  test('say where mail is handed over, and as whom', () => {
    expect(read('').SMTP_URL).toBeUndefined()
    expect(read('smtp://mail').SMTP_URL).toEqual({ host: 'mail', port: 587, secure: false })
    expect(read('smtps://me:p%40ss@mail:4650').SMTP_URL).toEqual({ host: 'mail', port: 4650, secure: true, user: 'me', password: 'p@ss' })
    expect(read('smtp://[::1]:25', 'Shop <help@shop.example>')).toMatchObject({
      SMTP_URL: { host: '::1', port: 25 },
      MAIL_FROM: 'Shop <help@shop.example>',
    })
  })
  test.each(['mail:25', 'http://mail', 'smtp://', 'smtp://mail/path', 'smtp://me:%@mail'])('refuses %s', (url) => {
    expect(() => read(url)).toThrow(/SMTP_URL must be smtp:/)
  })
  test('refuses a mail server without a sender, and a sender who is none', () => {
    expect(() => read('smtp://mail', '')).toThrow('MAIL_FROM must be set')
    expect(() => read('smtp://mail', 'help')).toThrow('MAIL_FROM must be an e-mail address')
  })
})
