/**
 * The sensitive-word steps: what a customer sends, and what is said back.
 *
 * A word is masked, refuses the text, is only noted, or asks for a person, as its rule says. In a stream, text is held back while it could still become
 * such a word, so that no part of one is ever shown. What was found is told as rule and place, never as text.
 */

import { faultOfText } from '../../shared/text.ts'
import type { Site } from '../ports/sites.ts'
import type { Direction, ListedRule, WordHit } from '../ports/word-lists.ts'
import { Refusal } from '../refusal.ts'
import type { FilteredText, Incoming, Reply, Turn } from '../turn.ts'
import type { SiteFilterDirectory } from '../word-lists/site-filters.ts'
import { maskStream } from '../words/mask-stream.ts'
import type { Match } from '../words/rule.ts'

/** The answer has a word that the site does not let through; no part of the word was shown. */
export class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused'
}

export type FilterOptions = {
  filters: Pick<SiteFilterDirectory, 'of'>
  found: (hit: Pick<WordHit, 'action' | 'direction'>) => void
}

/** Kept with one message. Whoever writes the same word a thousand times is known by then. */
const MOST_HITS = 100

/** The first of each action is always kept: it decides what happens. */
function keep(hits: WordHit[], hit: WordHit): void {
  if (hits.length < MOST_HITS || !hits.some(({ action }) => action === hit.action)) hits.push(hit)
}

/** All that one turn says goes through the list that is in force when it begins. */
export type AnswerFilter = {
  apply: (reply: Reply) => Reply
  /** What the model says beside its answer, for those at the desk. */
  mask: (text: string) => string
  /** What was found in the reply that was shown last, and what ended one before it. */
  hits: () => WordHit[]
}

export function createFilter({ filters, found }: FilterOptions) {
  const hitOf =
    (direction: Direction) =>
    ({ start, end, rule: { list, place: rule, category, action } }: Match<ListedRule>): WordHit => {
      found({ action, direction })
      return { direction, list, rule, category, action, start, end }
    }

  return {
    filterText: async function filterText({ site, text: original }: Incoming): Promise<FilteredText> {
      const fault = faultOfText(original)
      if (fault) throw new Refusal(fault)
      const { text, matches } = (await filters.of(site)).customer.mask(original)
      const hits: WordHit[] = []
      for (const match of matches) keep(hits, hitOf('customer')(match))
      if (hits.some(({ action }) => action === 'refuse')) throw new Refusal('text_refused')
      return { text, hits }
    },

    /** Whether a customer's message of these words would be kept as it is: not so where one of them refuses it or is masked. */
    arrivesAsItIs: async function arrivesAsItIs(site: Site): Promise<(text: string) => boolean> {
      const { customer } = await filters.of(site)
      return (text) => customer.find(text).every(({ rule: { action } }) => action !== 'refuse' && action !== 'mask')
    },

    /** What a person at the desk writes. A word that asks for a person asks in vain here. */
    filterAgentText: async function filterAgentText(site: Site, original: string): Promise<FilteredText> {
      const fault = faultOfText(original)
      if (fault) throw new Refusal(fault)
      const { text, matches } = (await filters.of(site)).agent.mask(original)
      const hits: WordHit[] = []
      for (const match of matches) keep(hits, hitOf('agent')(match))
      if (hits.some(({ action }) => action === 'refuse')) throw new Refusal('text_refused')
      return { text, hits }
    },

    /** What a customer writes beside a conversation that is over. A word that is refused is masked, as what is said with it is worth having. */
    filterComment: async function filterComment(site: Site, original: string): Promise<string> {
      const { text, matches } = (await filters.of(site)).customer.mask(original)
      for (const match of matches) hitOf('customer')(match)
      return text
    },

    /** What the model wrote of a conversation for those at the desk: as an answer, but that nobody is asked for. */
    filterForDesk: async function filterForDesk(site: Site, original: string): Promise<string> {
      const { text, matches } = (await filters.of(site)).answer.mask(original)
      const hits = matches.map(hitOf('answer'))
      if (hits.some(({ action }) => action === 'refuse')) throw new AnswerRefused()
      return text
    },

    filterAnswer: async function filterAnswer({ site }: Turn): Promise<AnswerFilter> {
      const { answer: filter } = await filters.of(site)
      let hits: WordHit[] = []
      return {
        apply(reply) {
          hits = hits.filter(({ action }) => action === 'refuse')
          // Our own fixed sentences end a turn honestly: nothing in them refuses it, or asks for a person.
          const isNotice = reply.origin === 'notice'
          const matched = (match: Match<ListedRule>): void => {
            const hit = hitOf('answer')(match)
            if (isNotice) return
            keep(hits, hit)
            if (hit.action === 'refuse') throw new AnswerRefused()
          }
          return { ...reply, text: maskStream(filter, reply.text, { matched, wasCut: reply.wasCut }) }
        },
        mask: (text) => filter.mask(text).text,
        hits: () => hits,
      }
    },
  }
}
