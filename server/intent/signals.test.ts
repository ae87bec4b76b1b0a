import { describe, expect, test } from 'vitest'
import type { LogEntry } from '../ports/conversations.ts'
import { areEnough, SIGNALS, signalsIn, type Signal } from './signals.ts'

type Line = ['asks' | 'answers' | 'notices' | 'disliked', string] | ['floor']

const logOf = (...lines: Line[]): LogEntry[] =>
  lines.map(([who, text = ''], index) => {
    const seq = index + 1
    if (who === 'floor') return { seq, epoch: 'e', kind: 'floor', floor: { state: 'bot', reason: 'handed_back', since: 0 } }
    const message = { id: `m${seq}`, text, at: 0, suggestions: [], attachments: [] }
    if (who === 'asks') return { seq, epoch: 'e', kind: 'message', message: { ...message, author: { kind: 'visitor' } } }
    const answer = { ...message, author: { kind: 'bot', name: 'A' }, origin: who === 'notices' ? 'notice' : 'model' } as const
    return { seq, epoch: 'e', kind: 'message', message: { ...answer, ...(who === 'disliked' && { rating: 'down' as const }) } }
  })

describe('[R-SIGNALS] a sign that the conversation goes badly', () => {
  const answered = (question: string): Line[] => [
    ['asks', question],
    ['answers', 'So it is.'],
  ]
  test.each<[string, string, Line[], Signal[]]>([
    ['the same again', 'where is MY parcel??', answered('Where is my parcel?'), ['repeat']],
    ['nearly the same again', 'Wheres is my parcell', answered('Where is my parcel?'), ['repeat']],
    ['the same again in Chinese', '我的快递到哪里了', answered('我的快递到哪里了？'), ['repeat']],
    ['the same of another number', 'Where is order 1002?', answered('Where is order 1001?'), []],
    ['another question', 'When does it come?', answered('Where is my parcel?'), []],
    ['a short word again', 'yes', answered('Yes'), []],
    [
      'the same again that nobody answered',
      'Where is my parcel?',
      [
        ['asks', 'Where is my parcel?'],
        ['notices', 'I could not.'],
      ],
      [],
    ],
    ['the same again after a person came and went', 'Where is my parcel?', [...answered('Where is my parcel?'), ['floor']], []],
    [
      'a thumbs-down on the last answer',
      'And now?',
      [
        ['asks', 'Which?'],
        ['disliked', 'This.'],
        ['notices', 'Hm.'],
      ],
      ['thumbs_down'],
    ],
    [
      'a thumbs-down on one before',
      'And now?',
      [
        ['disliked', 'This.'],
        ['answers', 'That.'],
      ],
      [],
    ],
    ['capitals', 'WHERE IS MY PARCEL NOW', [], ['capitals']],
    ['names of things in capitals', 'Is the RTX 4090 TI in stock?', [], []],
    ['one long word in capitals', 'DONAUDAMPFSCHIFFFAHRT', [], []],
    ['an insult', 'you stupid thing', [], ['insults']],
    ['an insult in Chinese', '你们这是什么垃圾客服', [], ['insults']],
    ['a bin', '垃圾桶多少钱', [], []],
    ['a word with an insult inside', 'Is it dumbbell-shaped, from Scunthorpe?', [], []],
    [
      'all of it',
      'WHERE IS MY PARCEL, IDIOTS',
      [
        ['asks', 'Where is my parcel, idiots'],
        ['disliked', 'Soon.'],
      ],
      [...SIGNALS],
    ],
  ])('%s', (_name, text, before, expected) => {
    expect(signalsIn([text], logOf(...before))).toEqual(expected)
  })

  test('is found in any of several messages', () => {
    expect(signalsIn(['Hello', 'you stupid thing', 'bye'], [])).toEqual(['insults'])
  })

  test('never brings a person by itself, nor do manners alone; any two of which one is about the answers do', () => {
    for (const signal of SIGNALS) expect(areEnough([signal]), signal).toBe(false)
    expect(areEnough(['capitals', 'insults'])).toBe(false)
    for (const fault of ['repeat', 'thumbs_down'] as const)
      for (const other of SIGNALS) if (other !== fault) expect(areEnough([fault, other]), `${fault} ${other}`).toBe(true)
  })
})
