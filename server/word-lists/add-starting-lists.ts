/**
 * What a new site has before its owner has looked at words at all: two lists for each of its languages. What the bot says is masked; what customers say is only
 * noted, because who is angry is to be heard.
 */

import type { Language } from '../../shared/language.ts'
import type { TenantDatabase } from '../ports/database.ts'
import { STARTING_LISTS } from '../words/starting-lists.ts'
import { newList } from './new-list.ts'

const KINDS = [
  { of: 'answers', directions: ['answer'], action: 'mask' },
  { of: 'customers', directions: ['customer'], action: 'flag' },
] as const

export async function addStartingLists(
  tenant: Pick<TenantDatabase, 'createWordList' | 'putWordRules'>,
  siteId: string,
  { languages, at }: { languages: readonly Language[]; at: number },
): Promise<void> {
  const chosen = STARTING_LISTS.filter(({ language }) => languages.some((one) => one === language))
  const adding = chosen.flatMap(({ name, foldings, wholeWords, exceptions, rules }) =>
    KINDS.map(async ({ of, directions, action }) => {
      const list = newList(siteId, { name: `${name}, ${of}`, directions, foldings, wholeWords, exceptions }, at)
      await tenant.createWordList(list)
      await tenant.putWordRules({ listId: list.id, rules: rules.map((rule) => ({ ...rule, action })), at })
    }),
  )
  // Together, so that all of it waits for the disk twice; they are made in this order all the same.
  await Promise.all(adding)
}
