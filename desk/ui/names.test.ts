import { describe, expect, test } from 'vitest'
import { REASONS } from '../../shared/reasons.ts'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { reasonText } from './names.ts'

describe('[R-REASON] a reason in words', () => {
  test('is there for every kind, in both languages, each its own', () => {
    for (const words of [en, zh]) expect(new Set(REASONS.map((kind) => reasonText(kind, words))).size).toBe(REASONS.length)
    for (const kind of REASONS) expect(reasonText(kind, zh), kind).not.toBe(reasonText(kind, en))
  })

  test.each([
    ['exact:01890a5d', 'an approved question, word for word'],
    ['complaint:rule:anger', 'a complaint'],
    ['phrase:call: me', 'a phrase of yours (call: me)'],
    ['signals:repeat+thumbs_down+new_one', 'the conversation goes badly (asked again, 👎, new_one)'],
    ['model_asks:Wants money (back)', 'the model asks for a person (Wants money (back))'],
    ['model_asks', 'the model asks for a person'],
    ['of_a_later_version:x', 'of a later version'],
  ])('%s: %s', (reason, text) => {
    expect(reasonText(reason, en)).toBe(text)
  })
})
