/**
 * A day at the desk of the demo's shop, the same for the same seed: who writes when, and what. The shares are a guess at a small shop and stand in the table; what the
 * shop's customers ask is in other proportions at yours.
 */

import { readFileSync } from 'node:fs'
import { heldOut } from '../intent/data.ts'
import { randomFrom } from '../../server/testing/seeded-random.ts'

/**
 * `approved`: an approved question or variant, in other capitals and signs. `reworded`: an approved question in a wording that nobody has approved.
 * `rush`: the same question of many in one and a half minutes.
 */
export const KINDS = ['approved', 'reworded', 'other', 'rush', 'greeting', 'thanks', 'complaint', 'person'] as const
export type Kind = (typeof KINDS)[number]

export type Said = { kind: Kind; text: string }
export type Visit = { at: number; language: 'en' | 'zh'; messages: Said[] }
export type Day = {
  visits: Visit[]
  /** Variants that are taken out of the shop's questions before the day begins, as nobody has approved them there. */
  unapproved: Set<string>
}

/** Of a conversation's first messages. */
const SHARES: [Kind, number][] = [
  ['approved', 0.3],
  ['reworded', 0.2],
  ['other', 0.26],
  ['greeting', 0.08],
  ['complaint', 0.08],
  ['person', 0.08],
]
/** Of those who got an answer. */
const THANKS = 0.25
const ASKS_ON = 0.25
const CHINESE = 0.25
const RUSH = { at: 14 * 3_600, size: 60, seconds: 90, text: 'Is the checkout broken? I cannot pay' }
/** From midnight: how busy each hour is beside the others. */
const HOURS = [1, 1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 10, 9, 9, 10, 11, 11, 10, 9, 10, 11, 9, 5, 2]

type DemoQuestion = { text: string; variants: string[] }
const demo = (language: string): DemoQuestion[] =>
  JSON.parse(readFileSync(new URL(`../../server/demo/questions.${language}.json`, import.meta.url), 'utf8')) as DemoQuestion[]

export function dayOf({ seed, visits }: { seed: number; visits: number }): Day {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const shuffled = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, place: random() }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ item }) => item)
  const unapproved = new Set<string>()

  /** Some are asked much more often than others: the second half as often as the first, the third a third as often. */
  function often<Item>(items: readonly Item[]): () => Item {
    const ranked = shuffled(items)
    const sums: number[] = []
    for (const index of ranked.keys()) sums.push((sums.at(-1) ?? 0) + 1 / (index + 1))
    return () => {
      const place = random() * (sums.at(-1) ?? 0)
      return ranked[sums.findIndex((sum) => place < sum)] ?? pick(ranked)
    }
  }

  const sources = Object.fromEntries(
    (['en', 'zh'] as const).map((language) => {
      const questions = demo(language).filter(({ variants }) => variants.length > 2)
      for (const { variants } of questions) unapproved.add(variants.at(-1) ?? '')
      const labelled = (label: string): string[] => heldOut(language).flatMap((sample) => (sample.label === label ? [sample.text] : []))
      const question = often(questions)
      const other = often(labelled('ordinary'))
      const from = (label: string) => {
        const texts = labelled(label)
        return () => pick(texts)
      }
      const writes: Record<Kind, () => string> = {
        approved: () => {
          const { text, variants } = question()
          return pick([text, text, ...variants.slice(0, -1)])
        },
        reworded: () => question().variants.at(-1) ?? '',
        other,
        rush: () => RUSH.text,
        greeting: from('greeting'),
        thanks: from('thanks'),
        complaint: from('complaint'),
        person: from('person'),
      }
      return [language, writes]
    }),
  )

  /** As people type: not each in the same capitals, and not each with a question mark. */
  function typed(text: string): string {
    const style = random()
    if (style < 0.4) return text
    const bare = text.replace(/[?？.。!！]+$/u, '')
    return style < 0.7 ? bare.toLowerCase() : bare
  }

  function firstKind(): Kind {
    let place = random()
    for (const [kind, share] of SHARES) if ((place -= share) < 0) return kind
    return 'other'
  }

  function visit(at: number, kind: Kind): Visit {
    const language = kind !== 'rush' && random() < CHINESE ? 'zh' : 'en'
    const say = (what: Kind): Said => ({ kind: what, text: typed(sources[language]?.[what]() ?? '') })
    const messages = [say(kind)]
    while (messages.length < 4 && random() < ASKS_ON) messages.push(say(pick(['approved', 'reworded', 'other'] as const)))
    if (random() < THANKS) messages.push(say('thanks'))
    return { at, language, messages }
  }

  const busy = HOURS.flatMap((weight, hour) => Array.from({ length: weight }, () => hour))
  const ordinary = Array.from({ length: visits }, () => visit(pick(busy) * 3_600 + random() * 3_600, firstKind()))
  const rush = Array.from({ length: RUSH.size }, () => visit(RUSH.at + random() * RUSH.seconds, 'rush'))
  return { visits: [...ordinary, ...rush].toSorted((one, other) => one.at - other.at), unapproved }
}
