import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectTo, type Connection } from './connection.ts'
import { groupCommit } from './group-commit.ts'

describe('a group of commands', () => {
  let connection: Connection
  beforeEach(() => {
    connection = connectTo(':memory:')
    connection.execute('create table tenants (id text primary key, name text)')
  })
  afterEach(() => connection.close())

  const add =
    (id: string, name = '') =>
    async (): Promise<string> => {
      await connection.db.insertInto('tenants').values({ id, name }).execute()
      return id
    }
  const there = async (): Promise<string[]> => {
    const rows = await connection.db.selectFrom('tenants').select('id').orderBy('id').execute()
    return rows.map(({ id }) => id)
  }

  test('is committed together, and each is told its own result', async () => {
    expect(await groupCommit(connection, [add('1'), add('2'), add('3')])).toEqual([{ value: '1' }, { value: '2' }, { value: '3' }])
    expect(await there()).toEqual(['1', '2', '3'])
    expect(connection.inTransaction()).toBe(false)
  })

  test('goes on without one that fails, which undoes all that it did itself', async () => {
    const half = async (): Promise<never> => {
      await add('10')()
      throw new Error('changed its mind')
    }
    const outcomes = await groupCommit(connection, [add('1'), half, add('1'), add('2')])
    expect(outcomes).toMatchObject([
      { value: '1' },
      { error: { message: 'changed its mind' } },
      { error: { errcode: 1555 } },
      { value: '2' },
    ])
    expect(await there()).toEqual(['1', '2'])
  })

  test('fails as a whole when the commit fails, and leaves a connection that works', async () => {
    connection.execute('create table parts (tenant_id text references tenants (id) deferrable initially deferred)')
    const orphan = async (): Promise<void> => connection.execute(`insert into parts values ('nobody')`)
    const outcomes = await groupCommit(connection, [add('1'), orphan])
    expect(outcomes).toMatchObject([{ error: { errcode: 787 } }, { error: { errcode: 787 } }])
    expect(await there()).toEqual([])
    expect(await groupCommit(connection, [add('1')])).toEqual([{ value: '1' }])
  })

  test('fails as a whole when the transaction ends in the middle of it', async () => {
    const ended = async (): Promise<never> => {
      // As SQLite does by itself when it can neither write nor undo.
      connection.execute('rollback')
      throw new Error('disk I/O error')
    }
    const outcomes = await groupCommit(connection, [add('1'), ended, add('2')])
    expect(outcomes).toMatchObject(Array.from({ length: 3 }, () => ({ error: { message: 'disk I/O error' } })))
    expect(await there()).toEqual([])
    expect(await groupCommit(connection, [add('3')])).toEqual([{ value: '3' }])
  })

  test('fails as a whole when the disk is really full, and the next one that fits succeeds', async () => {
    connection.execute('pragma max_page_count = 20')
    const outcomes = await groupCommit(connection, [add('1'), add('2', 'x'.repeat(200_000)), add('3')])
    expect(outcomes).toMatchObject(Array.from({ length: 3 }, () => ({ error: { message: 'database or disk is full' } })))
    expect(await there()).toEqual([])
    expect(await groupCommit(connection, [add('4')])).toEqual([{ value: '4' }])
  })

  test('fails with the reason when no transaction can be begun', async () => {
    connection.execute('begin')
    const outcomes = await groupCommit(connection, [add('1')])
    expect(outcomes).toMatchObject([{ error: { message: expect.stringContaining('transaction') } }])
    expect(connection.inTransaction()).toBe(false)
  })
})
