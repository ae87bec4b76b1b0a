/** What only the files can show: that what was erased is in none of them, and that a kill in the middle leaves no halves. */

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { MIGRATIONS, migrateThrough } from '../database/migrations/migrate.ts'
import type { Database } from '../../ports.ts'
import { answerSaying, messageIn, world, type World } from '../database/fixture.contract.ts'
import { compiled } from '../../testing/compiled.ts'
import { connectTo } from './connection.ts'
import { openSqliteDatabase } from './database-sqlite.ts'

vi.setConfig({ testTimeout: 60_000 })

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-erasure-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function open(folder: string): Promise<Database> {
  const database = await openSqliteDatabase({ folder })
  onTestFinished(() => database.close())
  await database.migrate()
  return database
}

/** The files that hold these bytes, in whatever corner. */
const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text))

const erase = ({ tenant, conversation, visitor }: World) =>
  tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: randomUUID(), at: 9_000 })

/** Says as much as this, marked, and has it answered and rated. */
async function talk(origin: World, marker: string, messages: number, units = 100): Promise<void> {
  const { tenant, conversation, visitor } = origin
  for (let index = 0; index < messages; index++) {
    const text = `${marker} ${index} ${'x'.repeat((index * 97) % units)}`
    const message = messageIn(origin, { text, cid: `${marker}-cid-${index}`, originalHash: `${marker}-hash` })
    await tenant.accept(message)
    const { claim, turns } = (await tenant.claimTurns(conversation.id))!
    const answer = answerSaying(text)
    const outcome = { conversationId: conversation.id, claim, fence: 0, turnIds: turns.map(({ id }) => id), at: 3_000 }
    await tenant.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'answered', answer })
    await tenant.rateAnswer({ conversationId: conversation.id, visitorId: visitor.id, answerId: answer.id, rating: 'down' })
  }
}

test('[D-ERASE] nothing that was said is in any file once the erasure is acknowledged, and what others said is', async () => {
  const folder = testFolder()
  const database = await open(folder)
  const worlds = await Promise.all(Array.from({ length: 6 }, () => world(database)))
  // At the same time, so that their entries share pages, which split and are balanced; some texts overflow theirs.
  await Promise.all(worlds.map((origin, index) => talk(origin, `marker-${index}`, 60, 12_000)))
  for (const [index, origin] of worlds.slice(0, 4).entries()) {
    expect(filesWith(folder, `marker-${index}`)).not.toEqual([])
    await erase(origin)
    expect(filesWith(folder, `marker-${index}`)).toEqual([])
  }
  expect(filesWith(folder, 'marker-4')).not.toEqual([])
  expect(await worlds[4]!.tenant.readLog(worlds[4]!.conversation.id, 0, 1_000)).toHaveLength(120)
})

test('[D-ERASE] whoever reads the files at that moment is waited for, but not by the customer', async () => {
  const folder = testFolder()
  const database = await open(folder)
  const origin = await world(database)
  await talk(origin, 'marker', 3)
  const backup = connectTo(join(folder, 'kefu.db'))
  backup.execute('begin')
  await backup.db.selectFrom('entries').select('seq').execute()
  expect(await erase(origin)).toMatchObject({ top: 0 })
  expect(await origin.tenant.accept(messageIn(origin))).toMatchObject({ seq: 1 })
  expect(filesWith(folder, 'marker')).not.toEqual([])
  backup.execute('commit')
  backup.close()
  await vi.waitFor(() => expect(filesWith(folder, 'marker')).toEqual([]), { timeout: 10_000 })
})

