/** The languages that widget and server speak, and how one of them is chosen. */

export const LANGUAGES = ['en', 'zh', 'es', 'pt', 'fr', 'de', 'ru', 'ja', 'ko', 'ar'] as const

export type Language = (typeof LANGUAGES)[number]

/** The first of the BCP 47 tags that is spoken: `pt-BR` is `pt`, `zh-Hant` is `zh`. English where there is none. */
export const firstSpoken = (tags: readonly unknown[], isSpoken: (language: string) => boolean): Language =>
  (tags.map((tag) => String(tag).toLowerCase().split(/[-_]/)[0] ?? '').find(isSpoken) ?? 'en') as Language

export const languageFrom = (tags: readonly string[]): Language =>
  firstSpoken(tags, (language) => (LANGUAGES as readonly string[]).includes(language))

/**
 * The language to answer a text in. The script decides where it belongs to one of ours: kana, Hangul, and Han, which is Chinese unless the
 * widget is Japanese; and Latin is no Chinese. Else it is what the widget shows: Latin is half of our languages, Cyrillic is also Bulgarian
 * or Ukrainian, and Arabic letters are also Persian or Urdu.
 */
export function languageOf(value: string, locale: string): Language {
  const shown = languageFrom([locale])
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(value)) return 'ja'
  if (/\p{Script=Hangul}/u.test(value)) return 'ko'
  if (/\p{Script=Han}/u.test(value)) return shown === 'ja' ? 'ja' : 'zh'
  return shown === 'zh' && /\p{Script=Latin}/u.test(value) ? 'en' : shown
}
