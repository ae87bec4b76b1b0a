/**
 * Keeps calls away from a provider that fails, and finds out when it is well again.
 *
 * A call is judged at its end: a stream that opens and then breaks has failed. When enough of the last calls were bad, the breaker opens and nobody is let
 * in. After a while one call at a time is let in to probe: a good one closes the breaker, a bad one opens it for twice as long. What a call that began in an
 * earlier state comes to is not counted: it says how things were.
 */

import { createSlidingCount, type SlidingCount } from './sliding-count.ts'

export type BreakerRules = {
  windowMs: number
  /** With fewer calls in the window nothing is concluded. */
  leastCalls: number
  /** From this share of bad calls on it opens. */
  badShare: number
  /** How long it stays open at first, and at most. */
  openMs: number
  mostOpenMs: number
}

export const BREAKER_RULES: BreakerRules = { windowMs: 10_000, leastCalls: 10, badShare: 0.5, openMs: 5_000, mostOpenMs: 60_000 }

/** `none`: what happened says nothing about the provider, such as a customer who pressed stop. */
export type CallOutcome = 'good' | 'bad' | 'none'

export type BreakerState = 'closed' | 'open' | 'probing'

/** One call that was let in. Only the first word counts. */
export type Pass = { settle(outcome: CallOutcome): void }

export type Breaker = {
  readonly state: BreakerState
  /** Whether `enter` would let a call in now. */
  isPassable(): boolean
  enter(): Pass | undefined
}

type State =
  | { name: 'closed'; number: number; calls: SlidingCount; bad: SlidingCount }
  | { name: 'open'; number: number; until: number; openMs: number }
  | { name: 'probing'; number: number; openMs: number; isOut: boolean }

export function createBreaker({
  rules,
  now,
  changed = () => {},
}: {
  rules: BreakerRules
  now: () => number
  changed?: (state: BreakerState) => void
}): Breaker {
  let state: State = closed(0)

  function closed(number: number): State {
    const window = { windowMs: rules.windowMs, now }
    return { name: 'closed', number, calls: createSlidingCount(window), bad: createSlidingCount(window) }
  }

  function become(next: State): void {
    state = next
    changed(next.name)
  }

  function open(openMs: number): void {
    become({ name: 'open', number: state.number + 1, until: now() + openMs, openMs })
  }

  /** The state now: an open one whose time is over begins to probe. */
  function present(): State {
    if (state.name === 'open' && now() >= state.until)
      become({ name: 'probing', number: state.number + 1, openMs: state.openMs, isOut: false })
    return state
  }

  function settle(number: number, outcome: CallOutcome): void {
    if (number !== state.number) return
    switch (state.name) {
      case 'closed': {
        if (outcome === 'none') return
        state.calls.add()
        if (outcome === 'good') return
        state.bad.add()
        const calls = state.calls.total()
        if (calls >= rules.leastCalls && state.bad.total() >= calls * rules.badShare) open(rules.openMs)
        return
      }
      case 'probing':
        if (outcome === 'good') become(closed(state.number + 1))
        else if (outcome === 'bad') open(Math.min(state.openMs * 2, rules.mostOpenMs))
        else state.isOut = false
        return
      case 'open':
        // Nobody was let in under this number.
        return
    }
  }

  const isPassable = (): boolean => {
    const { name } = present()
    return name === 'closed' || (state.name === 'probing' && !state.isOut)
  }

  return {
    get state() {
      return present().name
    },
    isPassable,
    enter() {
      if (!isPassable()) return undefined
      if (state.name === 'probing') state.isOut = true
      const { number } = state
      let isSettled = false
      return {
        settle(outcome) {
          if (!isSettled) settle(number, outcome)
          isSettled = true
        },
      }
    },
  }
}
