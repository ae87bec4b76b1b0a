/**
 * What a fault means: may it be tried again, and where; and does it tell against the provider?
 *
 * - `anywhere`: it may pass, so the same provider may be asked again.
 * - `elsewhere`: it would only happen again here, but another provider may do better: the key is wrong, the account is empty, the model has another name or a
 *   smaller window, the address leads to a login page. Requests that one endpoint finds faulty (400, 413, 422) go on to the next, as windows and dialects differ.
 * - `nowhere`: the provider's filter has refused the content, or it was not the provider that ended it. A filter's word is not gone around by asking
 *   somebody else.
 */

import { AnswerFault } from '../ports/answerer.ts'
import type { CallOutcome } from './breaker.ts'

export type Judgement = { again: 'anywhere' | 'elsewhere' | 'nowhere'; outcome: CallOutcome }

const FILTERED = new Set(['content_filter', 'content_policy_violation', 'responsibleaipolicyviolation', 'data_inspection_failed'])
const EMPTY_ACCOUNT = new Set(['insufficient_quota', 'insufficient_balance', 'billing_hard_limit_reached', 'arrearage'])

/** The request was faulty, not the provider. */
const OF_THE_REQUEST = new Set([400, 413, 422])
/** All other statuses of the 4xx say that asking again here is of no use. */
const MAY_PASS = new Set([408, 409, 425, 429])

export function judge(fault: unknown): Judgement {
  if (!(fault instanceof AnswerFault)) return { again: 'nowhere', outcome: 'none' }
  const code = fault.code?.toLowerCase() ?? ''
  if (FILTERED.has(code)) return { again: 'nowhere', outcome: 'good' }
  if (EMPTY_ACCOUNT.has(code)) return { again: 'elsewhere', outcome: 'bad' }
  switch (fault.kind) {
    case 'content_filter':
      return { again: 'nowhere', outcome: 'good' }
    case 'message_timeout':
    case 'unavailable':
      return { again: 'nowhere', outcome: 'none' }
    case 'not_a_stream':
    case 'too_large':
      return { again: 'elsewhere', outcome: 'bad' }
    case 'status':
    case 'stream_error':
      return ofStatus(fault.status)
    case 'connect_timeout':
    case 'headers_timeout':
    case 'first_text_timeout':
    case 'idle_timeout':
    case 'attempt_timeout':
    case 'network':
    case 'incomplete':
    case 'empty':
    case 'unexpected_finish':
      return { again: 'anywhere', outcome: 'bad' }
  }
}

/** Would it make sense for a customer to ask once more in a moment? */
export const mayPass = (fault: unknown): boolean =>
  judge(fault).again === 'anywhere' || !(fault instanceof AnswerFault) || fault.kind === 'message_timeout'

function ofStatus(status = 500): Judgement {
  if (OF_THE_REQUEST.has(status)) return { again: 'elsewhere', outcome: 'none' }
  if (status >= 500 || MAY_PASS.has(status)) return { again: 'anywhere', outcome: 'bad' }
  return { again: 'elsewhere', outcome: 'bad' }
}
