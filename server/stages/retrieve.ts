/** What the site's documents say about the question of a turn: the passages that its answer may cite. */

import type { Documents } from '../knowledge/documents.ts'
import { withinBudget, type Passage } from '../knowledge/passage-index.ts'
import { searchWords } from '../knowledge/search-words.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Turn } from '../turn.ts'

/** A question with so few telling words may go on from what was asked before it: “and in blue?” */
const FOLLOW_UP_WORDS = 3

export type Retrieve = (turn: Turn) => Promise<Passage[]>

export const createRetrieve = ({ documents, sessions }: { documents: Documents; sessions: Pick<Sessions, 'before'> }): Retrieve =>
  async function retrieve(turn) {
    const { question, language, site } = turn
    const index = await documents.of(site)
    if (index.isEmpty()) return []
    const found = index.search(question, language)
    if (searchWords(question).length > FOLLOW_UP_WORDS) return found
    const { history } = await sessions.before(turn)
    const previous = history.findLast(({ role }) => role === 'customer')?.text
    return previous === undefined ? found : withinBudget([...found, ...index.search(`${question}\n${previous}`, language)])
  }
