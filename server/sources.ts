/** The last line of an answer that names its sources, as Markdown: how it is written, and how an answer is read without it. */

import type { Language } from '../shared/language.ts'

export type Source = { title: string; url: string | undefined }

const LABELS: Record<Language, [before: string, between: string]> = {
  en: ['Sources: ', ', '],
  zh: ['来源：', '、'],
  es: ['Fuentes: ', ', '],
  pt: ['Fontes: ', ', '],
  fr: ['Sources : ', ', '],
  de: ['Quellen: ', ', '],
  ru: ['Источники: ', ', '],
  ja: ['出典：', '、'],
  ko: ['출처: ', ', '],
  ar: ['المصادر: ', '، '],
}

export function sourcesLine(sources: readonly Source[], language: Language): string {
  if (sources.length === 0) return ''
  const [before, between] = LABELS[language]
  const named = sources.map(({ title, url }, index) => {
    const name = escaped(title)
    return `[${index + 1}] ${url === undefined ? name : `[${name}](${address(url)})`}`
  })
  return `\n\n${before}${named.join(between)}`
}

/** Whatever a title holds, it is read as it is. */
const escaped = (title: string): string =>
  title
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_~[\]<>()&#|!]|:(?=\/\/)/g, '\\$&')

/** Nothing in an address may end the link that it stands in. */
const address = (url: string): string =>
  url.replace(/[\s()<>[\]\\"'`]/gu, (character) => encodeURIComponent(character).replace(/[()']/g, percent))

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

/** An answer as the model wrote it, or nearly: numbers of other passages, and links that it did not write, would only be imitated. */
export const uncited = (answer: string): string => {
  const last = answer.lastIndexOf('\n\n')
  const line = answer.slice(last + 2)
  const isNamed = last >= 0 && Object.values(LABELS).some(([before]) => line.startsWith(`${before}[1] `))
  return isNamed ? answer.slice(0, last).replace(/ ?\[\d{1,3}\]/g, '') : answer
}
