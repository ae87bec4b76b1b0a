/** The short form of `npm run chaos:upstream`: every kind of fault once, and some of everything at three rates. */

import { describe, expect, test } from 'vitest'
import { atRate, FAILING, FINAL, runChaos } from '../testing/chaos-upstream.ts'
import { UPSTREAM_RULES } from './rules.ts'

const SEED = 20_262
/** Slow enough for a machine on which other suites run at the same time. */
const SPEED = 20
const NEVER_OPEN = { breaker: { ...UPSTREAM_RULES.breaker, leastCalls: 1_000_000 } }

describe('[U-NEXT] [U-REPLACE] a provider that fails, and one behind it that does not', () => {
  test('answers really, whole and unmixed, after every kind of fault', async () => {
    expect(FAILING.length).toBeGreaterThanOrEqual(50)
    let at = 0
    const result = await runChaos({
      messages: FAILING.length,
      providers: [() => FAILING[at++ % FAILING.length], () => undefined],
      width: 8,
      speed: SPEED,
      rules: NEVER_OPEN,
    })
    expect(result).toMatchObject({ real: FAILING.length, missed: [], openRequests: 0, openConnections: 0 })
    expect(result.attempts).toBeGreaterThanOrEqual(FAILING.length * 2)
  }, 30_000)

  test.each(FINAL)('%s ends honestly, and nobody else is asked', async (name) => {
    const result = await runChaos({
      messages: 2,
      providers: [() => name, () => undefined],
      width: 1,
      speed: SPEED,
    })
    expect(result).toMatchObject({ honest: 2, missed: [], attempts: 2 })
  })
})

describe('two providers that fail at random', () => {
  test.each([0.05, 0.5, 1])(
    `[U-LADDER] [U-BUDGET] at a rate of %d, every customer gets an answer or the truth (seed ${SEED})`,
    async (rate) => {
      const result = await runChaos({ messages: 150, providers: [atRate(rate, SEED), atRate(rate, SEED + 1)], width: 8, speed: SPEED })
      expect(result).toMatchObject({ missed: [], openRequests: 0, openConnections: 0 })
      expect(result.real + result.honest).toBe(150)
      expect(result.attempts).toBeGreaterThan(10)
      if (rate === 0.05) expect(result.real).toBeGreaterThanOrEqual(148)
      if (rate === 1) expect(result.honest).toBe(150)
    },
    30_000,
  )
})
