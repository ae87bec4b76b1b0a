import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Duplicate } from '../../ports/database.ts'
import { answerOf, errorOf } from './messages.ts'
import { startThread } from './thread.ts'

vi.setConfig({ testTimeout: 30_000 })

const start = async (died = vi.fn<(error: Error) => void>()) => {
  const folder = await mkdtemp(join(tmpdir(), 'kefu-thread-'))
  const thread = startThread({ role: 'writer', folder }, died)
  onTestFinished(async () => {
    await thread.close()
    await rm(folder, { recursive: true })
  })
  return { thread, died }
}
const tenants = { type: 'call', call: { name: 'tenants', tenantId: '', args: undefined } } as const

test('a call before the file is open is refused', async () => {
  const { thread } = await start()
  await expect(thread.ask(tenants)).rejects.toThrow('not open')
})

test('calls are answered in the company in which they came, each with its own', async () => {
  const { thread } = await start()
  const create = (id: string) => thread.ask({ type: 'call', call: { name: 'createTenant', tenantId: '', args: { id, name: id } } })
  void thread.ask({ type: 'open' })
  void thread.ask({ type: 'call', call: { name: 'migrate', tenantId: '', args: undefined } })
  const ids = Array.from({ length: 600 }, (_, index) => `tenant-${String(index).padStart(3, '0')}`)
  const made = await Promise.allSettled([...ids, 'tenant-007'].map(create))
  expect(made.filter(({ status }) => status === 'rejected')).toEqual([{ status: 'rejected', reason: expect.any(Duplicate) }])
  expect(await thread.ask(tenants)).toEqual(ids.map((id) => ({ id, name: id })))
})

test('a thread that dies rejects what is in flight and all that comes later, and the log is told', async () => {
  const { thread, died } = await start()
  // A request that nobody can read ends the thread, as any fault in it would.
  const inFlight = [thread.ask(null as never), thread.ask(tenants)]
  const reason = { message: expect.stringMatching(/writer thread failed.*Restart/) as string }
  expect(await Promise.allSettled(inFlight)).toMatchObject([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ])
  await expect(thread.ask(tenants)).rejects.toThrow('writer thread failed')
  await vi.waitFor(() => expect(died).toHaveBeenCalledTimes(1))
})

test('errors cross by name, with message and code', () => {
  const sent = (error: unknown): Error => {
    const answer = answerOf(1, { error })
    return errorOf('fault' in answer ? answer.fault : { name: '', message: 'no fault' })
  }
  expect(sent(new Duplicate('taken'))).toBeInstanceOf(Duplicate)
  expect(sent(Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', sqliteCodeName: 'SQLITE_FULL' }))).toMatchObject({
    message: 'full',
    code: 'SQLITE_FULL',
  })
  expect(sent('a bare string')).toMatchObject({ message: 'a bare string' })
})