test('[D-ERASE] killed in the middle, every conversation is whole or erased, and what was acknowledged is erased', async () => {
  const folder = testFolder()
  const database = await openSqliteDatabase({ folder })
  await database.migrate()
  const worlds = await Promise.all(Array.from({ length: 40 }, () => world(database)))
  await Promise.all(worlds.map((origin) => talk(origin, 'marker', 5)))
  await database.close()

  const erasures = worlds.map(({ tenantId, conversation, visitor }) => ({
    tenantId,
    erasure: { conversationId: conversation.id, visitorId: visitor.id, epoch: 'erased', at: 9_000 },
  }))
  const script = `
    const { openSqliteDatabase } = await import(${JSON.stringify(compiled('database-sqlite').href)})
    const database = await openSqliteDatabase({ folder: ${JSON.stringify(folder)} })
    for (const { tenantId, erasure } of ${JSON.stringify(erasures)}) {
      await database.forTenant(tenantId).eraseConversation(erasure)
      process.stdout.write(erasure.conversationId + '\\n')
    }`
  const child = spawn('node', ['--eval', `void (async () => {${script}})()`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  const closed = once(child, 'close')
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
    if (printed.split('\n').length > 8) child.kill('SIGKILL')
  })
  await closed
  const acknowledged = printed.split('\n').slice(0, -1)
  expect(acknowledged.length).toBeGreaterThanOrEqual(8)

  const again = await open(folder)
  const left = await Promise.all(
    worlds.map(async ({ tenantId, conversation }) => {
      const tenant = again.forTenant(tenantId)
      const log = await tenant.readLog(conversation.id, 0, 100)
      const { top, epoch } = (await tenant.conversation(conversation.id))!
      return { id: conversation.id, found: [log.length, top, epoch === 'erased'] }
    }),
  )
  const isErased = ({ found }: (typeof left)[number]): boolean => JSON.stringify(found) === '[0,0,true]'
  expect(left.filter((one) => !isErased(one)).every(({ found }) => JSON.stringify(found) === '[10,10,false]')).toBe(true)
  const erased = left.filter(isErased).map(({ id }) => id)
  expect(acknowledged.filter((id) => !erased.includes(id))).toEqual([])
  expect(erased.length).toBeLessThan(40)
})

test('[D-RATE] answers of the first version’s databases can be rated', async () => {
  const folder = testFolder()
  const old = connectTo(join(folder, 'kefu.db'))
  await migrateThrough(old.db, ['001-first-conversation'])
  old.execute(`insert into tenants values ('t', 'T')`)
  old.execute(`insert into sites values ('t', 's', 'key', 'S', '[]', '{}', 0)`)
  old.execute(`insert into visitors values ('t', 'v', 's', 'hash', 'c-0', 1, 1)`)
  old.execute('begin')
  for (let conversation = 0; conversation < 3; conversation++) {
    const id = `c-${conversation}`
    old.execute(`insert into conversations values ('t', '${id}', 's', 'v', 'e', 400, 'bot', 'start', 1, 0, 0, 1, 1)`)
    for (let seq = 1; seq <= 400; seq++) {
      const body = JSON.stringify({ id: `${id}-${seq}`, author: { kind: 'bot' }, text: 'x', at: 1, suggestions: [], attachments: [] })
      const cid = seq % 2 === 1 ? `'cid-${seq}'` : 'null'
      old.execute(`insert into entries values ('t', '${id}', ${seq}, 'message', ${cid}, null, '${body}')`)
    }
  }
  old.execute('commit')
  old.close()

  const database = await openSqliteDatabase({ folder })
  onTestFinished(() => database.close())
  expect(await database.migrate()).toEqual(Object.keys(MIGRATIONS).slice(1))
  const tenant = database.forTenant('t')
  const rate = (conversationId: string, seq: number) =>
    tenant.rateAnswer({ conversationId, visitorId: 'v', answerId: `${conversationId}-${seq}`, rating: 'up' })
  expect(await Promise.all(['c-0', 'c-1', 'c-2'].flatMap((id) => [rate(id, 2), rate(id, 400)]))).toEqual(Array(6).fill(true))
  expect(await rate('c-0', 3)).toBeUndefined()
})
