import { expect, test } from 'vitest'
import { createReadiness } from './readiness.ts'

function readiness() {
  const state = { now: 0, checks: 0, draining: false, fault: undefined as Error | undefined }
  const notReady = createReadiness({
    database: {
      async check() {
        state.checks += 1
        if (state.fault) throw state.fault
      },
    },
    isDraining: () => state.draining,
    now: () => state.now,
  })
  return { state, notReady }
}

test('a thousand who ask within a second cost one check of the database', async () => {
  const { state, notReady } = readiness()
  expect(new Set(await Promise.all(Array.from({ length: 500 }, notReady)))).toEqual(new Set([undefined]))
  state.now = 999
  for (let index = 0; index < 500; index++) await notReady()
  expect(state.checks).toBe(1)
  state.now = 1_000
  await notReady()
  expect(state.checks).toBe(2)
})

test('a database that fails is said, and so is that it came back', async () => {
  const { state, notReady } = readiness()
  state.fault = new Error('disk full')
  expect(await notReady()).toBe('database')
  state.fault = undefined
  expect(await notReady()).toBe('database')
  state.now = 1_000
  expect(await notReady()).toBeUndefined()
})

test('leaving is said at once', async () => {
  const { state, notReady } = readiness()
  expect(await notReady()).toBeUndefined()
  state.draining = true
  expect(await notReady()).toBe('draining')
})
