import { describe, expect, test } from 'vitest'
import { faultOfPhrases, MOST_PHRASES, PHRASE_UNITS, phraseIn } from './phrases.ts'

describe('[R-PHRASE] an owner’s phrase', () => {
  test.each([
    ['sales', 'Can I talk to SALES, please?', true],
    ['sales', 'Are there resales?', false],
    ['sales', 'presales desk', false],
    ['talk to sales', 'I want to talk to… sales!', true],
    ['talk to sales', 'talk to salesforce', false],
    ['投诉电话', '你们的投诉电话是多少', true],
    ['投诉电话', '投诉 电话', false],
    ['vip', '我是VIP客户', true],
    ['don’t buy', "I don't buy this", true],
    ['élan', 'elan', false],
    ['😡', 'so 😡😡', true],
    ['c++ (new)', 'is C++ (NEW) there?', true],
  ])('%j in %j: %s', (phrase, text, stands) => {
    expect(phraseIn(['Hello', text], { person: [phrase] }, 'person')).toBe(stands ? phrase : undefined)
  })

  test('has a bound to how long it is and how many there are', () => {
    expect(faultOfPhrases({ person: ['sales', '转 VIP'], complaint: [] })).toBeUndefined()
    for (const faulty of ['...', '', 'x'.repeat(PHRASE_UNITS + 1), 'half \ud83d'])
      expect(faultOfPhrases({ complaint: ['fine', faulty] }), faulty).toMatch(/is no phrase/)
    expect(faultOfPhrases({ person: Array<string>(MOST_PHRASES + 1).fill('sales') })).toMatch(/at most 100/)
  })

  test('means what it was given for, and nothing where there is none', () => {
    const phrases = { person: ['sales'], complaint: ['ombudsman', 'my lawyer'] }
    expect(phraseIn(['Ask the ombudsman!'], phrases, 'complaint')).toBe('ombudsman')
    expect(phraseIn(['Ask the ombudsman!'], phrases, 'person')).toBeUndefined()
    expect(phraseIn(['sales'], undefined, 'person')).toBeUndefined()
    expect(phraseIn(['sales'], { complaint: ['sales'] }, 'person')).toBeUndefined()
  })
})
