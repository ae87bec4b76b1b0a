import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { MIGRATIONS } from '../database/migrations/migrate.ts'
import type { Database } from '../../ports/database.ts'
import { databaseContract } from '../database.contract.ts'
import { messageIn, world } from '../database/fixture.contract.ts'
import { compiled } from '../../testing/compiled.ts'
import { connectTo } from './connection.ts'
import { openSqliteDatabase } from './database-sqlite.ts'

// From sources, each opening starts two threads that compile for themselves: seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'kefu-database-'))

/** Gone after the test. */
async function testFolder(): Promise<string> {
  const folder = await emptyFolder()
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

databaseContract('sqlite', async () => {
  const folder = await emptyFolder()
  let database = await openSqliteDatabase({ folder })
  return {
    database,
    reopen: async () => {
      await database.close()
      database = await openSqliteDatabase({ folder })
      return database
    },
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true })
    },
  }
})

/** A process that runs these lines with `database` opened on the folder. */
function startProcess(folder: string, lines: string) {
  const script = `
    const { openSqliteDatabase } = await import(${JSON.stringify(compiled('database-sqlite').href)})
    const database = await openSqliteDatabase({ folder: ${JSON.stringify(folder)} })
    ${lines}`
  const process = spawn('node', ['--eval', `void (async () => {${script}})()`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  process.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  onTestFinished(() => void process.kill('SIGKILL'))
  return {
    /** Whole lines only: what the kill cut off was not acknowledged to anybody. */
    lines: () => printed.split('\n').slice(0, -1),
    kill: async () => {
      const closed = once(process, 'close')
      process.kill('SIGKILL')
      await closed
    },
  }
}

describe('one folder', () => {
  const opened: Database[] = []
  const open = async (folder: string): Promise<Database> => {
    const database = await openSqliteDatabase({ folder })
    opened.push(database)
    return database
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()))
  })

  test('is made with all folders above it, and serves one process: a second claim is refused with what to do', async () => {
    const folder = join(await testFolder(), 'deep', 'data')
    const [server, second] = [await open(folder), await open(folder)]
    await server.claimProcess()
    await server.claimProcess()
    await expect(second.claimProcess()).rejects.toThrow(
      /^Another process already serves the data folder .*Stop it .*DATA_DIR.*Redis and PostgreSQL/,
    )
    await server.close()
    await expect(second.claimProcess()).resolves.toBeUndefined()
  })

  test('can be used by a command while the server runs', async () => {
    const folder = await testFolder()
    const [server, command] = [await open(folder), await open(folder)]
    await server.claimProcess()
    await server.migrate()
    expect(await command.migrate()).toEqual([])
    const origin = await world(command)
    expect(await server.tenants()).toEqual([{ id: origin.tenantId, name: 'A tenant' }])
    const both = [server, command].flatMap((database) =>
      Array.from({ length: 20 }, () => database.forTenant(origin.tenantId).accept(messageIn(origin))),
    )
    const seqs = (await Promise.all(both)).map((accepted) => accepted?.seq ?? 0)
    expect(seqs.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  })

  test('migrated by two processes at once ends up with each table once', async () => {
    const folder = await testFolder()
    const applied = await Promise.all([await open(folder), await open(folder)].map((database) => database.migrate()))
    expect(applied.flat()).toEqual(Object.keys(MIGRATIONS))
  })

  test('is free again at once when the process that claimed it is killed', async () => {
    const folder = await testFolder()
    const child = startProcess(folder, `await database.claimProcess(); console.log('claimed'); setInterval(() => {}, 1_000)`)
    await vi.waitFor(() => expect(child.lines()).toEqual(['claimed']), { timeout: 20_000 })
    const database = await open(folder)
    await expect(database.claimProcess()).rejects.toThrow('Another process')
    await child.kill()
    await expect(database.claimProcess()).resolves.toBeUndefined()
  })

  test('[D-DURABLE] [D-ONCE] [D-SEQ] whatever was acknowledged before SIGKILL is there exactly once, without gaps', async () => {
    const folder = await testFolder()
    const before = await open(folder)
    await before.migrate()
    const origin = await world(before)
    await before.close()
    const message = JSON.stringify(messageIn(origin))
    const child = startProcess(
      folder,
      `const tenant = database.forTenant(${JSON.stringify(origin.tenantId)})
      let number = 0
      const send = async () => {
        for (;;) {
          const cid = 'cid-' + ++number
          const accepted = await tenant.accept({ ...${message}, id: 'id-' + cid, cid })
          process.stdout.write(accepted.cid + ' ' + accepted.seq + '\\n')
        }
      }
      await Promise.all(Array.from({ length: 50 }, send))`,
    )
    await vi.waitFor(() => expect(child.lines().length).toBeGreaterThan(1_000), { timeout: 20_000, interval: 5 })
    await child.kill()

    const database = await open(folder)
    const tenant = database.forTenant(origin.tenantId)
    const log = await tenant.readLog(origin.conversation.id, 0, 1_000_000)
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
    expect(await tenant.conversation(origin.conversation.id)).toMatchObject({ top: log.length })
    const seqOf = new Map(log.flatMap((entry) => (entry.kind === 'message' ? [[entry.message.cid, entry.seq]] : [])))
    expect(seqOf.size).toBe(log.length)
    const printed = child.lines().map((line) => line.split(' '))
    expect(printed.length).toBeGreaterThan(1_000)
    expect(printed.filter(([cid, seq]) => seqOf.get(cid) !== Number(seq))).toEqual([])
    expect((await tenant.claimTurns(origin.conversation.id))?.turns).toHaveLength(log.length)
  }, 60_000)
})

