/** What only the files can show: that what was erased is in none of them, and that a kill in the middle leaves no halves. */

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { MIGRATIONS, migrateThrough } from '../database/migrations/migrate.ts'
import type { Database } from '../../ports/database.ts'
import { answerSaying, messageIn, world, type World } from '../database/fixture.contract.ts'
import { randomFrom } from '../../testing/seeded-random.ts'
import { compiled } from '../../testing/compiled.ts'
import { connectTo, type Connection } from './connection.ts'
import { openSqliteDatabase } from './database-sqlite.ts'

/** One file in twelve has such copies. Should a change of the schema take them from this one, look on. */
const SEED_WITH_COPIES = 12

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

async function erase(database: Database, { tenant, conversation, visitor }: World) {
  const erasure = { conversationId: conversation.id, visitorId: visitor.id, epoch: randomUUID(), at: 9_000 }
  const erased = await tenant.eraseConversation(erasure)
  await database.scrubbed()
  return erased
}

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
    await erase(database, origin)
    expect(filesWith(folder, `marker-${index}`)).toEqual([])
  }
  expect(filesWith(folder, 'marker-4')).not.toEqual([])
  expect(await worlds[4]!.tenant.readLog(worlds[4]!.conversation.id, 0, 1_000)).toHaveLength(120)
})

/**
 * Five have talked in a random order, at random length, and three have erased it, so that pages were
 * merged; always the same for a seed.
 */
async function fileOf(folder: string, seed: number): Promise<Connection> {
  const random = randomFrom(seed)
  const file = connectTo(join(folder, 'kefu.db'))
  for (const pragma of ['journal_mode = wal', 'secure_delete = on']) file.execute(`pragma ${pragma}`)
  await migrateThrough(file.db, Object.keys(MIGRATIONS))
  file.execute('begin')
  file.execute(`insert into tenants (id, name) values ('t', 'T')`)
  file.execute(`insert into sites (tenant_id, id, key, name, origins, policy) values ('t', 's', 'key', 'S', '[]', '{}')`)
  const tops = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, top: 0 }))
  for (const { id } of tops) {
    file.execute(`insert into visitors (tenant_id, id, site_id, token_hash, newest_conversation_id, created_at, used_at)
      values ('t', 'v-${id}', 's', 'hash-${id}', '${id}', 1, 1)`)
    file.execute(`insert into conversations (tenant_id, id, site_id, visitor_id, epoch, floor_state, floor_reason, floor_since, created_at, last_at)
      values ('t', '${id}', 's', 'v-${id}', 'epoch', 'bot', 'start', 1, 1, 1)`)
  }
  for (let index = 0; index < 240; index++) {
    const one = tops[Math.floor(random() * tops.length)]!
    const text = `marker-${one.id} ${'x'.repeat(Math.floor(random() * 300))}`
    const body = JSON.stringify({ id: `id-${index}`, author: { kind: 'visitor' }, text, at: 1, suggestions: [], attachments: [] })
    file.execute(
      `insert into entries (tenant_id, conversation_id, seq, kind, cid, body) values ('t', '${one.id}', ${++one.top}, 'message', 'cid-${index}', '${body}')`,
    )
  }
  for (const { id, top } of tops) file.execute(`update conversations set top = ${top} where id = '${id}'`)
  for (const id of ['c', 'd', 'e']) file.execute(`delete from entries where conversation_id = '${id}'`)
  file.execute('commit')
  return file
}

test(`[D-ERASE] nor are older copies of it left where SQLite rebuilt a page, as it does with seed ${SEED_WITH_COPIES}`, async () => {
  const [without, folder] = [testFolder(), testFolder()]
  const file = await fileOf(without, SEED_WITH_COPIES)
  file.execute(`delete from entries where conversation_id = 'b'`)
  file.execute('pragma wal_checkpoint(truncate)')
  file.close()
  expect(filesWith(without, 'marker-b'), 'deleted and overwritten, but not yet written anew').toEqual(['kefu.db'])

  const same = await fileOf(folder, SEED_WITH_COPIES)
  same.close()
  const database = await open(folder)
  await database.forTenant('t').eraseConversation({ conversationId: 'b', visitorId: 'v-b', epoch: 'erased', at: 9_000 })
  await database.scrubbed()
  expect(filesWith(folder, 'marker-b')).toEqual([])
  expect(filesWith(folder, 'marker-a')).toEqual(['kefu.db'])

  // What an earlier version has left, or a process that was killed, goes soon after the next start.
  const next = await open(without)
  expect(filesWith(without, 'marker-b')).toEqual(['kefu.db'])
  await next.claimProcess()
  await next.scrubbed()
  expect(filesWith(without, 'marker-b')).toEqual([])
})

test('[D-ERASE] whoever reads the files at that moment is waited for, but not by the customer', async () => {
  const folder = testFolder()
  const database = await open(folder)
  const origin = await world(database)
  await talk(origin, 'marker', 3)
  const backup = connectTo(join(folder, 'kefu.db'))
  backup.execute('begin')
  await backup.db.selectFrom('entries').select('seq').execute()
  expect(await erase(database, origin)).toMatchObject({ top: 0 })
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
      await database.scrubbed()
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
