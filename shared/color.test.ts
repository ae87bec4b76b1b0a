import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accentOf, contrast, inkOn, INK, markOn, SURFACE } from './color.ts'

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

it('knows the contrast of black and white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#777777')).toBe(1)
})

it('writes readably on any accent, and marks visibly on both surfaces (seed 1)', () => {
  fc.assert(
    fc.property(color, (accent) => {
      expect(contrast(accent, inkOn(accent))).toBeGreaterThanOrEqual(4.5)
      for (const scheme of ['light', 'dark'] as const) expect(contrast(markOn(accent, scheme), SURFACE[scheme])).toBeGreaterThanOrEqual(3)
    }),
    { seed: 1 },
  )
  expect(contrast(INK.light, SURFACE.light)).toBeGreaterThan(7)
  expect(contrast(INK.dark, SURFACE.dark)).toBeGreaterThan(7)
})

it.each(['red', '#fff', 'url(x)', '#12345g', ''])('does not take %j for a colour', (given) => {
  expect(accentOf(given)).toMatch(/^#[0-9a-f]{6}$/)
  expect(accentOf(given)).not.toBe(given)
})
