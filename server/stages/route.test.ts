import { describe, expect, test, vi } from 'vitest'
import type { Floor } from '../../shared/protocol.ts'
import type { Reading } from '../intent/reading.ts'
import { readIntent } from '../intent/read-intent.ts'
import { indexQuestions } from '../knowledge/questions.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import type { Site } from '../ports/sites.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import type { Decision, Turn } from '../turn.ts'
import { createRoute } from './route.ts'

/** What a text says is another matter (`../intent/`): here each says what its first word is. */
vi.mock('../intent/read-intent.ts', () => ({
  readIntent: vi.fn<(text: string) => Reading>((text) => {
    const [intent = '', sure] = text.split(' ')
    const known = (['person', 'complaint', 'greeting', 'thanks'] as const).find((one) => one === intent)
    return { intent: known ?? 'ordinary', sure: known !== undefined && sure !== 'perhaps', because: `rule:${intent}` }
  }),
}))

const NOW = 10_000_000
const POLICY = { ...DEFAULT_POLICY, phrases: { person: ['call sales'], complaint: ['my lawyer'] } }
const SITE: Site = { id: 's', tenantId: 't', key: 'k', name: 'Shop', origins: [], policy: POLICY, wordsVersion: 0 }
const QUESTION: Question = {
  id: 'q1',
  siteId: 's',
  locale: 'en',
  text: 'Hours?',
  variants: ['greeting all', 'complaint form?'],
  answer: 'From 9 to 5.',
  tags: [],
  suggested: false,
  updatedAt: 0,
}

type Case = {
  texts: string[]
  floor?: Partial<Floor>
  lastReason?: string
  word?: boolean
  hasModel?: boolean
  runs?: number
  openedAt?: number
  /** Before the messages. */
  log?: LogEntry[]
}

function decide({ texts, floor, lastReason, word = false, hasModel = true, runs = 1, openedAt = NOW, log = [] }: Case): Promise<Decision> {
  const conversation: Conversation = {
    id: 'c',
    siteId: 's',
    visitorId: 'v',
    epoch: 'e',
    top: texts.length,
    fence: 0,
    floor: { state: 'bot', reason: 'start', since: 0, ...floor },
    ...(lastReason && { lastReason }),
  }
  const messages = texts.map((text, index) => ({
    id: `m${index}`,
    seq: log.length + index + 1,
    text,
    locale: 'en',
    openedAt,
    runs,
    asksForPerson: word && index === 0,
  }))
  const turn: Turn = {
    site: SITE,
    conversation,
    claim: 1,
    messages,
    question: texts.join('\n'),
    language: 'en',
    answerId: 'a',
    signal: new AbortController().signal,
  }
  const index = indexQuestions([QUESTION], () => NOW)
  const readLogBack: TenantDatabase['readLogBack'] = async (_id, upTo) => log.filter(({ seq }) => seq <= upTo)
  const database = { forTenant: () => ({ readLogBack }) } as unknown as Database
  return createRoute({ database, knowledge: { of: () => index, version: async () => 1 }, hasModel, now: () => NOW })(turn)
}

describe('[R-ORDER] who answers', () => {
  test.each<[string, Case, Partial<Decision>]>([
    ['whoever has the floor', { texts: ['person'], floor: { state: 'agent' } }, { to: 'human', reason: 'floor_agent' }],
    ['a person, by a word, before a wish', { texts: ['person'], word: true }, { to: 'human', reason: 'word' }],
    ['a person, by a wish, before a complaint', { texts: ['complaint', 'person'] }, { to: 'human', reason: 'wish_for_person:rule:person' }],
    [
      'a person, by a complaint among other messages',
      { texts: ['Hours?', 'complaint', 'thanks'] },
      { to: 'human', reason: 'complaint:rule:complaint' },
    ],
    ['a person, by the owner’s phrase', { texts: ['Hi', 'Call Sales!'] }, { reason: 'phrase:call sales', intent: 'person_wanted' }],
    ['a person, by a phrase that complains', { texts: ['Ask my lawyer'] }, { reason: 'phrase:my lawyer', intent: 'complaint' }],
    ['a person, by a complaint that is an approved question too', { texts: ['complaint form?'] }, { to: 'human' }],
    ['a person, however often a crash came between', { texts: ['complaint'], runs: 9 }, { to: 'human' }],
    ['an approved question', { texts: ['hours'] }, { to: 'question', reason: 'exact:q1', answer: 'From 9 to 5.' }],
    ['an approved question, also to a greeting', { texts: ['greeting all'] }, { to: 'question', reason: 'variant:q1' }],
    ['the model', { texts: ['What is it?'] }, { to: 'model', reason: 'no_question_matches' }],
    ['the model, of what is not sure', { texts: ['complaint perhaps'] }, { to: 'model', reason: 'no_question_matches' }],
    ['nobody, too often tried', { texts: ['What is it?'], runs: 4 }, { reason: 'runs_exhausted', unanswerable: 'not_answered' }],
    ['nobody, too late', { texts: ['What is it?'], openedAt: NOW - 3_600_001 }, { reason: 'too_old', unanswerable: 'not_answered' }],
    ['nobody, without a model', { texts: ['What is it?'], hasModel: false }, { reason: 'no_model', unanswerable: 'no_model' }],
  ])('is %s', async (_name, given, expected) => {
    expect(await decide(given)).toMatchObject(expected)
  })
})

