import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createScrubber } from './scrubber.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A disk on which every scrub takes this long and then ends as the list says; well, once that is used up. */
function disk(tookMs: number, outcomes: (boolean | Error)[] = []) {
  const begun: number[] = []
  const start = performance.now()
  let busy = 0
  const scrubber = createScrubber(async () => {
    expect(++busy).toBe(1)
    begun.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, tookMs))
    busy--
    const outcome = outcomes.shift() ?? true
    if (outcome instanceof Error) throw outcome
    return outcome
  })
  /** Deletes something now; answers what became of the wait for it, and when. */
  const erase = () => {
    const seen: { at?: number; fault?: unknown } = {}
    scrubber.begin()
    void scrubber.done().then(
      () => (seen.at = performance.now() - start),
      (fault: unknown) => (seen.fault = fault),
    )
    return seen
  }
  return { begun, scrubber, erase }
}

test('where nothing was deleted, nobody waits', async () => {
  const { scrubber, begun } = disk(100)
  await scrubber.done()
  expect(begun).toEqual([])
})

test('[D-ERASE] what is deleted while the file is written anew shares the next time, after a rest of four times as long', async () => {
  const { begun, erase } = disk(100)
  const first = erase()
  await vi.advanceTimersByTimeAsync(50)
  const [second, third] = [erase(), erase()]
  await vi.advanceTimersByTimeAsync(300)
  const fourth = erase()
  expect([first, second, fourth]).toEqual([{ at: 100 }, {}, {}])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(begun).toEqual([0, 500])
  expect([second, third, fourth]).toEqual([{ at: 600 }, { at: 600 }, { at: 600 }])
})

test('[D-ERASE] whoever erases again and again gets a fifth of the writer, however long it takes', async () => {
  for (const tookMs of [10, 100, 2_000]) {
    const { begun, erase } = disk(tookMs)
    for (let deletions = 0; deletions < 100; deletions++) {
      erase()
      await vi.advanceTimersByTimeAsync(tookMs / 2)
    }
    expect(begun.map((at) => at / tookMs)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50])
    await vi.advanceTimersByTimeAsync(60_000)
  }
})

test('[D-ERASE] somebody who reads the files is waited for, not by the one who asked', async () => {
  const { begun, erase } = disk(100, Array<boolean>(5).fill(false))
  const asked = erase()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual({ at: 300 })
  expect(begun).toEqual([0, 100, 200, 1_500, 1_600, 1_700])
})

test('[D-ERASE] a fault of the disk is told to those who wait, and it is tried again', async () => {
  const { begun, erase, scrubber } = disk(10, [new Error('disk full')])
  const asked = erase()
  await vi.advanceTimersByTimeAsync(500)
  expect(asked).toEqual({ fault: new Error('disk full') })
  const later = scrubber.done()
  await vi.advanceTimersByTimeAsync(1_000)
  await later
  expect(begun).toEqual([0, 1_010])
})

test('after a start it begins a moment later, and a deletion waits for the same', async () => {
  const { begun, scrubber, erase } = disk(10)
  scrubber.beginLater()
  const asked = erase()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toEqual([1_000])
  expect(asked).toEqual({ at: 1_010 })
})

test('stopped, it begins nothing more and keeps nobody waiting', async () => {
  const { begun, scrubber, erase } = disk(100)
  const first = erase()
  await vi.advanceTimersByTimeAsync(50)
  const second = erase()
  scrubber.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  await expect(scrubber.done()).rejects.toThrow('closed')
  expect([first, second]).toEqual([{ at: 100 }, { fault: new Error('The database is closed.') }])
  expect(begun).toEqual([0])
})
