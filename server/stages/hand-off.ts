/** A person is asked for, or has the floor already. The customer is told the truth about waiting, and nothing more. */

import { kindOf } from '../../shared/reasons.ts'
import { isBlank } from '../../shared/text.ts'
import { isQuiet } from '../desk/quiet.ts'
import { FLOOR_SENTENCES, type FloorSentences } from '../desk/sentences.ts'
import type { Waiting } from '../desk/waiting.ts'
import type { HandOff, TurnEnd } from '../pipeline.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { AnswerRefused, type AnswerFilter } from './filter.ts'
import { once } from './replay.ts'

/** What is said before the truth about waiting: to whoever did not ask for a person, why one comes. */
type Opening = { [Name in keyof FloorSentences]: FloorSentences[Name] extends string ? Name : never }[keyof FloorSentences]
const OPENINGS: Readonly<Record<string, Opening>> = {
  complaint: 'complaint_passed_on',
  signals: 'needs_person',
  model_asks: 'needs_person',
}

export function createHandOff({ waiting, now }: { waiting: Pick<Waiting, 'truth' | 'keepAddress'>; now: () => number }) {
  async function truth({ site, conversation, language }: Turn, matter: string): Promise<string> {
    const opening = OPENINGS[matter]
    const told = await waiting.truth(site, conversation, language)
    return opening ? `${FLOOR_SENTENCES[language][opening]}\n\n${told}` : told
  }

  return {
    handOff: async function handOff(turn: Turn, { reason, intent }: Decision): Promise<HandOff> {
      const { site, conversation, language, messages } = turn
      if (conversation.floor.state === 'bot')
        return { reason, intent, floor: 'waiting', reply: notice(turn, await truth(turn, intent ?? kindOf(reason))) }
      if (conversation.floor.state !== 'waiting') return { reason }
      const noted = await waiting.keepAddress(site, conversation, { texts: messages.map(({ text }) => text), language })
      return { reason, ...(noted !== undefined && { reply: notice(turn, noted) }) }
    },

    /**
     * After an answer: does what was found in it ask for a person, or does the model? One that was refused has been followed by a sentence that says so itself.
     * Where the model said nothing else, the truth is said instead of an answer.
     */
    handOver: async function handOver(turn: Turn, { fault, reply, shown }: TurnEnd, words: AnswerFilter): Promise<HandOff | undefined> {
      if (!isQuiet(turn.conversation, 'word', now())) {
        if (fault instanceof AnswerRefused) return { reason: 'word', floor: 'waiting' }
        if (!fault && words.hits().some(({ action }) => action === 'handoff'))
          return { reason: 'word', floor: 'waiting', notice: await truth(turn, 'word') }
      }
      const asked = shown?.outcome === 'stopped' ? undefined : reply?.transfer?.()
      if (!asked) return undefined
      const [why, intent] = [words.mask(asked.reason), words.mask(asked.intent)]
      const handOff: HandOff = {
        reason: why === '' ? 'model_asks' : `model_asks:${why}`,
        intent: intent === '' ? undefined : intent,
        floor: 'waiting',
      }
      const told = await truth(turn, 'model_asks')
      return isBlank(shown?.text ?? '') ? { ...handOff, reply: notice(turn, told) } : { ...handOff, notice: told }
    },
  }
}

const notice = ({ site }: Turn, text: string): Reply => ({
  author: { kind: 'system', name: site.policy.assistantName },
  origin: 'notice',
  text: once(text),
})