describe('a folder that cannot be used', () => {
  const refusal = async (folder: string): Promise<string> => {
    const failed = await openSqliteDatabase({ folder }).catch((error: unknown) => error)
    if (!(failed instanceof Error)) throw new Error('the folder was taken')
    expect(failed.message).toContain(`"${folder}"`)
    expect(failed.message).toContain('DATA_DIR')
    return failed.message
  }

  test('is refused when a part of its path is a file, or it is one', async () => {
    const file = join(await testFolder(), 'file')
    await writeFile(file, '')
    expect(await refusal(file)).toContain('a file of that name')
    expect(await refusal(join(file, 'data'))).toContain('a part of its path is a file')
  })

  test.runIf(process.platform === 'linux')('is refused when the system lets nothing be made there', async () => {
    expect(await refusal('/proc/kefu/data')).toContain('nothing can be made')
  })

  test('is refused when its kefu.db is something else', async () => {
    const folder = await testFolder()
    await writeFile(join(folder, 'kefu.db'), 'This is a text that is long enough to be no database. '.repeat(100))
    expect(await refusal(folder)).toContain('not a database')
    await rm(join(folder, 'kefu.db'))
    await mkdir(join(folder, 'kefu.db'))
    expect(await refusal(folder)).toContain('cannot be opened')
  })
})

describe('a database', () => {
  test('that is closed finishes what was asked before, and refuses what comes after', async () => {
    const database = await openSqliteDatabase({ folder: await testFolder() })
    const migrated = database.migrate()
    const closed = database.close()
    expect(await migrated).toEqual(Object.keys(MIGRATIONS))
    await expect(database.check()).rejects.toThrow('closed')
    await closed
    await database.close()
    await expect(database.tenants()).rejects.toThrow('closed')
  })

  test('that was written by a newer version is left alone, and says so', async () => {
    const folder = await testFolder()
    const database = await openSqliteDatabase({ folder })
    onTestFinished(() => database.close())
    await database.migrate()
    const later = connectTo(join(folder, 'kefu.db'))
    later.execute(`insert into kysely_migration values ('999-from-the-future', '2099-01-01T00:00:00.000Z')`)
    later.close()
    await expect(database.migrate()).rejects.toThrow('newer version of Kefu')
  })

  test('without its tables says at every check that it cannot write', async () => {
    const database = await openSqliteDatabase({ folder: await testFolder() })
    onTestFinished(() => database.close())
    await expect(database.check()).rejects.toThrow('checks')
  })

  test('reads while a write waits for the file, and the write goes on when it may', async () => {
    const folder = await testFolder()
    const database = await openSqliteDatabase({ folder })
    onTestFinished(() => database.close())
    await database.migrate()
    const origin = await world(database)
    const other = connectTo(join(folder, 'kefu.db'))
    other.execute('begin immediate')
    let written = false
    const writing = origin.tenant.accept(messageIn(origin)).then((accepted) => {
      written = true
      return accepted
    })
    expect(await origin.tenant.readLog(origin.conversation.id, 0, 10)).toEqual([])
    expect(await origin.tenant.conversation(origin.conversation.id)).toEqual(origin.conversation)
    expect(written).toBe(false)
    other.execute('rollback')
    other.close()
    expect(await writing).toMatchObject({ seq: 1 })
  })

  test('rejects a call that cannot be sent to its thread, and goes on', async () => {
    const database = await openSqliteDatabase({ folder: await testFolder() })
    onTestFinished(() => database.close())
    await database.migrate()
    const name = (() => {}) as unknown as string
    await expect(database.createTenant({ id: 'one', name })).rejects.toThrow()
    await database.createTenant({ id: 'one', name: 'One' })
    expect(await database.tenants()).toHaveLength(1)
  })
})
