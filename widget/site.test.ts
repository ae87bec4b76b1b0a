import { expect, it } from 'vitest'
import { inLanguage } from './site.ts'

it('falls back to English where a site has no words in the language', () => {
  expect(inLanguage({ en: 'Hi', zh: '您好' }, 'zh')).toBe('您好')
  expect(inLanguage({ en: 'Hi' }, 'ar')).toBe('Hi')
  expect(inLanguage({}, 'zh')).toBeUndefined()
})
