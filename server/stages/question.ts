/** The answer of an approved question: its owner's words, replayed. */

import type { Decision, Reply, Turn } from '../turn.ts'
import { replay } from './replay.ts'

export const createQuestion = () =>
  function question(turn: Turn, decision: Decision): Reply {
    return {
      author: { kind: 'bot', name: turn.site.policy.assistantName },
      origin: 'question',
      text: replay(decision.answer ?? '', turn.signal),
    }
  }
