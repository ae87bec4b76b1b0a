import { expect, it } from 'vitest'
import { inLanguage, languageOfSite } from './site.ts'

it.each([
  ['the owner chose English', 'en', 'zh-CN', 'zh-CN', 'en'],
  ['the owner chose Chinese', 'zh-Hans', 'en', 'en-US', 'zh'],
  ['the page is Chinese', undefined, 'zh-CN', 'en-US', 'zh'],
  ['the browser prefers Chinese', undefined, 'en', 'zh-TW', 'zh'],
  ['both speak something else', undefined, 'fr', 'de', 'en'],
  ['nothing is known', undefined, '', undefined, 'en'],
])('when %s, speaks it or English', (...[, locale, page, browser, expected]) => {
  expect(languageOfSite(locale ? { locale } : {}, page, browser)).toBe(expected)
})

it('falls back to English where a site has no words in the language', () => {
  expect(inLanguage({ en: 'Hi', zh: '您好' }, 'zh')).toBe('您好')
  expect(inLanguage({ en: 'Hi' }, 'zh')).toBe('Hi')
  expect(inLanguage({}, 'zh')).toBeUndefined()
})
