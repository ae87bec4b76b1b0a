import { describe, expect, test } from 'vitest'
import { languageFrom, languageOf } from './language.ts'

describe('a language tag', () => {
  test.each([
    [['pt-BR'], 'pt'],
    [['zh-Hant-TW'], 'zh'],
    [['ES'], 'es'],
    [['de_AT'], 'de'],
    [['ar-EG-u-nu-latn'], 'ar'],
    [['nl', 'fr-CA', 'de'], 'fr'],
    [['', 'ko'], 'ko'],
    [['est'], 'en'],
    [['constructor', '__proto__'], 'en'],
    [[], 'en'],
  ])('%j is spoken as %s', (tags, language) => {
    expect(languageFrom(tags)).toBe(language)
  })
})

// The owner's choice, else the page's language, else what the customer's browser prefers.
test.each([
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
  expect(languageFrom([String(locale), page, ...browser])).toBe(expected)
})

describe('the language of an answer', () => {
  test.each([
    ['我的订单在哪里?', 'en', 'zh'],
    ['iPhone 壳多少钱', 'de', 'zh'],
    ['送料無料', 'ja', 'ja'],
    ['これはいくらですか、値段', 'en', 'ja'],
    ['배송은 얼마나 걸려요?', 'en', 'ko'],
    ['Where is my order', 'zh-CN', 'en'],
    ['AB-1234 iPhone', 'ja', 'ja'],
    ['Wo ist meine Bestellung', 'de-AT', 'de'],
    ['¿Dónde está mi pedido?', 'es', 'es'],
    ['Hello', 'fr', 'fr'],
    ['Где мой заказ?', 'ru', 'ru'],
    ['iPhone?', 'ru', 'ru'],
    ['Де моє замовлення?', 'en', 'en'],
    ['أين طلبي من Dusk؟', 'ar', 'ar'],
    ['سفارش من کجاست؟', 'en', 'en'],
    ['12345', 'zh-CN', 'zh'],
    ['👍', 'ar', 'ar'],
    ['?', 'nl', 'en'],
  ])('%s on a widget in %s is %s', (value, locale, language) => {
    expect(languageOf(value, locale)).toBe(language)
  })
})
