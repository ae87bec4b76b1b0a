import { describe, expect, test } from 'vitest'
import { BREAKER_RULES, createBreaker, type BreakerState, type CallOutcome, type Pass } from './breaker.ts'

function bench() {
  const clock = { nowMs: 1_000_000 }
  const states: BreakerState[] = []
  const breaker = createBreaker({ rules: BREAKER_RULES, now: () => clock.nowMs, changed: (state) => states.push(state) })
  const call = (outcome: CallOutcome): void => breaker.enter()!.settle(outcome)
  return {
    breaker,
    states,
    call,
    calls: (count: number, outcome: CallOutcome) => Array.from({ length: count }, () => call(outcome)),
    pass: (ms: number) => (clock.nowMs += ms),
  }
}

/** A breaker that has just opened for the first time. */
function opened() {
  const one = bench()
  one.calls(BREAKER_RULES.leastCalls, 'bad')
  expect(one.breaker.state).toBe('open')
  return one
}

describe('a breaker', () => {
  test('[U-BREAKER] opens when half of at least ten calls were bad, not before', () => {
    const { breaker, calls, call } = bench()
    calls(9, 'bad')
    expect(breaker.state).toBe('closed')
    call('bad')
    expect(breaker.state).toBe('open')
    expect(breaker.enter()).toBeUndefined()
  })

  test('stays closed while less than half are bad', () => {
    const { breaker, calls } = bench()
    calls(51, 'good')
    calls(50, 'bad')
    expect(breaker.state).toBe('closed')
    calls(1, 'bad')
    expect(breaker.state).toBe('open')
  })

  test('forgets what is longer ago than its window', () => {
    const { breaker, calls, pass } = bench()
    calls(9, 'bad')
    pass(10_001)
    calls(9, 'bad')
    expect(breaker.state).toBe('closed')
  })

  test('counts nothing where a call says nothing', () => {
    const { breaker, calls } = bench()
    calls(100, 'none')
    calls(9, 'bad')
    expect(breaker.state).toBe('closed')
  })

  test('lets one probe in after its time, and nobody beside it', () => {
    const { breaker, pass } = opened()
    pass(4_999)
    expect(breaker.isPassable()).toBe(false)
    pass(1)
    expect(breaker.state).toBe('probing')
    expect(breaker.enter()).toBeDefined()
    expect(breaker.enter()).toBeUndefined()
  })

  test('closes after a good probe, and begins to count anew', () => {
    const { breaker, pass, call, calls, states } = opened()
    pass(5_000)
    call('good')
    expect(breaker.state).toBe('closed')
    calls(9, 'bad')
    expect(breaker.state).toBe('closed')
    expect(states).toEqual(['open', 'probing', 'closed'])
  })

  test('a probe that says nothing makes room for another', () => {
    const { breaker, pass, call } = opened()
    pass(5_000)
    call('none')
    expect(breaker.state).toBe('probing')
    call('good')
    expect(breaker.state).toBe('closed')
  })

  test('stays open twice as long after every bad probe, a minute at most, and five seconds again once it was well', () => {
    const { breaker, pass, call, calls } = opened()
    for (const openMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      pass(openMs - 1)
      expect(breaker.state).toBe('open')
      pass(1)
      call('bad')
    }
    pass(60_000)
    call('good')
    calls(10, 'bad')
    pass(5_000)
    expect(breaker.state).toBe('probing')
  })

  test('[U-LATE] drops the result of a call that began in an earlier state', () => {
    const { breaker, pass, calls } = bench()
    const [early, late] = [breaker.enter()!, breaker.enter()!]
    calls(10, 'bad')
    pass(5_000)
    expect(breaker.state).toBe('probing')
    early.settle('good')
    expect(breaker.state).toBe('probing')
    breaker.enter()!.settle('good')
    for (let times = 0; times < 20; times++) late.settle('bad')
    expect(breaker.state).toBe('closed')
  })

  test('hears only the first word of a call', () => {
    const { breaker } = bench()
    const passes = Array.from({ length: 9 }, () => breaker.enter() as Pass)
    for (const pass of passes) for (let times = 0; times < 3; times++) pass.settle('bad')
    expect(breaker.state).toBe('closed')
  })
})
