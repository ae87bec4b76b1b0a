/**
 * What is said when the model gave no answer, from the best rung to the last: an approved question that was surely asked; a person, when asking again would not
 * help; an honest sentence about what went wrong, with the nearest approved questions as a way on.
 */

import { LIMITS } from '../../shared/limits.ts'
import type { Knowledge, QuestionIndex } from '../knowledge/questions.ts'
import type { Suggestions } from '../knowledge/suggestions.ts'
import { isQuiet } from '../desk/quiet.ts'
import type { Waiting } from '../desk/waiting.ts'
import type { HandOff } from '../pipeline.ts'
import type { Database } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import { sentence, type Sentence } from '../sentences.ts'
import { SpendRefused } from '../spend/spend.ts'
import { TurnStop, type Decision, type Reply, type SmallTalk, type Turn } from '../turn.ts'
import { NoAnswer } from './answer.ts'
import { AnswerRefused } from './filter.ts'
import { mayPass } from '../upstream/judge.ts'
import { once, replay } from './replay.ts'

export type FallbackOptions = {
  database: Database
  knowledge: Knowledge
  suggestions: Pick<Suggestions, 'near' | 'marked'>
  waiting: Pick<Waiting, 'truth' | 'isSomebodyHere'>
  now: () => number
  /** The customer reads a sentence; the operator reads this. */
  failed: (turn: Turn, fault: unknown) => void
}

export function createFallback({ database, knowledge, suggestions, waiting, failed, now }: FallbackOptions) {
  return async function fallback(
    turn: Turn,
    { reason: routed }: Decision,
    fault: unknown,
  ): Promise<{ reply: Reply; handOff?: HandOff | undefined }> {
    failed(turn, fault)
    const reason = reasonOf(fault)
    if (reason === 'answer_withheld' && !isQuiet(turn.conversation, 'word', now())) return { reply: await withPerson(turn, reason) }
    if (!isSmallTalk(reason) && !(reason in OFFERING)) return { reply: notice(turn, reason) }

    const { site, language, messages } = turn
    const smallTalk = isSmallTalk(reason) ? reason : routed
    // A greeting needs no model, and thanks no excuse.
    if (smallTalk === 'greeting') return { reply: { ...notice(turn, smallTalk), suggestions: await suggestions.marked(site, language) } }
    if (isSmallTalk(smallTalk)) return { reply: notice(turn, smallTalk) }
    const approved = surelyAsked(await knowledge.of(site), turn)
    if (approved) return { reply: { ...notice(turn, reason), origin: 'question', text: replay(approved.answer, turn.signal) } }
    if (reason === 'model_failed' && !isQuiet(turn.conversation, reason, now()) && (await needsPerson(turn, fault))) {
      const reply = (await waiting.isSomebodyHere(turn.site)) ? await withPerson(turn) : notice(turn, 'person_instead')
      return { reply, handOff: { reason, floor: 'waiting' } }
    }
    const offered = await suggestions.near(site, language, messages.at(-1)?.text ?? '')
    return { reply: { ...notice(turn, (offered.length > 0 && OFFERING[reason]) || reason), suggestions: offered } }
  }

  /** What there is to say of the answer, and then the truth about waiting. */
  async function withPerson(turn: Turn, name?: Sentence): Promise<Reply> {
    const truth = await waiting.truth(turn.site, turn.conversation, turn.language)
    const said = name === undefined ? [] : [sentence(name, turn.language)]
    return { ...notice(turn, 'answer_withheld'), text: once([...said, truth].join('\n\n')) }
  }

  /** Asking once more would not help now; or this is what the customer did, and it did not. */
  async function needsPerson(turn: Turn, fault: unknown): Promise<boolean> {
    return !mayPass(fault) || lastSaidNothing(turn)
  }

  /** Was the last thing said to the customer one of our notices about an answer that was not there? */
  async function lastSaidNothing({ site, conversation, messages }: Turn): Promise<boolean> {
    const before = (messages[0]?.seq ?? 1) - 1
    const entries = await database.forTenant(site.tenantId).readLogBack(conversation.id, before, LOOKED_BACK)
    const last = entries.findLast((entry) => entry.kind === 'message' && entry.message.author.kind !== 'visitor')
    return last?.kind === 'message' && last.message.author.kind === 'bot' && last.message.origin === 'notice'
  }
}

/** Entries of the log. */
const LOOKED_BACK = 10

const notice = (turn: Turn, name: Sentence): Reply => ({
  author: { kind: 'bot', name: turn.site.policy.assistantName },
  origin: 'notice',
  text: once(saying(turn, name)),
})

/**
 * The approved question that was asked word for word: by one of several messages that are answered together, the newest first, or by one sentence of a message. A
 * whole turn that is such a question never came this far.
 */
function surelyAsked(index: QuestionIndex, { messages, language }: Turn): Question | undefined {
  const texts = messages.map(({ text }) => text).toReversed()
  // Greetings and thanks are approved questions on many sites, and short: what was asked is the longest that fits.
  const sentences = texts
    .flatMap((text) => text.slice(0, LIMITS.questionUnits * 4).split(SENTENCE_END))
    .toSorted((one, other) => other.length - one.length)
  for (const text of [...texts, ...sentences]) {
    const found = index.match(text, language)
    // What is like a question is so as a whole: a sentence of a message is not.
    if (found && found.by !== 'likeness') return found.question
  }
  return undefined
}

const SENTENCE_END = /(?<=[.!?…؟])\s+|(?<=[。！？])|\n+/

const isSmallTalk = (name: string): name is SmallTalk => name === 'greeting' || name === 'thanks'

/** Where questions are offered, and what is said with them. */
const OFFERING: Partial<Record<Sentence, Sentence>> = {
  no_model: 'no_model_but_questions',
  model_failed: 'model_failed',
  limit_reached: 'limit_reached_but_questions',
}

function saying({ site, language }: Turn, name: Sentence): string {
  const { contact } = site.policy
  return sentence(name, language, name === 'interrupted' || isSmallTalk(name) ? '' : contact)
}

function reasonOf(fault: unknown): 'interrupted' | 'model_failed' | 'answer_withheld' | 'limit_reached' | NoAnswer['reason'] {
  if (fault instanceof SpendRefused) return fault.why === 'unknown' ? 'model_failed' : 'limit_reached'
  if (fault instanceof AnswerRefused) return 'answer_withheld'
  if (fault instanceof TurnStop) return 'interrupted'
  return fault instanceof NoAnswer ? fault.reason : 'model_failed'
}
