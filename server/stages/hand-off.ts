/** A person is asked for, or has the floor already. The customer is told the truth about waiting, and nothing more. */

import { isQuiet } from '../desk/quiet.ts'
import type { Waiting } from '../desk/waiting.ts'
import type { HandOff } from '../pipeline.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { AnswerRefused, type AnswerFilter } from './filter.ts'
import { once } from './replay.ts'

/** A customer's own words, or a word of the owner's. Any other reason to come here is that a person has the floor. */
const ASKED = ['wish_for_person', 'word']

export const createHandOff = ({ waiting, now }: { waiting: Pick<Waiting, 'truth' | 'keepAddress'>; now: () => number }) => ({
  handOff: async function handOff(turn: Turn, { reason }: Decision): Promise<HandOff> {
    const { site, conversation, language, messages } = turn
    if (ASKED.includes(reason)) {
      const truth = await waiting.truth(site, conversation, language)
      return { reason, floor: 'waiting', reply: notice(turn, truth) }
    }
    if (conversation.floor.state !== 'waiting') return { reason }
    const noted = await waiting.keepAddress(site, conversation, { texts: messages.map(({ text }) => text), language })
    return { reason, ...(noted !== undefined && { reply: notice(turn, noted) }) }
  },

  /** After an answer: does what was found in it ask for a person? One that was refused has been followed by a sentence that says so itself. */
  handOver: async function handOver(turn: Turn, fault: unknown, words: AnswerFilter): Promise<HandOff | undefined> {
    const { site, conversation, language } = turn
    if (isQuiet(conversation, 'word', now())) return undefined
    if (fault instanceof AnswerRefused) return { reason: 'word', floor: 'waiting' }
    if (fault || !words.hits().some(({ action }) => action === 'handoff')) return undefined
    return { reason: 'word', floor: 'waiting', notice: await waiting.truth(site, conversation, language) }
  },
})

const notice = ({ site }: Turn, text: string): Reply => ({
  author: { kind: 'system', name: site.policy.assistantName },
  origin: 'notice',
  text: once(text),
})
