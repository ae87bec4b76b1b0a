/** The words of the present language, and how its customers read times. */

import type { Language } from '../site.ts'
import type { ConnectionState } from '../snapshot.ts'
import { coreEn } from './en-core.ts'
import type { rareEn } from './en-rare.ts'
import type { Dictionary } from './en.ts'

/** What is said rarely is missing in English until the parts that say it are there. */
export type Sentences = typeof coreEn & Partial<typeof rareEn>

export type Words = Sentences & {
  language: Language
  /** The time of the day. */
  time(at: number): string
  /** The day: “today”, or its date. */
  day(at: number): string
}

/** English travels with the app. The others are files of their own, each named after what it exports. */
const FILES: Record<Exclude<Language, 'en'>, () => Promise<Partial<Record<Language, Dictionary>>>> = {
  zh: () => import('./zh.ts'),
  es: () => import('./es.ts'),
  pt: () => import('./pt.ts'),
  fr: () => import('./fr.ts'),
  de: () => import('./de.ts'),
  ru: () => import('./ru.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  ar: () => import('./ar.ts'),
}

/** If a language cannot be fetched, English is better than nothing. */
export async function loadWords(language: Language, browser: string = globalThis.navigator?.language ?? ''): Promise<Words> {
  const dictionary = language === 'en' ? coreEn : (await FILES[language]().catch(() => undefined))?.[language]
  // Ireland reads 16:05 where America reads 4:05 PM, in the same language.
  const region = new RegExp(`^${language}-[A-Z]{2}$`).test(browser) ? browser : language
  // Counts in our sentences are written with these digits, so times are too.
  const written = (parts: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(region, { ...parts, numberingSystem: 'latn' })
  const clock = written({ hour: 'numeric', minute: '2-digit' })
  const calendar = written({ weekday: 'long', month: 'long', day: 'numeric' })
  const today = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'day')
  const isToday = (at: number) => new Date(at).toDateString() === new Date().toDateString()
  return {
    ...(dictionary ?? coreEn),
    language: dictionary ? language : 'en',
    time: (at) => clock.format(at),
    day: (at) => (isToday(at) ? today : calendar.format(at)),
  }
}

/** Why a message is not on its way yet; nothing where it is. */
export function whyQueued(words: Sentences, connection: ConnectionState): string | undefined {
  if (connection.state === 'online') return undefined
  if (connection.state !== 'refused') return words.queued
  return connection.code === 'protocol_unsupported' ? words.queuedReload : words.queuedRefused
}
