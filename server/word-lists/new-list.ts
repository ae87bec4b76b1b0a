/** What a list has before its owner decided anything: it sees through every disguise, and is for what customers send and what the bot answers. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import type { WordListContent, WordListEntry } from '../ports/word-lists.ts'
import { FOLDINGS } from '../words/rule.ts'

export const newList = (
  siteId: string,
  content: Pick<WordListContent, 'name'> & Partial<WordListContent>,
  at: number,
): Omit<WordListEntry, 'ruleCount'> => ({
  id: uuidv7(at, randomBytes(16)),
  siteId,
  enabled: true,
  directions: ['customer', 'answer'],
  foldings: FOLDINGS,
  wholeWords: true,
  exceptions: [],
  ...content,
  updatedAt: at,
})
