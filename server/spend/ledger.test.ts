import { expect, test, vi } from 'vitest'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { UsageBatch } from '../ports/spend.ts'
import { createLedger } from './ledger.ts'

const DAY = '2026-03-09'
const turn = (messages = 1) => ({ siteId: 'site', day: DAY, answeredBy: 'model' as const, turns: 1, messages })

const unexpected = (error: unknown): never => {
  throw new Error('this was not to fail', { cause: error })
}

/** A database whose writes end when the test says so. */
function writes() {
  const batches: { tenantId: string; batch: UsageBatch; end: (error?: Error) => void }[] = []
  const forTenant = (tenantId: string) =>
    ({
      addUsage: (batch: UsageBatch) =>
        new Promise<void>((resolve, reject) => {
          batches.push({ tenantId, batch, end: (error) => (error ? reject(error) : resolve()) })
        }),
    }) as Partial<TenantDatabase> as TenantDatabase
  return { batches, database: { forTenant } as Pick<Database, 'forTenant'> }
}

test('[B-SETTLED] what comes during a write gathers, is summed, and goes with the next one', async () => {
  const { batches, database } = writes()
  const ledger = createLedger({ database, failed: unexpected })
  ledger.add('one', { turns: [turn(1)] })
  ledger.add('one', { turns: [turn(2)] })
  await vi.waitFor(() => expect(batches).toHaveLength(1))
  expect(batches[0]?.batch.turns).toEqual([{ ...turn(), turns: 2, messages: 3 }])
  const asked = { siteId: 'site', day: DAY, questionId: 'q', asked: 1 }
  for (let index = 0; index < 1_000; index++)
    ledger.add('one', { turns: [turn()], questions: [asked], budgets: [{ day: DAY, key: 'tenant', spent: 3 }] })
  ledger.add('two', { turns: [turn()] })
  await vi.waitFor(() => expect(batches.map(({ tenantId }) => tenantId)).toEqual(['one', 'two']))
  batches[0]?.end()
  await vi.waitFor(() => expect(batches).toHaveLength(3))
  expect(batches[2]?.batch).toEqual({
    calls: [],
    turns: [{ ...turn(), turns: 1_000, messages: 1_000 }],
    questions: [{ ...asked, asked: 1_000 }],
    budgets: [{ day: DAY, key: 'tenant', spent: 3_000 }],
  })
  const closed = ledger.close()
  batches[1]?.end()
  batches[2]?.end()
  await closed
  expect(batches).toHaveLength(3)
})

test('[B-SETTLED] a write that fails is tried again, and what was added meanwhile follows', async () => {
  const { batches, database } = writes()
  const failed = vi.fn<(error: unknown) => void>()
  const ledger = createLedger({ database, failed, againMs: 0 })
  ledger.add('one', { turns: [turn(1)] })
  await vi.waitFor(() => expect(batches).toHaveLength(1))
  ledger.add('one', { turns: [turn(2)] })
  batches[0]?.end(new Error('the disk is full'))
  await vi.waitFor(() => expect(batches).toHaveLength(2))
  expect(failed).toHaveBeenCalledTimes(1)
  expect(batches[1]?.batch).toEqual(batches[0]?.batch)
  batches[1]?.end()
  await vi.waitFor(() => expect(batches).toHaveLength(3))
  expect(batches[2]?.batch.turns).toEqual([turn(2)])
  batches[2]?.end()
  await ledger.close()
})

test('who asks for a budget waits for a write of it, and for no other', async () => {
  const { batches, database } = writes()
  const ledger = createLedger({ database, failed: unexpected })
  ledger.add('one', { budgets: [{ day: DAY, key: 'visitor:a', spent: 3 }] })
  await vi.waitFor(() => expect(batches).toHaveLength(1))
  await ledger.budgetsWritten('one', DAY, ['visitor:b'])
  await ledger.budgetsWritten('two', DAY, ['visitor:a'])
  const waits = vi.fn<() => void>()
  const written = ledger.budgetsWritten('one', DAY, ['visitor:a']).then(waits)
  await Promise.resolve()
  expect(waits).not.toHaveBeenCalled()
  batches[0]?.end()
  await written
})

test('a close gives up what the database does not take, and does not wait for ever', async () => {
  const { batches, database } = writes()
  const failed = vi.fn<(error: unknown) => void>()
  const ledger = createLedger({ database, failed })
  ledger.add('one', { turns: [turn()] })
  await vi.waitFor(() => expect(batches).toHaveLength(1))
  const closed = ledger.close()
  batches[0]?.end(new Error('the disk is full'))
  await closed
  expect(failed).toHaveBeenCalledTimes(1)
})
