import { expect, it } from 'vitest'
import { inLanguage, languageOfSite } from './site.ts'

it.each([
  ['the owner chose English', 'en', 'zh-CN', ['zh-CN'], 'en'],
  ['the owner chose Chinese', 'zh-Hans', 'en', ['en-US'], 'zh'],
  ['the owner chose what we do not speak', 'nl', 'fr', ['en-US'], 'fr'],
  ['the page is Chinese', undefined, 'zh-Hant', ['en-US'], 'zh'],
  ['the page is English', undefined, 'en', ['zh-TW'], 'en'],
  ['the page says no language', undefined, '', ['pt-BR', 'en'], 'pt'],
  ['we do not speak that of the page', undefined, 'nl-NL', ['cy', 'de-CH', 'fr'], 'de'],
  ['we speak none of them', undefined, 'nl', ['cy'], 'en'],
  ['nothing is known', undefined, '', [], 'en'],
])('when %s, speaks the first that we know', (...[, locale, page, browser, expected]) => {
  expect(languageOfSite(locale ? { locale } : {}, page, browser)).toBe(expected)
})

it('falls back to English where a site has no words in the language', () => {
  expect(inLanguage({ en: 'Hi', zh: '您好' }, 'zh')).toBe('您好')
  expect(inLanguage({ en: 'Hi' }, 'ar')).toBe('Hi')
  expect(inLanguage({}, 'zh')).toBeUndefined()
})
