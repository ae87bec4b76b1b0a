import { describe, expect, test } from 'vitest'
import type { Site } from '../ports/sites.ts'
import type { ListedRule, WordHit } from '../ports/word-lists.ts'
import { compileLists } from '../word-lists/compile.ts'
import { newList } from '../word-lists/new-list.ts'
import type { Incoming, Reply, Turn } from '../turn.ts'
import type { Action } from '../words/rule.ts'
import { AnswerRefused, createFilter } from './filter.ts'

async function filterWith(words: Record<string, Action>) {
  const rules = Object.entries(words).map(([word, action], index): ListedRule => ({
    word,
    category: 'c',
    action,
    list: 'l',
    place: index + 1,
  }))
  const compiled = await compileLists([{ ...newList('site', { name: 'l' }, 1), ruleCount: rules.length, rules }])
  const found: string[] = []
  const filter = createFilter({
    filters: { of: async () => ({ customer: compiled, answer: compiled, agent: compiled }) },
    found: ({ action, direction }) => found.push(`${direction} ${action}`),
  })
  return { filter, found }
}

const incoming = (text: string) => ({ text }) as Incoming
const turn = {} as Turn
const site = {} as Site

async function* pieces(...all: string[]): AsyncIterable<string> {
  yield* all
}
const reply = (text: AsyncIterable<string>, origin: Reply['origin'] = 'model'): Reply => ({ author: { kind: 'bot' }, origin, text })

async function read({ text }: Reply): Promise<string[]> {
  const shown: string[] = []
  try {
    for await (const piece of text) shown.push(piece)
  } catch (error) {
    shown.push(error instanceof AnswerRefused ? 'refused' : String(error))
  }
  return shown
}

const actions = (hits: WordHit[]) => hits.map(({ action, start, end }) => [action, start, end])

describe('a customer’s text', () => {
  test('is masked, and told where', async () => {
    const { filter, found } = await filterWith({ darn: 'mask', awful: 'flag', lawyer: 'handoff' })
    expect(await filter.filterText(incoming('darn awful lawyer'))).toEqual({
      text: '•••• awful lawyer',
      hits: [
        { direction: 'customer', list: 'l', rule: 1, category: 'c', action: 'mask', start: 0, end: 4 },
        { direction: 'customer', list: 'l', rule: 2, category: 'c', action: 'flag', start: 5, end: 10 },
        { direction: 'customer', list: 'l', rule: 3, category: 'c', action: 'handoff', start: 11, end: 17 },
      ],
    })
    expect(found).toEqual(['customer mask', 'customer flag', 'customer handoff'])
  })

  test('is refused for one word, and every word is counted', async () => {
    const { filter, found } = await filterWith({ darn: 'mask', verboten: 'refuse' })
    await expect(filter.filterText(incoming('darn verboten'))).rejects.toMatchObject({ code: 'text_refused' })
    expect(found).toEqual(['customer mask', 'customer refuse'])
  })

  test('is refused for its form before its words', async () => {
    const { filter } = await filterWith({ verboten: 'refuse' })
    await expect(filter.filterText(incoming('verboten\0'))).rejects.toMatchObject({ code: 'text_invalid' })
  })

  test('of a thousand bad words keeps a hundred hits', async () => {
    const { filter } = await filterWith({ darn: 'mask' })
    const { text, hits } = await filter.filterText(incoming('darn '.repeat(700)))
    expect(text).toBe('•••• '.repeat(700))
    expect(hits).toHaveLength(100)
  })

  test('asks for a person also behind a hundred bad words, and is refused there', async () => {
    const { filter } = await filterWith({ darn: 'mask', lawyer: 'handoff', verboten: 'refuse' })
    const { hits } = await filter.filterText(incoming(`${'darn '.repeat(200)} lawyer`))
    expect(hits.at(-1)?.action).toBe('handoff')
    await expect(filter.filterText(incoming(`${'darn '.repeat(200)} verboten`))).rejects.toMatchObject({ code: 'text_refused' })
  })
})

describe('what is said beside a conversation', () => {
  test('a comment is masked, also where a word refuses', async () => {
    const { filter, found } = await filterWith({ darn: 'mask', verboten: 'refuse', lawyer: 'handoff' })
    expect(await filter.filterComment(site, 'darn slow, verboten, lawyer')).toBe('•••• slow, ••••••••, lawyer')
    expect(found).toEqual(['customer mask', 'customer refuse', 'customer handoff'])
  })

  test('what the model writes for those at the desk is masked, or taken back', async () => {
    const { filter } = await filterWith({ darn: 'mask', verboten: 'refuse', lawyer: 'handoff' })
    expect(await filter.filterForDesk(site, 'a darn lawyer')).toBe('a •••• lawyer')
    await expect(filter.filterForDesk(site, 'verboten')).rejects.toThrow(AnswerRefused)
    expect((await filter.filterAnswer(turn)).mask('wants a darn verboten lawyer')).toBe('wants a •••• •••••••• lawyer')
  })
})

describe('an answer', () => {
  test('is masked in the stream', async () => {
    const { filter } = await filterWith({ forbidden: 'mask' })
    const words = await filter.filterAnswer(turn)
    expect((await read(words.apply(reply(pieces('so for', 'bid', 'den', ' for'))))).join('')).toBe('so ••••••••• for')
    expect(actions(words.hits())).toEqual([['mask', 3, 12]])
  })

  test.each([
    ['is left out where it was cut', ['It is for', 'bid'], 'It is '],
    ['is left out behind the last word that was found', ['forbidden and for', 'bidden for', 'bid'], '••••••••• and ••••••••• '],
    ['is found where it is whole', ['It is for', 'bidden'], 'It is •••••••••'],
  ])('[W-STREAM] of which the model was cut off: a word that was begun %s', async (_where, said, shown) => {
    const { filter } = await filterWith({ forbidden: 'mask' })
    const words = await filter.filterAnswer(turn)
    const cut = { ...reply(pieces(...said)), wasCut: () => true }
    expect((await read(words.apply(cut))).join('')).toBe(shown)
  })

  test('[W-REFUSE] ends before the word that refuses it, and its source with it', async () => {
    const { filter } = await filterWith({ refund: 'refuse' })
    let isOver = false
    async function* source(): AsyncIterable<string> {
      try {
        yield* ['you get a re', 'fund ', 'and more']
      } finally {
        isOver = true
      }
    }
    const words = await filter.filterAnswer(turn)
    expect(await read(words.apply(reply(source())))).toEqual(['you get a ', 'refused'])
    expect(isOver).toBe(true)
    expect(actions(words.hits())).toEqual([['refuse', 10, 16]])
  })

  test('[W-AUDIT] of a second attempt is told by itself, with what ended the first', async () => {
    const { filter } = await filterWith({ darn: 'mask', refund: 'refuse' })
    const words = await filter.filterAnswer(turn)
    await read(words.apply(reply(pieces('darn, a refund'))))
    expect(await read(words.apply(reply(pieces('darn'), 'question')))).toEqual(['••••'])
    expect(actions(words.hits())).toEqual([
      ['refuse', 8, 14],
      ['mask', 0, 4],
    ])
  })

  test('of our own words is masked, and nothing else: it must end the turn', async () => {
    const { filter } = await filterWith({ sorry: 'refuse', person: 'handoff' })
    const words = await filter.filterAnswer(turn)
    expect((await read(words.apply(reply(pieces('sorry, a person'), 'notice')))).join('')).toBe('•••••, a person')
    expect(words.hits()).toEqual([])
  })
})
