/** Where rows stand, beside adding up their heights one by one. */

import { describe, expect, test } from 'vitest'
import { createRowPlaces, type OpenRow } from './row-places.ts'

const HEIGHT = 40

describe.each<[string, number, OpenRow | undefined]>([
  ['rows of one height', 5, undefined],
  ['a tall row at the beginning', 5, { index: 0, height: 130 }],
  ['a tall row among them', 5, { index: 2, height: 75 }],
  ['a tall row at the end', 5, { index: 4, height: 400 }],
  ['a row that is lower than the others', 5, { index: 2, height: 15 }],
  ['an open row that is not there any more', 5, { index: 5, height: 400 }],
  ['no row open', 5, { index: -1, height: 400 }],
  ['no rows', 0, undefined],
])('%s', (_name, count, open) => {
  const places = createRowPlaces(count, HEIGHT, open)
  const heights = Array.from({ length: count }, (_, row) => (row === open?.index ? open.height : HEIGHT))
  const tops = heights.map((_, row) => heights.slice(0, row).reduce((sum, height) => sum + height, 0))

  test('stand where the heights above them end', () => {
    expect(tops.map((_, row) => places.topOf(row))).toEqual(tops)
    expect(heights.map((_, row) => places.heightOf(row))).toEqual(heights)
    expect(places.total).toBe(heights.reduce((sum, height) => sum + height, 0))
  })

  test('are found by every place in them', () => {
    for (let top = 0; top < places.total; top++) expect(places.rowAt(top)).toBe(tops.findLastIndex((start) => start <= top))
    expect(places.rowAt(-1_000)).toBe(0)
    expect(places.rowAt(places.total + 1_000)).toBe(Math.max(0, count - 1))
  })
})