/** A question, and an answer that did not help. */
const BADLY: LogEntry[] = [
  { author: { kind: 'visitor' } } as const,
  { author: { kind: 'bot' }, origin: 'model', rating: 'down' } as const,
].map((said, index) => ({
  seq: index + 1,
  epoch: 'e',
  kind: 'message',
  message: { id: `l${index}`, text: 'Where is my parcel?', at: 0, suggestions: [], attachments: [], ...said },
}))

describe('[R-SIGNALS] a conversation that goes badly', () => {
  const again = { texts: ['where is my parcel'], log: BADLY }
  test('goes to a person, with the signs', async () => {
    expect(await decide(again)).toEqual({ to: 'human', reason: 'signals:repeat+thumbs_down' })
    expect(await decide({ texts: ['Thank you'], log: BADLY })).toMatchObject({ to: 'model' })
  })

  test('[F-LOOP] does not while an agent has just given the customer back, whatever for', async () => {
    const floor = { state: 'bot', reason: 'handed_back', since: NOW - 60_000 } as const
    expect(await decide({ ...again, floor, lastReason: 'wish_for_person' })).toMatchObject({ to: 'model' })
  })
})

describe('[R-SMALL] small talk', () => {
  test('goes to the model, and is answered in our own words where there is none', async () => {
    expect(await decide({ texts: ['greeting', 'thanks'] })).toEqual({ to: 'model', reason: 'thanks' })
    expect(await decide({ texts: ['greeting'], hasModel: false })).toEqual({ to: 'model', reason: 'greeting', unanswerable: 'greeting' })
  })

  test('is none where anything else is said with it', async () => {
    expect(await decide({ texts: ['greeting', 'What is it?'] })).toMatchObject({ reason: 'no_question_matches' })
    expect(await decide({ texts: ['greeting perhaps'] })).toMatchObject({ reason: 'no_question_matches' })
  })
})

describe('[F-LOOP] for five minutes after an agent gave a customer back', () => {
  const back = { state: 'bot', reason: 'handed_back', since: NOW - 60_000 } as const
  test.each<[string, Case, string]>([
    ['a complaint does not hand over again', { texts: ['complaint'], lastReason: 'complaint' }, 'model'],
    ['a word does not either', { texts: ['What is it?'], word: true, lastReason: 'word' }, 'model'],
    ['a phrase that complains does not', { texts: ['my lawyer'], lastReason: 'phrase' }, 'model'],
    ['a phrase that wishes does', { texts: ['call sales'], lastReason: 'phrase' }, 'human'],
    ['a first complaint does', { texts: ['complaint'], lastReason: 'word' }, 'human'],
    ['a wish always does', { texts: ['person'], lastReason: 'wish_for_person' }, 'human'],
  ])('%s', async (_name, given, to) => {
    expect((await decide({ ...given, floor: back })).to).toBe(to)
    expect((await decide({ ...given, floor: { ...back, since: NOW - 300_000 } })).to).toBe('human')
  })
})

test('every message is read once', async () => {
  vi.mocked(readIntent).mockClear()
  await decide({ texts: ['one', 'two', 'three'] })
  expect(readIntent).toHaveBeenCalledTimes(3)
})
