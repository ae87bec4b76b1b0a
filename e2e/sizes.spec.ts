import { expect, test } from '@playwright/test'
import { grownSince, LIMITS, recordedSizes, sizesOfBuilt } from './sizes.ts'

/** Fails with what has grown, so that nobody has to look for it. */
function expectAtMost(bytes: number, limit: number, what: string) {
  const sizes = sizesOfBuilt()
  const grown = grownSince(sizes.modules, recordedSizes().modules)
  expect(
    bytes,
    `${what}: ${bytes} B of at most ${limit}. Grown since it was written down:\n${grown.join('\n') || 'nothing'}`,
  ).toBeLessThanOrEqual(limit)
}

test('the tag’s own file is at most 3 KB', () => {
  expectAtMost(sizesOfBuilt().loader, LIMITS.loader, 'loader')
})

test('what the bubble loads when it is opened, up to the first streamed answer in English, is at most 25 KB', () => {
  expectAtMost(sizesOfBuilt().app, LIMITS.app, 'app')
})

test('every other language and every rare part is at most 6 KB, and English costs no file of its own', () => {
  const { lazy } = sizesOfBuilt()
  expect(Object.keys(lazy).filter((source) => source.includes('/i18n/')).length).toBe(9)
  for (const [source, bytes] of Object.entries(lazy)) expectAtMost(bytes, LIMITS.lazy, source)
})

test('what has grown is named, the largest growth first', () => {
  expect(grownSince({ a: 10, b: 30, c: 5, d: 7 }, { a: 10, b: 10, d: 9 })).toEqual(['b: 30 B, 20 B more', 'c: 5 B, 5 B more'])
})
