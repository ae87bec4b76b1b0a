/** [Q-FILES] Approved questions from files and into them. */

import { describe, expect, test } from 'vitest'
import type { Question } from '../ports/questions.ts'
import { importQuestions } from './import-questions.ts'
import type { QuestionContent } from './question-content.ts'
import { readQuestions, writeQuestions } from './question-files.ts'

const plain: QuestionContent = {
  locale: 'en',
  text: 'How long does it take?',
  variants: [],
  answer: 'Two days.',
  tags: [],
  suggested: false,
  validFrom: null,
  validTo: null,
}

const HARD: QuestionContent[] = [
  plain,
  {
    ...plain,
    locale: 'zh',
    text: '多久到货？',
    variants: ['几天到', '“多久”'],
    answer: '**两天**，\n- 周末除外',
    tags: ['shipping', '运输'],
    suggested: true,
  },
  { ...plain, text: 'a|b, "c"', variants: ['x|y'], validFrom: 1_766_534_400_000, validTo: 1_766_620_800_123 },
  { ...plain, text: '=1+1', variants: ['@SUM(A1)', '-2'], answer: '+49 30 123456' },
  { ...plain, text: "'=quoted", variants: ["''-", 'x | y', 'z'], answer: "'plain" },
]

describe('[Q-FILES] files of questions', () => {
  test.each(['csv', 'json'] as const)('what is written as %s is read back as it was', async (format) => {
    const file = await writeQuestions(HARD, format)
    expect(await readQuestions(file, format)).toEqual({ questions: HARD, faults: [], faultCount: 0, repeated: 0 })
    expect(await readQuestions(await writeQuestions([], format), format)).toMatchObject({ questions: [], faultCount: 0 })
  })

  test('no field of a CSV file begins like a formula', async () => {
    const fields = (await writeQuestions(HARD, 'csv')).split(/\r?\n|[,|"]/)
    expect(fields.filter((field) => /^[=+@\t]|^-\d/.test(field) && field !== '-2')).toEqual([])
  })

  test('a bad line is told by its number and loses no other', async () => {
    const file = [
      'language,question,variants,answer,tags,suggested,valid_from,valid_to',
      'en,One?,first|number one,Yes.,,yes,2026-12-24,2026-12-27T18:00:00+01:00',
      'english,Two?,,Yes.',
      'en,,,Yes.',
      'en,"Three',
      'en,Four?,,Yes.,,perhaps',
      'en,Five?,,Yes.,,,tomorrow',
      'en,Six?,,Yes.,,,,,more',
      'en,"Seven',
      'lines?",,Yes.',
      'en,One?,,No.',
      '',
    ].join('\n')
    const { questions, faults, faultCount, repeated } = await readQuestions(file, 'csv')
    expect(questions.map(({ text, answer }) => [text, answer])).toEqual([
      ['One?', 'No.'],
      ['Seven\nlines?', 'Yes.'],
    ])
    expect(faults.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8])
    expect(faults.map(({ says }) => says).join('\n')).toMatch(
      /^language: must be a language.*\nquestion: must have visible text.*\nthe quotes do not fit\nsuggested is .*\na date is .*\nthere are more/,
    )
    expect([faultCount, repeated]).toEqual([6, 1])
  })

  test('columns may stand in another order, and be left out', async () => {
    const { questions } = await readQuestions('\uFEFFAnswer,Question,Language\r\n"Yes, please.",Tea?,en\r\n', 'csv')
    expect(questions).toEqual([{ ...plain, text: 'Tea?', answer: 'Yes, please.' }])
    const { questions: dated } = await readQuestions('en,One?,a|b,Yes.,,1,2026-12-24', 'csv')
    expect(dated).toEqual([
      { ...plain, text: 'One?', variants: ['a', 'b'], answer: 'Yes.', suggested: true, validFrom: Date.UTC(2026, 11, 24) },
    ])
  })

  test.each([';', '\t'])('a first line with %j between its names says that it stands between all fields', async (sign) => {
    const file = ['language,question,answer', 'en,Tea?,"Yes, please."'].map((line) => line.replace(/,(?! )/g, sign)).join('\r\n')
    const { questions, faults } = await readQuestions(file, 'csv')
    expect([questions, faults]).toEqual([[{ ...plain, text: 'Tea?', answer: 'Yes, please.' }], []])
  })

  test('a first line with a name that is no column is told, and nothing is guessed', async () => {
    const { questions, faults } = await readQuestions('language,question,answer,colour\nen,Tea?,Yes.,red\n', 'csv')
    expect(questions).toEqual([])
    expect(faults).toEqual([{ line: 1, says: expect.stringMatching(/no column “colour”; there are: language, question/) as string }])
  })

  test('dates out of order are told', async () => {
    const file = 'language,question,answer,valid_from,valid_to\nen,Tea?,Yes.,2026-12-24,2026-12-01\nen,Milk?,Yes.,2026-12-01,2026-12-02\n'
    const { questions, faults } = await readQuestions(file, 'csv')
    expect(questions.map(({ text }) => text)).toEqual(['Milk?'])
    expect(faults).toEqual([{ line: 2, says: 'valid_to: must be later than its beginning' }])
  })

  test.each([
    ['{', 'this is no JSON'],
    ['{}', 'this is no list of questions'],
    ['[null]', 'must be an object'],
    ['[{"locale":"en","text":"x","answer":"y","colour":"red"}]', 'colour'],
  ])('JSON %j is told', async (file, says) => {
    expect((await readQuestions(file, 'json')).faults).toEqual([{ line: 1, says: expect.stringContaining(says) as string }])
  })

  test('10,000 questions are read, put in slices and written, and the event loop turns meanwhile', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...plain, text: `Number ${index}?`, variants: ['one', 'two'] }))
    let turns = 0
    const turn = setInterval(() => (turns += 1), 1)
    const slices: number[] = []
    const putQuestions = async (_siteId: string, questions: readonly Question[]) => {
      slices.push(questions.length)
      return { added: questions.length - 1, changed: 1 }
    }
    const read = await readQuestions(await writeQuestions(many, 'csv'), 'csv')
    expect(await importQuestions({ putQuestions }, 'site', { read, at: 1 })).toEqual({
      added: 9_980,
      changed: 20,
      repeated: 0,
      faults: [],
      faultCount: 0,
    })
    clearInterval(turn)
    expect(Math.max(...slices)).toBe(500)
    expect(turns).toBeGreaterThan(10)
  })
})
