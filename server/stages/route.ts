/**
 * Who answers: a person who has the floor, a person who is asked for (by a word of the owner's, or by the customer), an approved question, or
 * the model. In this order, and always with a reason.
 */

import { wishForPerson } from '../intent/wish-for-person.ts'
import { isQuiet } from '../desk/quiet.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import type { Decision, Turn } from '../turn.ts'

/** After so many runs, or so long, a message that crashes left behind is not tried again but honestly ended. */
const MOST_RUNS = 3
const OLDEST_MS = 60 * 60 * 1000

export const createRoute = ({ knowledge, hasModel, now }: { knowledge: Knowledge; hasModel: boolean; now: () => number }) =>
  async function route(turn: Turn): Promise<Decision> {
    const { floor } = turn.conversation
    if (floor.state !== 'bot') return { to: 'human', reason: `floor_${floor.state}` }
    if (turn.messages.some((message) => message.asksForPerson) && !isQuiet(turn.conversation, 'word', now()))
      return { to: 'human', reason: 'word' }
    if (turn.messages.some((message) => wishForPerson(message.text))) return { to: 'human', reason: 'wish_for_person' }
    if (turn.messages.some((message) => message.runs > MOST_RUNS))
      return { to: 'model', reason: 'runs_exhausted', unanswerable: 'not_answered' }
    if (turn.messages.every((message) => now() - message.openedAt > OLDEST_MS))
      return { to: 'model', reason: 'too_old', unanswerable: 'not_answered' }

    const index = await knowledge.of(turn.site)
    const question = index.match(turn.question, turn.language)
    if (question) return { to: 'question', reason: `exact:${question.id}`, answer: question.answer }
    return hasModel ? { to: 'model', reason: 'no_question_matches' } : { to: 'model', reason: 'no_model', unanswerable: 'no_model' }
  }
