/** What a list would do to messages: which rules are met how often, and the share of messages touched. So that a word that is too broad is seen before customers meet it. */

import type { ListedRule } from '../ports/word-lists.ts'
import { slicesOf } from '../slices.ts'
import type { Action, Match } from '../words/rule.ts'
import type { SiteFilter } from './compile.ts'

export type MetRule = ListedRule & {
  hits: number
  /** Messages with at least one hit. */
  messages: number
  /** The first message that it was met in, shortened, with the hit marked: `…a ⟦word⟧ like…`. */
  example: string
}

export type WordReport = {
  messages: number
  /** Messages with a hit of any rule, and their share of all. */
  touched: number
  share: number
  hits: number
  /** Messages by the action that was met in them. */
  actions: Record<Action, number>
  /** Words that cannot be met at all, and why: word + says. */
  notUsed: { word: string; says: string }[]
  /** How many rules were met at all. */
  rulesMet: number
  /** The most frequent ones. */
  rules: MetRule[]
}

const TEXTS_AT_ONCE = 200
const AROUND = 30

export async function checkTexts(filter: SiteFilter, texts: readonly string[], mostRules: number): Promise<WordReport> {
  const met = new Map<ListedRule, MetRule>()
  const actions: WordReport['actions'] = { mask: 0, refuse: 0, flag: 0, handoff: 0 }
  let [touched, hits] = [0, 0]
  for await (const slice of slicesOf(texts, TEXTS_AT_ONCE)) {
    for (const text of slice) {
      const matches = filter.find(text)
      if (matches.length > 0) touched += 1
      hits += matches.length
      for (const action of new Set(matches.map(({ rule }) => rule.action))) actions[action] += 1
      const here = new Set<ListedRule>()
      for (const match of matches) {
        const entry = met.get(match.rule) ?? { ...match.rule, hits: 0, messages: 0, example: excerpt(text, match) }
        met.set(match.rule, entry)
        entry.hits += 1
        if (!here.has(match.rule)) entry.messages += 1
        here.add(match.rule)
      }
    }
  }
  const rules = [...met.values()].toSorted((one, other) => other.messages - one.messages || other.hits - one.hits)
  const messages = texts.length
  return {
    messages,
    touched,
    share: messages === 0 ? 0 : touched / messages,
    hits,
    actions,
    notUsed: filter.faults.slice(0, mostRules).map(({ word, says }) => ({ word, says })),
    rulesMet: rules.length,
    rules: rules.slice(0, mostRules),
  }
}

function excerpt(text: string, { start, end }: Match): string {
  const before = Array.from(text.slice(Math.max(0, start - AROUND * 2), start))
  const after = Array.from(text.slice(end, end + AROUND * 2))
  const head = before.length > AROUND || start > AROUND * 2 ? `…${before.slice(-AROUND).join('')}` : before.join('')
  const tail = after.length > AROUND || text.length - end > AROUND * 2 ? `${after.slice(0, AROUND).join('')}…` : after.join('')
  return `${head}⟦${text.slice(start, end)}⟧${tail}`.replace(/\s+/g, ' ')
}
