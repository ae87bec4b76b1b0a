import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { createLimiter } from './limiter.ts'

const never = new AbortController().signal

test('[U-PLACES] so many run, so many wait in the order in which they came, and nobody beyond that', async () => {
  const places = createLimiter({ running: 2, waiting: 2 })
  const [first] = [await places.enter(never), await places.enter(never)]
  const order: string[] = []
  const third = places.enter(never).then((leave) => (order.push('third'), leave))
  const fourth = places.enter(never).then((leave) => (order.push('fourth'), leave))
  expect(await places.enter(never)).toBeUndefined()
  expect([places.running(), places.waiting()]).toEqual([2, 2])
  first?.()
  const leave = await third
  leave?.()
  await fourth
  expect(order).toEqual(['third', 'fourth'])
  expect([places.running(), places.waiting()]).toEqual([2, 0])
})

test('leaving twice frees one place', async () => {
  const places = createLimiter({ running: 1, waiting: 0 })
  const leave = await places.enter(never)
  leave?.()
  leave?.()
  expect(places.running()).toBe(0)
  await places.enter(never)
  expect(await places.enter(never)).toBeUndefined()
})

test('who gives up waiting leaves the queue with the reason, and no listener behind', async () => {
  const places = createLimiter({ running: 1, waiting: 1 })
  const leave = await places.enter(never)
  const caller = new AbortController()
  const waiting = places.enter(caller.signal)
  const reason = new Error('the customer left')
  caller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  expect(places.waiting()).toBe(0)
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0)
  leave?.()
  expect(places.running()).toBe(0)
})

test('those who wait can be sent away', async () => {
  const places = createLimiter({ running: 1, waiting: 2 })
  await places.enter(never)
  const waiting = Promise.all([places.enter(never), places.enter(never)])
  places.dismiss()
  expect(await waiting).toEqual([undefined, undefined])
})
