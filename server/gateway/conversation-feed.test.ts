/** A feed against a client that reads when it likes. */

import { expect, test } from 'vitest'
import { LIMITS } from '../../shared/limits.ts'
import { createLog } from '../log.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Hint, TenantStore } from '../ports/store.ts'
import { createLiveAnswers } from '../stages/push.ts'
import { createConversationFeed } from './conversation-feed.ts'

const EPOCH = 'epoch'

function feedOf({ entries, textUnits = 100 }: { entries: number; textUnits?: number }) {
  const text = 'x'.repeat(textUnits)
  const log: LogEntry[] = []
  let epoch = EPOCH
  const append = (count: number): void => {
    for (let index = 0; index < count; index++) {
      const seq = log.length + 1
      const message = { id: `m${seq}`, author: { kind: 'bot' as const }, text, at: seq, suggestions: [], attachments: [] }
      log.push({ seq, epoch, kind: 'message', message })
    }
  }
  append(entries)

  const sent: number[] = []
  const resets: unknown[] = []
  const moves: number[] = []
  const ratings: { answer: string; behind: number }[] = []
  let queue: number[] = []
  let mostUnits = 0
  let wake: (() => void)[] = []
  let pages = 0
  let heard: ((hint: Hint) => void) | undefined

  const tenant: Pick<TenantDatabase, 'readLog'> = {
    async readLog(_id, after, limit) {
      pages += 1
      return log.slice(after, after + limit)
    },
  }
  const store: Pick<TenantStore, 'subscribe'> = {
    subscribe(_topic, listener) {
      heard = listener
      return () => (heard = undefined)
    },
  }
  const conversation = {
    id: 'c',
    siteId: 's',
    visitorId: 'v',
    epoch: EPOCH,
    floor: { state: 'bot', reason: '', since: 0 },
    fence: 0,
  } as const
  const feed = createConversationFeed({
    socket: {
      emit(event, message) {
        if (event === 'message-added') sent.push((message as { seq: number }).seq)
        if (event === 'history-reset') resets.push(message)
        if (event === 'answer-rated') ratings.push({ answer: (message as { answer: string }).answer, behind: sent.length })
        queue.push(JSON.stringify(message).length)
        mostUnits = Math.max(
          mostUnits,
          queue.reduce((sum, units) => sum + units, 0),
        )
      },
      waiting: () => ({ packets: queue.length, units: queue.reduce((sum, units) => sum + units, 0) }),
      drained: () => new Promise((resolve) => void (queue.length === 0 ? resolve() : wake.push(resolve))),
    },
    tenant: tenant as TenantDatabase,
    store: store as TenantStore,
    live: createLiveAnswers(),
    moved: () => moves.push(log.length),
    log: createLog('silent'),
  })

  /** The client takes everything that waits. */
  function read(): void {
    queue = []
    const woken = wake
    wake = []
    for (const resolve of woken) resolve()
  }
  /** Until nothing more happens by itself. */
  const settle = () => new Promise((resolve) => setImmediate(resolve))

  return {
    feed,
    read,
    settle,
    async readUntil(count: number) {
      for (let turn = 0; turn < 1_000 && sent.length < count; turn++) {
        read()
        await settle()
      }
    },
    sent,
    resets,
    append,
    pages: () => pages,
    mostUnits: () => mostUnits,
    queued: () => queue.length,
    follow: (held?: { epoch?: string; after: number }) =>
      feed.follow(
        { ...conversation, top: log.length } as Conversation,
        held && { conversation: 'c', epoch: held.epoch ?? EPOCH, after: held.after },
      ),
    hint: (count: number) => heard?.({ topic: 'c', entries: log.slice(-count) }),
    rated: (answer: string) => heard?.({ topic: 'c', entries: [], rated: { answer, rating: 'up' } }),
    ratings,
    moves: () => moves.length,
    /** The log was emptied, and `entries` were said in it since. */
    erase: (entries: number) => {
      log.length = 0
      epoch = 'next'
      append(entries)
    },
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1)

test('[D-RESUME] a client that does not read is a page ahead at most, and gets the rest in order as it reads', async () => {
  const client = feedOf({ entries: 1_000 })
  client.follow()
  await client.settle()
  expect(client.queued()).toBe(LIMITS.historyPage)
  await client.settle()
  expect(client.pages()).toBe(1)
  await client.readUntil(1_000)
  expect(client.sent).toEqual(upTo(1_000))
})

test('[D-RESUME] pages of the longest answers go in parts', async () => {
  const client = feedOf({ entries: 300, textUnits: LIMITS.answerUnits })
  client.follow()
  await client.settle()
  expect(client.queued()).toBeLessThan(20)
  await client.readUntil(300)
  expect(client.sent).toEqual(upTo(300))
  expect(client.mostUnits()).toBeLessThan(400_000)
})

test('[D-ORDER] what is appended meanwhile waits in the log, not in the transport', async () => {
  const client = feedOf({ entries: 100 })
  client.follow()
  await client.settle()
  for (let index = 0; index < 200; index++) {
    client.append(1)
    client.hint(1)
  }
  await client.settle()
  expect(client.queued()).toBe(100)
  await client.readUntil(300)
  expect(client.sent).toEqual(upTo(300))
})

test('starting over again and again queues no second page for a client that does not read', async () => {
  const client = feedOf({ entries: 500 })
  for (let index = 0; index < 20; index++) {
    client.follow({ after: 0 })
    await client.settle()
  }
  expect(client.queued()).toBe(LIMITS.historyPage)
  client.read()
  await client.settle()
  expect(client.sent.slice(LIMITS.historyPage)).toEqual(upTo(LIMITS.historyPage))
})

test('says that it is bringing what is missing while it is on its way, and only then', async () => {
  const client = feedOf({ entries: 150 })
  const held = (after: number, epoch = EPOCH) => ({ conversation: 'c', epoch, after })
  expect(client.feed.isBringing(held(0))).toBe(false)
  client.follow()
  await client.settle()
  expect(client.feed.isBringing(held(40))).toBe(true)
  expect(client.feed.isBringing(held(40, 'another'))).toBe(false)
  expect(client.feed.isBringing({ ...held(40), conversation: 'another' })).toBe(false)
  expect(client.feed.isBringing(held(101))).toBe(false)
  await client.readUntil(150)
  client.read()
  await client.settle()
  expect(client.feed.isBringing(held(40))).toBe(false)
})

test('a client that leaves before it read is read for no more', async () => {
  const client = feedOf({ entries: 500 })
  client.follow()
  await client.settle()
  client.feed.close()
  client.read()
  await client.settle()
  expect(client.pages()).toBe(1)
})

test('[D-RATE] what is said of an answer comes behind it, also to a client that still catches up', async () => {
  const client = feedOf({ entries: 150 })
  client.follow()
  await client.settle()
  client.rated('m150')
  expect(client.ratings).toEqual([])
  await client.readUntil(150)
  await client.settle()
  expect(client.ratings).toEqual([{ answer: 'm150', behind: 150 }])
  client.rated('m1')
  expect(client.ratings.at(-1)).toEqual({ answer: 'm1', behind: 150 })
})

test.each([
  ['shorter', 2],
  ['longer', 9],
])('[D-ERASE] of a log that was erased and is %s by now nothing is sent: it is another log', async (_name, entries) => {
  const client = feedOf({ entries: 5 })
  client.follow({ after: 5 })
  await client.settle()
  client.erase(entries)
  client.hint(1)
  await client.settle()
  expect([client.sent, client.moves()]).toEqual([[], 1])
})

test('[D-ERASE] a page that was read after an erasure is not taken for the old log’s', async () => {
  const client = feedOf({ entries: 150 })
  client.follow()
  await client.settle()
  client.erase(150)
  client.read()
  await client.settle()
  expect([client.sent, client.moves()]).toEqual([upTo(100), 1])
})
