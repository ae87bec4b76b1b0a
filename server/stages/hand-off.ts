/** A person is asked for, or has the floor already. The customer is told the truth about waiting, and nothing more. */

import { sentence } from '../sentences.ts'
import type { HandOff } from '../pipeline.ts'
import type { Decision, Turn } from '../turn.ts'
import { once } from './replay.ts'

export const createHandOff = () =>
  function handOff(turn: Turn, decision: Decision): HandOff {
    if (decision.reason !== 'wish_for_person') return {}
    return {
      floor: 'waiting',
      reply: {
        author: { kind: 'system', name: turn.site.policy.assistantName },
        origin: 'notice',
        text: once(sentence('person_noted', turn.language, turn.site.policy.contact)),
      },
    }
  }
