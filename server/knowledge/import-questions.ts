/** Questions from a file into a site, for the API and the command alike. What the site has already, by text and language, is changed. */

import type { TenantDatabase } from '../ports/database.ts'
import { slicesOf } from '../slices.ts'
import { questionFrom } from './edit-questions.ts'
import type { QuestionsRead } from './question-files.ts'

export type QuestionsImported = { added: number; changed: number } & Omit<QuestionsRead, 'questions'>

/** As many as one transaction takes, so that a customer's message waits for no more. */
const QUESTIONS_AT_ONCE = 500

export async function importQuestions(
  tenant: Pick<TenantDatabase, 'putQuestions'>,
  siteId: string,
  { read, at }: { read: QuestionsRead; at: number },
): Promise<QuestionsImported> {
  const { questions, ...said } = read
  const done = { added: 0, changed: 0 }
  for await (const slice of slicesOf(questions, QUESTIONS_AT_ONCE)) {
    const { added, changed } = await tenant.putQuestions(
      siteId,
      slice.map((content) => questionFrom(siteId, content, { at })),
    )
    done.added += added
    done.changed += changed
  }
  return { ...done, ...said }
}
