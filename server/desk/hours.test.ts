import { describe, expect, test } from 'vitest'
import { isOpen, nextOpening, readHours, sayOpening } from './hours.ts'

const at = (iso: string): number => Date.parse(iso)
const berlin = readHours('Europe/Berlin mon-fri 09:00-17:30, sat 10:00-14:00')

describe('opening hours', () => {
  test.each([
    ['2026-11-23T08:00:00Z', true],
    ['2026-11-23T07:59:59Z', false],
    ['2026-11-23T16:29:00Z', true],
    ['2026-11-23T16:30:00Z', false],
    ['2026-11-28T09:30:00Z', true],
    ['2026-11-29T12:00:00Z', false],
    // In summer the same wall clock is another moment.
    ['2026-07-06T07:00:00Z', true],
    ['2026-07-06T15:30:00Z', false],
  ])('at %s: %s', (moment, open) => expect(isOpen(berlin, at(moment))).toBe(open))

  test.each([
    ['2026-11-23T17:00:00Z', '2026-11-24T08:00:00Z'],
    ['2026-11-23T05:00:00Z', '2026-11-23T08:00:00Z'],
    ['2026-11-28T14:00:00Z', '2026-11-30T08:00:00Z'],
    // The clocks go forward on Sunday, 29 March: Monday’s nine is an hour earlier.
    ['2026-03-28T14:00:00Z', '2026-03-30T07:00:00Z'],
    ['2026-10-24T13:00:00Z', '2026-10-26T08:00:00Z'],
  ])('after %s they begin at %s', (moment, opening) => {
    expect(new Date(nextOpening(berlin, at(moment))!).toISOString()).toBe(opening.replace('Z', '.000Z'))
  })

  test('a time that a change of clocks skips is its other end, and one that is there twice counts', () => {
    const early = readHours('Europe/Berlin sun 02:30-04:00')
    expect(new Date(nextOpening(early, at('2026-03-28T12:00:00Z'))!).toISOString()).toBe('2026-03-29T01:00:00.000Z')
    expect(new Date(nextOpening(early, at('2026-10-24T12:00:00Z'))!).toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(isOpen(early, at('2026-10-25T00:45:00Z'))).toBe(true)
    expect(isOpen(early, at('2026-10-25T01:45:00Z'))).toBe(true)
  })

  test.each([
    ['Asia/Beirut', '2026-03-28T12:00:00Z', '2026-03-28T22:00:00.000Z'],
    ['America/Santiago', '2026-09-05T12:00:00Z', '2026-09-06T04:00:00.000Z'],
  ])('where the clocks of %s skip midnight, the day begins at one', (zone, before, opening) => {
    const hours = readHours(`${zone} sun 00:00-06:00`)
    const moment = nextOpening(hours, at(before)) ?? 0
    expect(new Date(moment).toISOString()).toBe(opening)
    expect([isOpen(hours, moment - 1), isOpen(hours, moment)]).toEqual([false, true])
    expect(sayOpening(zone, moment, 'en')).toMatch(/^Sunday.* 01:00/)
  })

  test.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Africa/Cairo', 'Asia/Kathmandu'])(
    'in %s hours begin when they are said to begin, on each day of the months in which the clocks change',
    (zone) => {
      const hours = readHours(`${zone} mon-sun 00:00-00:45, mon-sun 02:15-02:40, mon-sun 22:00-23:59`)
      let moment = at('2026-03-01T00:00:00Z')
      while (moment < at('2026-12-01T00:00:00Z')) {
        const opening = nextOpening(hours, moment) ?? 0
        expect([isOpen(hours, opening - 1), isOpen(hours, opening)], new Date(opening).toISOString()).toEqual([false, true])
        moment = opening + (/-(03|04|10|11)-/.test(new Date(opening).toISOString()) ? 3 : 96) * 3_600_000
      }
    },
  )

  test('the zone decides the day', () => {
    const auckland = readHours('Pacific/Auckland mon 09:00-10:00')
    expect(isOpen(auckland, at('2026-11-22T20:30:00Z'))).toBe(true)
    expect(nextOpening({ zone: 'UTC', spans: [] }, 0)).toBeUndefined()
  })

  test('are said in the customer’s language and the site’s zone', () => {
    expect(sayOpening('Europe/Berlin', at('2026-11-24T08:00:00Z'), 'en')).toMatch(/^Tuesday.* 09:00/)
    expect(sayOpening('Europe/Berlin', at('2026-11-24T08:00:00Z'), 'zh')).toContain('星期二')
  })

  test.each([
    '',
    'Mars/Base mon 09:00-10:00',
    'UTC',
    'UTC someday 09:00-10:00',
    'UTC mon 10:00-09:00',
    'UTC fri-mon 09:00-10:00',
    'UTC mon 9-10',
  ])('“%s” is refused in words', (text) => expect(() => readHours(text)).toThrow(/“/))
})
