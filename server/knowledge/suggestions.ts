/**
 * What an empty conversation offers as buttons: the questions that the owner marked, then those that customers asked most lately. All of them are approved
 * questions in the owner's words; nothing that a customer wrote is ever offered to another.
 */

import { LRUCache } from 'lru-cache'
import type { Language } from '../../shared/language.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import { dayOf, daysBefore } from '../spend/day.ts'
import type { Knowledge } from './questions.ts'

export type Suggestions = {
  /** At most `LIMITS.suggestions`, as they stand in the language. */
  of: (site: Site, language: Language) => Promise<string[]>
}

export const ASKED_DAYS = 30
/** Asked less often is asked by chance. */
const LEAST_ASKED = 3
/** Of all languages; a site with more offers those of its busiest ones. */
const MOST_ASKED = 100
const FRESH_MS = 60_000
const SITES = 1_000

export function createSuggestions({
  database,
  knowledge,
  now,
}: {
  database: Database
  knowledge: Knowledge
  now: () => number
}): Suggestions {
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

  return {
    async of(site, language) {
      const index = await knowledge.of(site)
      const marked = index.suggested(language).map(({ text }) => text)
      if (marked.length >= LIMITS.suggestions) return marked.slice(0, LIMITS.suggestions)
      const asked = (await mostAsked(site)).flatMap((id) => index.question(id) ?? []).filter(({ locale }) => locale === language)
      return Array.from(new Set([...marked, ...asked.map(({ text }) => text)])).slice(0, LIMITS.suggestions)
    },
  }
}
