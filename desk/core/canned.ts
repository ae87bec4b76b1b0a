/** Canned replies, and finding one by what is typed behind a `/`. */

import type { CannedReply } from '../../shared/tickets.ts'
import type { Api } from './api.ts'
import { createValue, type Readable } from './value.ts'

export type CannedReplies = {
  all: Readable<readonly CannedReply[]>
  load(): Promise<void>
}

export function createCannedReplies(api: Api): CannedReplies {
  const all = createValue<readonly CannedReply[]>([])
  return {
    all,
    async load() {
      const { cannedReplies } = await api.get<{ cannedReplies: CannedReply[] }>('canned-replies')
      all.set(cannedReplies)
    },
  }
}

const MOST = 8

/** The text behind a `/` at the beginning of the draft, as long as it may still be a shortcut. */
export const slashQuery = (draft: string): string | undefined => /^\/([^\s/]{0,40})$/.exec(draft)?.[1]?.toLowerCase()

/**
 * Those of this site whose shortcut begins with what was typed, then those whose title or shortcut has it anywhere. Of two with one shortcut the one in the
 * customer's language, and the site's own, stands first.
 */
export function matchingReplies(
  all: readonly CannedReply[],
  query: string,
  { site, locale }: { site: string; locale: string },
): CannedReply[] {
  const language = locale.split('-')[0]
  const rank = (reply: CannedReply): number => {
    const begins = reply.shortcut.toLowerCase().startsWith(query)
    if (!begins && !`${reply.shortcut} ${reply.title}`.toLowerCase().includes(query)) return -1
    return (begins ? 4 : 0) + (reply.locale === language ? 2 : 0) + (reply.siteId ? 1 : 0)
  }
  return all
    .filter((reply) => (!reply.siteId || reply.siteId === site) && rank(reply) >= 0)
    .toSorted((one, other) => rank(other) - rank(one) || one.shortcut.localeCompare(other.shortcut))
    .slice(0, MOST)
}
