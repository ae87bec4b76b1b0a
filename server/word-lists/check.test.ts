import { expect, test } from 'vitest'
import { compileLists } from './compile.ts'
import { checkTexts } from './check.ts'
import { newList } from './new-list.ts'

const filterOf = (...words: string[]) =>
  compileLists([
    {
      ...newList('s', { name: 'l' }, 1),
      ruleCount: words.length,
      rules: words.map((word, index) => ({ word, category: 'c', action: index === 0 ? 'mask' : 'flag', list: 'l', place: index + 1 })),
    },
  ])

test('counts matches per rule and messages touched, the most frequent first', async () => {
  const report = await checkTexts(await filterOf('rare', 'often'), ['often and often', 'nothing', 'often', 'rare often', 'fine'], 10)
  expect(report).toMatchObject({
    messages: 5,
    touched: 3,
    share: 0.6,
    hits: 5,
    actions: { mask: 1, flag: 3, refuse: 0, handoff: 0 },
    rulesMet: 2,
  })
  expect(report.rules).toMatchObject([
    { word: 'often', place: 2, hits: 4, messages: 3, example: '⟦often⟧ and often' },
    { word: 'rare', place: 1, hits: 1, messages: 1, example: '⟦rare⟧ often' },
  ])
})

test('shortens examples without cutting a character in two', async () => {
  const { rules } = await checkTexts(await filterOf('hit'), [`${'😀'.repeat(100)} hit ${'😀'.repeat(100)}`], 10)
  expect(rules[0]?.example).toBe(`…${'😀'.repeat(29)} ⟦hit⟧ ${'😀'.repeat(29)}…`)
})

test('of no message says nothing is touched', async () => {
  expect(await checkTexts(await filterOf('hit'), [], 10)).toMatchObject({ messages: 0, touched: 0, share: 0, rules: [] })
})

test('names no more rules than asked for', async () => {
  const report = await checkTexts(await filterOf('a1', 'b1', 'c1'), ['a1 b1 c1'], 2)
  expect([report.rulesMet, report.rules.length]).toEqual([3, 2])
})
