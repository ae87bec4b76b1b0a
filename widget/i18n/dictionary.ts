/** The words of the present language, and how its customers read times. */

import type { Language } from '../site.ts'
import type { ConnectionState } from '../snapshot.ts'
import { en, type Dictionary } from './en.ts'

export type Words = Dictionary & { language: Language; time(at: number): string }

/** English travels with the app; any other language is fetched, and if that fails English is better than nothing. */
export async function loadWords(language: Language, browser: string = globalThis.navigator?.language ?? ''): Promise<Words> {
  const dictionary = language === 'zh' ? await import('./zh.ts').then((module) => module.zh).catch(() => undefined) : en
  // Ireland reads 16:05 where America reads 4:05 PM, in the same language.
  const region = new RegExp(`^${language}-[A-Z]{2}$`).test(browser) ? browser : language
  const clock = new Intl.DateTimeFormat(region, { hour: 'numeric', minute: '2-digit' })
  const calendar = new Intl.DateTimeFormat(region, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })
  const isToday = (at: number) => new Date(at).toDateString() === new Date().toDateString()
  return {
    ...(dictionary ?? en),
    language: dictionary ? language : 'en',
    time: (at) => (isToday(at) ? clock : calendar).format(at),
  }
}

/** Why something failed, in the customer's words. Codes of later versions get the general sentence. */
export const reasonOf = (words: Dictionary, code: string | undefined): string =>
  Object.hasOwn(words.reasons, code ?? '') ? words.reasons[code as keyof Dictionary['reasons']] : words.reasons.other

/** Why a message is not on its way yet; nothing where it is. */
export function whyQueued(words: Dictionary, connection: ConnectionState): string | undefined {
  if (connection.state === 'online') return undefined
  if (connection.state !== 'refused') return words.queued
  return connection.code === 'protocol_unsupported' ? words.queuedReload : words.queuedRefused
}
