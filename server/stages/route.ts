/**
 * Who answers: a person who has the floor, a person who is asked for (by a word of the owner's, by the customer, by a complaint), an approved question, or
 * the model. In this order, and always with a reason; `docs/routing.md` says what each means. Of several messages that are answered together one is enough to ask for
 * a person.
 */

import { phraseIn } from '../intent/phrases.ts'
import type { Reading } from '../intent/reading.ts'
import { readIntent } from '../intent/read-intent.ts'
import { areEnough, signalsIn } from '../intent/signals.ts'
import { isQuiet } from '../desk/quiet.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import type { Database } from '../ports/database.ts'
import type { Decision, SmallTalk, Turn } from '../turn.ts'

/** After so many runs, or so long, a message that crashes left behind is not tried again but honestly ended. */
const MOST_RUNS = 3
const OLDEST_MS = 60 * 60 * 1000

/** So far back signs are looked for that the conversation goes badly, in entries of the log. */
const LOOKED_BACK = 12

export type RouteOptions = { database: Pick<Database, 'forTenant'>; knowledge: Knowledge; hasModel: boolean; now: () => number }

export function createRoute({ database, knowledge, hasModel, now }: RouteOptions) {
  /** Only what a conversation shows that has gone on for a while; its first message is not worth a read. */
  async function goesBadly({ site, conversation, messages }: Turn): Promise<Decision['reason'] | undefined> {
    const before = (messages[0]?.seq ?? 1) - 1
    if (before === 0 || isQuiet(conversation, 'signals', now())) return undefined
    const log = await database.forTenant(site.tenantId).readLogBack(conversation.id, before, LOOKED_BACK)
    const signals = signalsIn(
      messages.map(({ text }) => text),
      log,
    )
    return areEnough(signals) ? `signals:${signals.join('+')}` : undefined
  }

  return async function route(turn: Turn): Promise<Decision> {
    const { floor } = turn.conversation
    if (floor.state !== 'bot') return { to: 'human', reason: `floor_${floor.state}` }
    const readings = turn.messages.map(({ text }) => readIntent(text)).filter(({ sure }) => sure)
    const person = askedFor(turn, readings, now())
    if (person) return { to: 'human', ...person }
    if (turn.messages.some((message) => message.runs > MOST_RUNS))
      return { to: 'model', reason: 'runs_exhausted', unanswerable: 'not_answered' }
    if (turn.messages.every((message) => now() - message.openedAt > OLDEST_MS))
      return { to: 'model', reason: 'too_old', unanswerable: 'not_answered' }

    const [signals, index] = await Promise.all([goesBadly(turn), knowledge.of(turn.site)])
    if (signals) return { to: 'human', reason: signals }
    const found = index.match(turn.question, turn.language)
    if (found) return { to: 'question', reason: `${found.by}:${found.question.id}`, answer: found.question.answer }
    const smallTalk = readings.length === turn.messages.length ? smallTalkIn(readings) : undefined
    if (hasModel) return { to: 'model', reason: smallTalk ?? 'no_question_matches' }
    return { to: 'model', reason: smallTalk ?? 'no_model', unanswerable: smallTalk ?? 'no_model' }
  }
}

/** A person, and why; the first that is so, in the order of their weight. */
function askedFor(
  { conversation, messages, site }: Turn,
  readings: Reading[],
  now: number,
): Pick<Decision, 'reason' | 'intent'> | undefined {
  const texts = messages.map(({ text }) => text)
  if (messages.some((message) => message.asksForPerson) && !isQuiet(conversation, 'word', now)) return { reason: 'word' }
  const wish = readings.find(({ intent }) => intent === 'person')
  if (wish) return { reason: `wish_for_person:${wish.because}` }
  const wishing = phraseIn(texts, site.policy.phrases, 'person')
  if (wishing !== undefined) return { reason: `phrase:${wishing}`, intent: 'person_wanted' }
  const complaint = readings.find(({ intent }) => intent === 'complaint')
  if (complaint && !isQuiet(conversation, 'complaint', now)) return { reason: `complaint:${complaint.because}` }
  const complaining = phraseIn(texts, site.policy.phrases, 'complaint')
  if (complaining !== undefined && !isQuiet(conversation, 'phrase', now)) return { reason: `phrase:${complaining}`, intent: 'complaint' }
  return undefined
}

/** Of a turn that is nothing else; the last of it is what is answered. */
function smallTalkIn(readings: Reading[]): SmallTalk | undefined {
  const talk = readings.flatMap(({ intent }) => (intent === 'greeting' || intent === 'thanks' ? [intent] : []))
  return talk.length === readings.length ? talk.at(-1) : undefined
}
