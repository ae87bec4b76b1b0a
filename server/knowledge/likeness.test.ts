/** [Q-LIKE] Which messages are an approved question although they are none of its wordings: a table, and properties. */

import { describe, expect, test } from 'vitest'
import type { Question } from '../ports/questions.ts'
import { randomFrom } from '../testing/seeded-random.ts'
import { NOT_SAME, SAME } from '../testing/question-pairs.ts'
import { indexQuestions, type Match } from './questions.ts'

const LANGUAGES = ['en', 'zh'] as const

const question = (id: string, text: string, more: Partial<Question> = {}): Question => ({
  id,
  siteId: 's',
  locale: 'en',
  text,
  variants: [],
  answer: id,
  tags: [],
  suggested: false,
  updatedAt: 0,
  ...more,
})

const matchIn = async (asked: string, questions: Question[], language = 'en'): Promise<Match | undefined> =>
  (await indexQuestions(questions, () => 0)).match(asked, language)

/** The wording in other courtesy: enough of them for support to count. */
const courteous = (text: string): string[] => [`please, ${text}`, `${text} thanks`, `so ${text}`, `hello, ${text}`]

describe('[Q-LIKE] likeness', () => {
  test.each(LANGUAGES)('the table is long enough in %s', (language) => {
    expect(SAME[language].length + NOT_SAME[language].length).toBeGreaterThan(40)
  })

  describe.each(LANGUAGES)('in %s', (language) => {
    test.each(SAME[language])('%j is %j', async (asked, wording) => {
      expect(await matchIn(asked, [question('it', wording, { locale: language })], language)).toMatchObject({ question: { id: 'it' } })
    })

    test.each(NOT_SAME[language])('%j is not %j', async (asked, wording) => {
      for (const variants of [[], courteous(wording)])
        expect(await matchIn(asked, [question('it', wording, { variants, locale: language })], language)).toBeUndefined()
    })
  })

  test.each([1, 2, 3])(
    'one slip behind the first letter of a word that is and stays long still hits where no other question is as near, seed %i',
    async (seed) => {
      const random = randomFrom(seed)
      const index = await indexQuestions(
        DISTINCT.map((text, place) => question(String(place), text)),
        () => 0,
      )
      let tried = 0
      for (const [place, text] of DISTINCT.entries())
        for (const word of text.split(' ').filter((candidate) => /^[a-z]{5,}$/.test(candidate)))
          for (const slipped of slips(word, random)) {
            const found = index.match(text.replace(word, slipped), 'en')
            expect(`${slipped}: ${found?.question.id}`).toBe(`${slipped}: ${place}`)
            tried += 1
          }
      expect(tried).toBeGreaterThan(70)
    },
  )

  test('swapping the two sides of “A to B” never hits', async () => {
    const things = ['euros', 'dollars', 'monthly billing', 'yearly billing', 'my card', 'my account', 'email', 'phone', 'paris', 'london']
    const frames = ['How do I switch from A to B?', 'Can I convert A to B?', 'How do I move money from A into B?', 'Is A better than B?']
    for (const frame of frames)
      for (const [place, one] of things.entries()) {
        const other = things[(place + 3) % things.length]!
        const [asked, wording] = [
          [one, other],
          [other, one],
        ].map(([a, b]) => frame.replace(/\b[AB]\b/g, (side) => (side === 'A' ? a! : b!)))
        for (const variants of [[], courteous(wording!)])
          expect(await matchIn(asked!, [question('it', wording!, { variants })])).toBeUndefined()
      }
  })

  test('what could be two questions is none', async () => {
    const two = [question('mine', 'How do I close my account?'), question('an', 'How do I close an account?')]
    expect(await matchIn('how to close the account', two)).toBeUndefined()
    expect((await matchIn('how do i close my account', two))?.question.id).toBe('mine')
    // One letter from each.
    const near = [question('teapot', 'Do you sell maples?'), question('tables', 'Do you sell mables?')]
    expect(await matchIn('Do you sell mavles?', near)).toBeUndefined()
  })

  test('[Q-DATES] a question that does not hold is not meant', async () => {
    const asked = 'How do I retrun a lamp?'
    const past = question('past', 'How do I return a lamp?', { validTo: -1 })
    expect(await matchIn(asked, [past])).toBeUndefined()
    expect((await matchIn(asked, [past, question('now', 'How to return a lamp')]))?.question.id).toBe('now')
  })

  test('three of its wordings speak for a question, two or those of others do not', async () => {
    const variants = ['when does my new card arrive', 'how many days until the new card arrives by post', 'tracking a new card']
    const asked = 'how many days until my new card arrives'
    const arrival = question('arrival', 'will the post bring the new card in a few days', { variants })
    expect(await matchIn(asked, [arrival])).toMatchObject({ question: { id: 'arrival' }, by: 'likeness' })
    expect(await matchIn(asked, [{ ...arrival, variants: variants.slice(1, 2) }])).toBeUndefined()
    expect(await matchIn(asked, [arrival, { ...arrival, id: 'other', text: 'another' }])).toBeUndefined()
    expect(await matchIn(asked.replace('how many days', 'why not'), [arrival])).toBeUndefined()
  })

  test('wordings do not speak for what turns their meaning, what lacks what all of them have, or another name', async () => {
    const variants = [
      'when does my new card arrive',
      'how many days until the new card arrives by post',
      'the new card is not here after days',
    ]
    const arrival = question('arrival', 'will the post bring the new card in a few days', { variants })
    const asked = 'how many days until my new card arrives'
    expect(await matchIn(asked, [arrival])).toMatchObject({ by: 'likeness' })
    expect(await matchIn('how many days until my new card is not here by post', [arrival])).toBeUndefined()
    expect(await matchIn(asked.replace('new ', ''), [arrival])).toBeUndefined()

    const parcels = ['how many days does a parcel take', 'a parcel takes many days', 'our parcel from Mexico takes many days']
    const parcel = question('parcel', 'does a parcel take many days', { variants: parcels })
    expect(await matchIn('how many days does it take for the parcel', [parcel])).toMatchObject({ by: 'likeness' })
    expect(await matchIn('how many days does it take for the parcel to Mexico', [parcel])).toBeUndefined()
  })

  test('a message that asks otherwise than all wordings do is another question, also where some of them ask nothing', async () => {
    const variants = ['delete account', 'delete my account please', 'deleting an account', 'close and delete the account']
    const way = question('way', 'How do I delete my account?', { variants })
    const by = async (asked: string, one: Question): Promise<string> => `${asked} ${(await matchIn(asked, [one]))?.by}`
    for (const asked of ['Can I delete the account?', 'deleting account please', 'How is an account deleted?'])
      expect(await by(asked, way)).toBe(`${asked} likeness`)
    for (const asked of ['Is my account deleted?', 'Was the account deleted?', 'Did I delete the account?', 'Does it delete the account?'])
      expect(await by(asked, way)).toBe(`${asked} undefined`)
    const happened = question('way', way.text, { variants: [...variants, 'Did you delete it?'] })
    expect(await matchIn('Was the account deleted?', [happened])).toMatchObject({ by: 'likeness' })
  })

  test('one word is no question, however many wordings have it', async () => {
    const variants = ['can i change the address', 'change the delivery address', 'another address please', 'the wrong address']
    expect(
      await matchIn('Address', [question('it', 'How do I change the address?', { variants }), question('other', 'Who are you?')]),
    ).toBeUndefined()
  })

  test('in other languages only what was approved is answered', async () => {
    const wording = 'Wie lange dauert der Versand?'
    expect(await matchIn('Wie lange dauert der Versamd?', [question('it', wording, { locale: 'de' })], 'de')).toBeUndefined()
  })
})

const DISTINCT = [
  'how long does shipping take',
  'what is your warranty policy',
  'where can i download the invoice',
  'how do i cancel my subscription',
  'do you accept american vouchers',
  'which bulbs belong into the kitchen lamp',
  'is there a discount for students',
  'how do i replace a broken switch',
]

/** A letter too few, too many, wrong, or in the wrong place. */
function slips(word: string, random: () => number): string[] {
  const at = 1 + Math.floor(random() * (word.length - 2))
  const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)]
  return [before + after, `${before}q${letter}${after}`, `${before}q${after}`, before + after[0] + letter + after.slice(1)].filter(
    (slipped) => slipped !== word && slipped.length >= 5,
  )
}
