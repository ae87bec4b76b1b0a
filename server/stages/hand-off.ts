/** A person is asked for, or has the floor already. The customer is told the truth about waiting, and nothing more. */

import { sentence } from '../sentences.ts'
import type { HandOff } from '../pipeline.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { AnswerRefused, type AnswerFilter } from './filter.ts'
import { once } from './replay.ts'

/** A customer's own words, or a word of the owner's. Any other reason to come here is that a person has the floor. */
const ASKED = ['wish_for_person', 'word']

export const createHandOff = () => ({
  handOff: function handOff(turn: Turn, { reason }: Decision): HandOff {
    return ASKED.includes(reason) ? { reason, floor: 'waiting', reply: truthAboutWaiting(turn) } : { reason }
  },

  /** After an answer: does what was found in it ask for a person? One that was refused has been followed by a sentence that says so itself. */
  handOver: function handOver(turn: Turn, fault: unknown, words: AnswerFilter): HandOff | undefined {
    if (fault instanceof AnswerRefused) return { reason: 'word', floor: 'waiting' }
    if (fault || !words.hits().some(({ action }) => action === 'handoff')) return undefined
    return { reason: 'word', floor: 'waiting', notice: sentence('person_noted', turn.language, turn.site.policy.contact) }
  },
})

const truthAboutWaiting = (turn: Turn): Reply => ({
  author: { kind: 'system', name: turn.site.policy.assistantName },
  origin: 'notice',
  text: once(sentence('person_noted', turn.language, turn.site.policy.contact)),
})
