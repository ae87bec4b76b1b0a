/**
 * What is offered as buttons: in an empty conversation, with a greeting, and where an answer is missing. All of them are approved questions in the owner's words;
 * nothing that a customer wrote is ever offered to another. A click sends the question as a message of the customer's, so one that the word lists would refuse or
 * mask is not offered: it would not be sent, or ask for something else than it says.
 */

import { LRUCache } from 'lru-cache'
import type { Language } from '../../shared/language.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { Database } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import type { Site } from '../ports/sites.ts'
import { dayOf, daysBefore } from '../spend/day.ts'
import type { Knowledge } from './questions.ts'

/** At most `LIMITS.suggestions`, as they stand in the language. */
export type Suggestions = {
  /** In an empty conversation: what the owner marked, then what customers asked most lately. */
  of: (site: Site, language: Language) => Promise<string[]>
  /** What the owner marked. */
  marked: (site: Site, language: Language) => Promise<string[]>
  /** What a customer may have meant who wrote this, else what the owner marked. */
  near: (site: Site, language: Language, asked: string) => Promise<string[]>
}

export type SuggestionsOptions = {
  database: Database
  knowledge: Knowledge
  /** Whether a customer's message of these words would be kept as it is. */
  arrivesAsItIs: (site: Site) => Promise<(text: string) => boolean>
  now: () => number
}

export const ASKED_DAYS = 30
/** Asked less often is asked by chance. */
const LEAST_ASKED = 3
/** Of all languages; a site with more offers those of its busiest ones. */
const MOST_ASKED = 100
/** Questions that are near what was asked; some of them may not be offered. */
const [MOST_NEAR, LOOKED_AT] = [3, 20]
const FRESH_MS = 60_000
const SITES = 1_000

export function createSuggestions({ database, knowledge, arrivesAsItIs, now }: SuggestionsOptions): Suggestions {
  const lately = new LRUCache<string, { ids: Promise<string[]>; until: number }>({ max: SITES })

  /** Ids of questions, the most asked first. They change slowly, and every greeting asks. */
  function mostAsked({ id, tenantId }: Site): Promise<string[]> {
    const key = `${tenantId.length}:${tenantId}:${id}`
    const known = lately.get(key)
    if (known && now() < known.until) return known.ids
    const from = daysBefore(dayOf(now()), ASKED_DAYS)
    const asked = database.forTenant(tenantId).askedQuestions({ siteId: id, from, limit: MOST_ASKED })
    const ids = asked.then((questions) => questions.filter((one) => one.asked >= LEAST_ASKED).map(({ questionId }) => questionId))
    lately.set(key, { ids, until: now() + FRESH_MS })
    ids.catch(() => lately.delete(key))
    return ids
  }

  /** The first of these that may be offered. The only door to a button. */
  async function offered(site: Site, questions: readonly Question[], most: number = LIMITS.suggestions): Promise<string[]> {
    if (questions.length === 0) return []
    // A site without word filters takes no messages, and so no clicks.
    const arrives = await arrivesAsItIs(site).catch(() => () => false)
    const texts = new Set<string>()
    for (const { text } of questions) {
      if (texts.size >= most) break
      if (arrives(text)) texts.add(text)
    }
    return [...texts]
  }

  const marked = async (site: Site, language: Language): Promise<string[]> => offered(site, (await knowledge.of(site)).suggested(language))

  return {
    marked,
    async of(site, language) {
      const own = await marked(site, language)
      if (own.length >= LIMITS.suggestions) return own
      const index = await knowledge.of(site)
      const asked = (await mostAsked(site)).flatMap((id) => index.question(id) ?? []).filter(({ locale }) => locale === language)
      return Array.from(new Set([...own, ...(await offered(site, asked))])).slice(0, LIMITS.suggestions)
    },
    async near(site, language, asked) {
      const near = await offered(site, (await knowledge.of(site)).nearest(asked, language, LOOKED_AT), MOST_NEAR)
      return near.length > 0 ? near : marked(site, language)
    },
  }
}
