import { describe, expect, it } from 'vitest'
import { compileWords } from './filter.ts'
import { STARTING_LISTS } from './starting-lists.ts'
import { harmlessPhrases, hasData, MESSAGES } from './testing/real-data.ts'

/** Of every language, what a filter of substrings takes for rude. */
const HARMLESS = [
  ['I am from Scunthorpe, and Dick Cockburn sent me to Essex', 'Part SH17, 455 pieces, a fire retardant and the SPLC'],
  [
    '请到窗口交费',
    '生日你妈妈来吗？',
    '这是他妈妈的手机',
    '周末做爱心早餐',
    '群交流',
    '十字路口交通灯',
    '你真能干，你妈妈会高兴的',
    '小日本料理店',
    '体操比赛',
  ],
  ['Un cono de helado, y el año que viene otro', 'la concha del mar'],
  [
    'un bâtard bien cuit, une tapette à souris',
    'der Rucksack und das Schwimmbad',
    'uma bicha de gente e um veado',
    'хочу застраховать оскорблённого',
  ],
  [
    'ファックスで送ってください',
    'パチンコ',
    'ちびっこ',
    'この機種はもう直せない',
    '다시발송해주세요',
    '해보지 않았어요',
    '불이 꺼져요',
    '새 물병신제품',
    '질병신고',
  ],
  ['اسمي نيك وأعمل في الشركة', 'خول المدير الموظف'],
].flat()

describe('the starting lists', () => {
  it('are one for each language of the product, small, and each word stands in one once', () => {
    expect(STARTING_LISTS.map(({ language }) => language).toSorted()).toEqual(['ar', 'de', 'en', 'es', 'fr', 'ja', 'ko', 'pt', 'ru', 'zh'])
    for (const { rules, language } of STARTING_LISTS) {
      const words = rules.map(({ word }) => word)
      expect(new Set(words).size, language).toBe(words.length)
      expect(words.length, language).toBeGreaterThanOrEqual(20)
      expect(words.length, language).toBeLessThanOrEqual(100)
    }
  })

  it.each(STARTING_LISTS)('find each of their words in a sentence: $language', (one) => {
    const filter = compileWords([one])
    expect(filter.faults).toEqual([])
    for (const { word } of one.rules)
      expect(
        filter.find(`… ${word}, …`).map(({ rule }) => rule.word),
        word,
      ).toEqual([word])
  })

  it('find nothing in what only looks like it, all of them together', () => {
    const filter = compileWords(STARTING_LISTS)
    expect(HARMLESS.flatMap((text) => filter.find(text).map(({ rule }) => `${rule.word} in ${text}`))).toEqual([])
  })
})

describe.skipIf(!hasData)('the starting lists, all of them together (needs ../shared/data)', () => {
  const filter = compileWords(STARTING_LISTS)

  it('find none of the 20,000 phrases that other filters take for rude', () => {
    const phrases = harmlessPhrases()
    expect(phrases.length).toBeGreaterThan(20_000)
    expect(phrases.filter((phrase) => filter.test(phrase))).toEqual([])
  })

  it.each(['banking77', 'clinc150', 'crosswoz-zh'] as const)('touch at most one in a thousand ordinary messages: %s', (name) => {
    const messages = MESSAGES[name]()
    expect(messages.length).toBeGreaterThan(5_000)
    const touched = messages.filter((message) => filter.test(message))
    expect(touched.length / messages.length, touched.slice(0, 5).join(' | ')).toBeLessThanOrEqual(0.001)
  })
})
