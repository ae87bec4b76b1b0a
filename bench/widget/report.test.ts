import { describe, expect, test } from 'vitest'
import { chartOf } from './chart.ts'
import { isKept, machineName, type Line, type Record } from './record.ts'
import { median, slope } from './statistics.ts'
import { pageWith, tableOf } from './table.ts'

const line = (value: number, promise?: number): Line => ({
  part: 'Bytes',
  what: 'the script',
  value,
  unit: 'B',
  ...(promise !== undefined && { promise }),
})

const record: Record = {
  date: '2026-01-31',
  machine: '2-some-cpu',
  node: '20.0.0',
  chromium: '150',
  isQuick: false,
  rows: [
    { name: 'bare <libraries>', firstBytes: 10_000 },
    { name: 'Kefu', firstBytes: 3_000, openedBytes: 25_000, taskMs: 2, taskMsSlow: 8, heapBytes: 100_000, layoutShift: 0, otherHosts: [] },
    { name: 'a peer', firstBytes: 90_000, openedBytes: 100_000, taskMs: 30, layoutShift: 0.1, otherHosts: ['fonts.example'] },
  ],
  missing: ['another peer could not be fetched'],
  lines: [line(3_000, 3_000), line(3_001, 3_000), line(7)],
}

describe('statistics', () => {
  test('the median is the middle one, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 6])).toBe(5.5)
    expect(median([4])).toBe(4)
  })

  test('the slope is the growth of a straight line, and of the line through the middle of what is not straight', () => {
    expect(slope([10, 20, 30].map((x) => ({ x, y: 5 * x + 1_000 })))).toBeCloseTo(5)
    expect(slope([0, 1, 2, 3].map((x) => ({ x, y: x + (x % 2 === 0 ? 0.5 : -0.5) })))).toBeCloseTo(0.8)
  })
})

describe('a promise', () => {
  test('is kept up to its number and broken beyond it; a reading without a promise breaks nothing', () => {
    expect(record.lines.map(isKept)).toEqual([true, false, true])
  })

  test('is broken by what could not be measured', () => {
    expect(isKept(line(Number.NaN, 3_000))).toBe(false)
  })
})

describe('the table', () => {
  const table = tableOf(record)

  test('marks each promise, and only promises', () => {
    const marks = table.split('\n').filter((text) => text.includes('the script'))
    expect(marks.map((text) => [text.includes('✓'), text.includes('BROKEN')])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ])
  })

  test('names what was left out, and shows what could not be measured as such', () => {
    expect(table).toContain('another peer could not be fetched')
    expect(table).toMatch(/bare <libraries> +\| +10,000 \| +— \| +—/)
    expect(table).toContain('fonts.example')
  })

  test('has columns of one width', () => {
    const widths = table
      .split('\n')
      .filter((text) => text.includes('Kefu') || text.includes('peer  '))
      .map((text) => text.length)
    expect(new Set(widths.slice(0, 2)).size).toBe(1)
  })

  test('says of a quick run that it is one', () => {
    expect(table).not.toContain('QUICK')
    expect(tableOf({ ...record, isQuick: true })).toContain('QUICK')
  })

  test('replaces what stood on the page before, and nothing else', () => {
    const page = '# Speed\n\n<!-- bench:widget -->old<!-- /bench:widget -->\n\nThe end.\n'
    const once = pageWith(record, page)
    expect(once).toContain(table)
    expect(once).not.toContain('old')
    expect(once.startsWith('# Speed\n')).toBe(true)
    expect(once.endsWith('\n\nThe end.\n')).toBe(true)
    expect(pageWith(record, once)).toBe(once)
    expect(() => pageWith(record, '# Speed')).toThrow('no place for the table')
  })
})

test('the chart has a bar for each product, the longest the widest, and no name breaks out of it', () => {
  const chart = chartOf(record)
  const widths = [...chart.matchAll(/class="open" x="250" y="\d+" width="(\d+)"/g)].map(([, width]) => Number(width))
  expect(widths).toHaveLength(3)
  expect(Math.max(...widths)).toBe(widths[2])
  expect(chart).toContain('3.0 → 25.0')
  expect(chart).toContain('bare &lt;libraries>')
})

test('a machine is named by its processor, not by its owner', () => {
  expect(machineName()).toMatch(/^\d+-[a-z0-9-]+[a-z0-9]$/)
})
