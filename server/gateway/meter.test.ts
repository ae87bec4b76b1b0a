import { expect, test } from 'vitest'
import { createMeter } from './meter.ts'

function meter() {
  const clock = { now: 1_000 }
  const mayPass = createMeter({ perSecond: 2, burst: 3 }, () => clock.now)
  const passed = (calls: number): number => Array.from({ length: calls }, mayPass).filter(Boolean).length
  return { clock, passed }
}

test('lets a burst pass, then so many a second, and never saves more than a burst', () => {
  const { clock, passed } = meter()
  expect(passed(10)).toBe(3)
  clock.now += 1_000
  expect(passed(10)).toBe(2)
  clock.now += 60_000
  expect(passed(10)).toBe(3)
})

test('what is refused costs nothing, so a flood does not keep the bucket empty', () => {
  const { clock, passed } = meter()
  passed(1_000)
  clock.now += 500
  expect(passed(1_000)).toBe(1)
})

test('a clock that is set back gives nothing and takes nothing', () => {
  const { clock, passed } = meter()
  expect(passed(1)).toBe(1)
  clock.now -= 900
  expect(passed(10)).toBe(2)
})
