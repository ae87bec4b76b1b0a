/** Rules as files: reading, writing, and that the one is the other's opposite. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIONS, type WordRule } from '../words/rule.ts'
import { readCsv } from './csv.ts'
import { readRules, type RuleFormat } from './read-rules.ts'
import { faultOfRule } from './rule-fault.ts'
import { writeRules } from './write-rules.ts'

const rule = (word: string, category = '', action: WordRule['action'] = 'mask'): WordRule => ({ word, category, action })

describe('plain text', () => {
  test('is a word a line, with comments, empty lines and any line end', async () => {
    const { rules, faults } = await readRules('\uFEFF# a list\r\n  darn \n\n敏感词\r\ntwo words\n', 'txt')
    expect(rules).toEqual([rule('darn'), rule('敏感词'), rule('two words')])
    expect(faults).toEqual([])
  })

  test('has category and action behind tabs; what is left out is the usual', async () => {
    const { rules } = await readRules('a\tinsult\trefuse\nb\tinsult\nc\t\tflag\nd\n\\#hash\n\\\\', 'txt', {
      category: 'x',
      action: 'handoff',
    })
    expect(rules).toEqual([
      rule('a', 'insult', 'refuse'),
      rule('b', 'insult', 'handoff'),
      rule('c', '', 'flag'),
      rule('d', 'x', 'handoff'),
      rule('#hash', 'x', 'handoff'),
      rule('\\', 'x', 'handoff'),
    ])
  })

  test('tells every bad line by its number and loses no other', async () => {
    const lines = [
      'good',
      '\u200B\u200D',
      'x'.repeat(129),
      'a\tb\tban',
      'a\tb\tmask\td',
      'a\u0007b',
      'b\0',
      'bro\uFFFDken',
      `c\t${'y'.repeat(65)}`,
      'last',
    ]
    const { rules, faults, faultCount } = await readRules(lines.join('\n'), 'txt')
    expect(rules.map(({ word }) => word)).toEqual(['good', 'last'])
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(faultCount).toBe(8)
    expect(faults.map(({ says }) => says)).toEqual([
      'the word has nothing visible',
      'the word is longer than 128 characters',
      'there is no action “ban”; there are mask, refuse, flag, handoff',
      'there are more than three columns',
      'the word has a tab, a line break or another control character',
      'the word is not text in UTF-8',
      'the word is not text in UTF-8',
      'the category is longer than 64 characters',
    ])
  })

  test('takes a line of CSV for none, nor its columns; a word that looks like one is kept from a file that has tabs', async () => {
    const { rules, faults } = await readRules('darn;mild;mask\nheck,,Refuse\nword,category,action\na,b,mask\t\n1,2,3\nto;be;sure', 'txt')
    expect(faults.map(({ line }) => line)).toEqual([1, 2, 3])
    expect(faults[0]?.says).toContain('this is a line of CSV')
    expect(rules.map(({ word }) => word)).toEqual(['a,b,mask', '1,2,3', 'to;be;sure'])
  })

  test('may have the first line of a table', async () => {
    expect(await readRules('Word\tCategory\tAction\r\ndarn\tmild\trefuse\r\n', 'txt')).toMatchObject({
      rules: [rule('darn', 'mild', 'refuse')],
      faultCount: 0,
    })
  })

  test.each<RuleFormat>(['txt', 'csv'])('ends its lines with CR alone, as old spreadsheets do, in %s', async (format) => {
    const { rules, faults } = await readRules('darn\rheck\r\u200B\r', format)
    expect(rules).toEqual([rule('darn'), rule('heck')])
    expect(faults).toEqual([{ line: 3, says: 'the word has nothing visible' }])
  })

  test.each<[RuleFormat, string]>([
    ['txt', 'darn\tmild\tMask\nheck\t\tREFUSE'],
    ['csv', 'darn,mild,Mask\nheck,,REFUSE'],
    ['csv', 'darn;mild;Mask\nheck;;REFUSE'],
  ])('has actions in any case: %s, %j', async (format, file) => {
    expect(await readRules(file, format)).toMatchObject({ rules: [rule('darn', 'mild'), rule('heck', '', 'refuse')], faultCount: 0 })
  })

  test('counts a repeated word once, as the later line has it', async () => {
    const { rules, repeated } = await readRules('a\tone\nb\na\ttwo', 'txt')
    expect(rules).toEqual([rule('a', 'two'), rule('b')])
    expect(repeated).toBe(1)
  })

  test('names the first hundred bad lines of many, and counts them all', async () => {
    const { faults, faultCount } = await readRules('\u200B\n'.repeat(5_000), 'txt')
    expect([faults.length, faultCount]).toEqual([100, 5_000])
  })
})

describe('CSV', () => {
  test('has quotes, commas and line breaks as RFC 4180 says', async () => {
    const records = [...readCsv('a,"b,c"\r\n"say ""hi""",\n"two\nlines",x\n,,')]
    expect(records.map((record) => [record.line, 'fields' in record && record.fields.map(({ text }) => text)])).toEqual([
      [1, ['a', 'b,c']],
      [2, ['say "hi"', '']],
      [3, ['two\nlines', 'x']],
      [5, ['', '', '']],
    ])
  })

  test('may name its columns, in any order', async () => {
    expect((await readRules('Action,WORD\nflag,darn\n', 'csv')).rules).toEqual([rule('darn', '', 'flag')])
    expect((await readRules('darn,mild,flag\n# no rule\n"#hash"\n\n', 'csv')).rules).toEqual([rule('darn', 'mild', 'flag'), rule('#hash')])
  })

  test('tells every bad line by its number, and reads on behind quotes that do not fit', async () => {
    const { rules, faults } = await readRules('word\n"open\ngood\n"a"b\nx,y\nlast', 'csv')
    expect(rules.map(({ word }) => word)).toEqual(['good', 'last'])
    expect(faults).toEqual([
      { line: 2, says: 'the quotes do not fit' },
      { line: 4, says: 'the quotes do not fit' },
      { line: 5, says: 'there are more than one column' },
    ])
  })

  test.each([';', '\t'])('a first line with %j between its names says that it stands between all fields', async (sign) => {
    const file = ['\uFEFFWord,Category,Action', 'darn,"mild, old",flag', 'a,,'].map((line) => line.replace(/,(?! )/g, sign)).join('\r\n')
    const { rules, faults } = await readRules(file, 'csv')
    expect([rules, faults]).toEqual([[rule('darn', 'mild, old', 'flag'), rule('a')], []])
  })

  test.each([
    ['semicolons', 'darn;mild;flag\r\n"heck; no";"";\r\na, b;;refuse\r\n\r\n# a; comment\r\n'],
    ['tabs', 'darn\tmild\tflag\n\nheck; no\na, b\t\trefuse\n'],
    ['semicolons that “sep=” tells', 'sep=;\r\ndarn;mild;flag\r\nheck; no\r\na, b;;refuse'.replace('heck; no', '"heck; no"')],
    ['a sign that “sep=” tells above the columns', 'sep=;\nword;action;category\ndarn;flag;mild\n"heck; no"\na, b;refuse\n'],
  ])('%s stand between fields also where no first line names the columns', async (_name, file) => {
    const { rules, faults } = await readRules(file, 'csv')
    expect([rules, faults]).toEqual([[rule('darn', 'mild', 'flag'), rule('heck; no'), rule('a, b', '', 'refuse')], []])
  })

  test.each(['a;b,c,flag\nd;e,f,mask', ';)\n;-)', '&lt;\n&gt;', 'one\ntwo; three', 'a;b;c;d\ne;f;g;h', 'word\na;b'])(
    'words with semicolons are left whole: %j',
    async (file) => {
      const { rules, faults } = await readRules(file, 'csv')
      expect(faults).toEqual([])
      expect(rules.map(({ word }) => word)).toEqual(file.split('\n').flatMap((line) => (line === 'word' ? [] : (line.split(',')[0] ?? ''))))
    },
  )

  test.each([
    ['darn\ndamn;mild;mask\nheck', 2, 'this looks like word;category;action, and other lines do not: name the columns in a first line'],
    ['# mine\ndarn;mild\nheck;bad', 2, 'every line has semicolons in it: name the columns in a first line'],
    ['word;note\ndarn;old', 1, 'every line has semicolons in it: name the columns in a first line'],
    ['word;action;note\ndarn;mask;old', 1, 'there is no column “note”; there are: word, category, action'],
    ['darn,mild\nheck,refuse', 2, '“refuse” stands where the category does; without a category it is word,,refuse'],
  ])('what would be torn apart, or kept as a word that nobody writes, is told with what to do: %j', async (file, line, says) => {
    const { rules, faults } = await readRules(file, 'csv')
    expect(faults).toMatchObject([{ line, says: expect.stringContaining(says) as string }])
    expect(rules.filter(({ word }) => word.includes(';') || word === 'heck')).toEqual([])
  })

  test('a first line with a name that is no column is told, and nothing is guessed', async () => {
    const { rules, faults } = await readRules('# mine\nword,action,note\ndarn,mask,old\n', 'csv')
    expect(rules).toEqual([])
    expect(faults).toEqual([{ line: 2, says: 'there is no column “note”; there are: word, category, action' }])
  })

  test('no field begins like a formula, and is read back as it was', async () => {
    const rules = ['=1+1', '@ss', '+x', '-y', "'=q", "''@", "'plain"].map((word) => rule(word, '=cmd|x'))
    const file = await writeRules(rules, 'csv')
    expect(file.split(/\r?\n|,/).filter((field) => /^[=+@-]/.test(field))).toEqual([])
    expect((await readRules(file, 'csv')).rules).toEqual(rules)
  })

  test('of eight megabytes of doubled quotes is read as one field', async () => {
    const { rules, faults } = await readRules(`"${'""'.repeat(4_000_000)}"\ngood\n"${'""'.repeat(1_000)}`, 'csv')
    expect(rules).toEqual([rule('good')])
    expect(faults.map(({ says }) => says)).toEqual(['the word is longer than 128 characters', 'the quotes do not fit'])
  })

  test.each<[string, string]>([
    ['comments', '#\n'.repeat(2_000_000)],
    ['semicolons', ';'.repeat(4_000_000)],
    ['two signs', 'a;b,'.repeat(1_000_000)],
  ])('of megabytes of %s holds nobody up', async (_name, file) => {
    let turns = 0
    const turning = setInterval(() => (turns += 1), 1)
    const from = performance.now()
    const { rules } = await readRules(file, 'csv')
    clearInterval(turning)
    expect(rules).toEqual([])
    // Either it is over in a moment, or others have their turn meanwhile.
    expect(turns * 250 + 500).toBeGreaterThan(performance.now() - from)
  })

  test('of five megabytes in quotes that nobody closes is read in time', async () => {
    const { rules, faultCount } = await readRules(`"${'word\n'.repeat(200_000)}"x`, 'csv')
    expect([rules.length, faultCount]).toEqual([1, 2])
  })
})

const anyRule = fc
  .record({
    word: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('#', '\\', '"', ',', 'a', ' ', '词', "'", '=', '-'), maxLength: 5 }),
    ),
    category: fc.string({ unit: fc.constantFrom('"', ',', 'a', ' ', '类', '#'), maxLength: 4 }),
    action: fc.constantFrom(...ACTIONS),
  })
  .map(({ word, category, action }) => ({ word: word.trim(), category: category.trim(), action }))
  .filter((one) => faultOfRule(one) === undefined)

test.each<RuleFormat>(['txt', 'csv'])(
  'what is written as %s is read back as the same rules in the same order (seed 41)',
  async (format) => {
    const lists = fc.uniqueArray(anyRule, { selector: ({ word }) => word, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(lists, async (rules) => {
        const { rules: read, faults } = await readRules(await writeRules(rules, format), format)
        expect(faults).toEqual([])
        expect(read).toEqual(rules)
      }),
      { seed: 41, numRuns: 500 },
    )
  },
)

test.each<RuleFormat>(['txt', 'csv'])('a list whose words look like the format’s own signs survives as %s', async (format) => {
  const rules = ['word', '#a', '\\#a', '\\\\', '"', '""', 'a,b', 'category', 'a,b,mask', 'a;;refuse'].map((word) =>
    rule(word, word === '"' ? 'a"b' : '', 'flag'),
  )
  expect((await readRules(await writeRules(rules, format), format)).rules).toEqual(rules)
})
