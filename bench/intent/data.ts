/**
 * The public sets of messages that the classifier learns from and is measured on, with labels as ours. They lie in ../shared/data beside the repository and may
 * be absent. Each message is in exactly one part: `train` is learned from, `tune` chooses how sure is sure enough, and `test` is only measured on. What repeats in other
 * capitals or signs is in the same part.
 */

import { existsSync, readFileSync } from 'node:fs'
import type { Intent } from '../../server/intent/reading.ts'
import { readCsv } from '../../server/word-lists/csv.ts'

export type Part = 'train' | 'tune' | 'test'
export type Sample = { text: string; label: Intent; language: 'en' | 'zh'; set: string; part: Part }

const folder = new URL('../../../shared/data/', import.meta.url)
export const hasData = existsSync(new URL('bitext-support-en/utterances.jsonl', folder))

const file = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
const lines = <Row>(name: string): Row[] =>
  file(name)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row)
const table = (name: string): string[][] =>
  [...readCsv(file(name))].flatMap((record) => ('fields' in record ? [record.fields.map(({ text }) => text)] : [])).slice(1)

/** FNV-1a: the same everywhere. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** Half to learn from, a fifth to tune, the rest to test. */
function partOf(key: string): Part {
  const place = hashOf(key.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')) % 10
  return place < 5 ? 'train' : place < 7 ? 'tune' : 'test'
}

/** Neither a wish for a person nor clearly none: half of them ask for opening hours. Left out of learning, told beside the results. */
export const UNDECIDED = 'contact_customer_service'

type Labelled = { text: string; intent: string }

function bitext(): Sample[] {
  const label = (intent: string): Intent =>
    intent === 'complaint' ? 'complaint' : intent === 'contact_human_agent' ? 'person' : 'ordinary'
  return lines<Labelled>('bitext-support-en/utterances.jsonl')
    .filter(({ intent }) => intent !== UNDECIDED)
    .map(({ text, intent }) => ({ text, label: label(intent), language: 'en', set: 'bitext', part: partOf(text) }))
}

export const undecided = (): string[] =>
  lines<Labelled>('bitext-support-en/utterances.jsonl').flatMap(({ text, intent }) => (intent === UNDECIDED ? [text] : []))

const RASA: Record<string, Intent> = { human_handoff: 'person', greet: 'greeting', thank: 'thanks', thankyou: 'thanks' }

const rasa = (): Sample[] =>
  lines<Labelled>('rasa-handoff/rasa_nlu_apache.jsonl').map(({ text, intent }) => {
    return { text, label: RASA[intent] ?? 'ordinary', language: 'en', set: 'rasa', part: partOf(text) }
  })

const banking = (): Sample[] =>
  table('banking77/train.csv').map(([text = '']) => ({
    text,
    label: 'ordinary',
    language: 'en',
    set: 'banking77',
    part: partOf(text),
  }))

const CLINC: Record<string, Intent> = { greeting: 'greeting', thank_you: 'thanks' }

const clinc = (): Sample[] =>
  lines<Labelled & { split: string }>('clinc150/clinc150_train_val.jsonl').map(({ split, text, intent }) => {
    const part = split.endsWith('train') ? (partOf(text) === 'tune' ? 'tune' : 'train') : 'test'
    return { text, label: CLINC[intent] ?? 'ordinary', language: 'en', set: 'clinc150', part }
  })

type Dialogue = { id: string; turns: { role: string; text: string }[] }

/** The set has no labels. A customer of a few characters with thanks in them says nothing else. */
const THANKS = /^.{0,6}谢.{0,4}$/

const crosswoz = (): Sample[] =>
  lines<Dialogue>('crosswoz-zh/dialogues_val.jsonl').flatMap(({ id, turns }) =>
    turns.map(({ role, text }) => {
      const label = THANKS.test(text) ? 'thanks' : 'ordinary'
      return { text, label, language: 'zh', set: role === 'user' ? 'crosswoz' : 'crosswoz answers', part: partOf(id) } as const
    }),
  )

const HINT3: Record<string, Intent> = {
  CHAT_WITH_AGENT: 'person',
  CHAT_WITH_AN_AGENT: 'person',
  CRITICISM: 'complaint',
  GREETINGS_DAY: 'greeting',
  THANKS: 'thanks',
  APPRECIATION: 'thanks',
}

/** Measured on only, as its licence asks for the same of what is made from it. */
const hint3 = (): Sample[] =>
  ['curekart', 'powerplay11', 'sofmattress'].flatMap((name) =>
    table(`hint3/${name}_train.csv`).map(([text = '', intent = '']) => ({
      text,
      label: HINT3[intent] ?? 'ordinary',
      language: 'en',
      set: `hint3 ${name}`,
      part: 'test',
    })),
  )

export const samples = (): Sample[] => [...bitext(), ...rasa(), ...banking(), ...clinc(), ...crosswoz(), ...hint3()]

const ours = (file: URL): { text: string; label: Intent; language: 'en' | 'zh' }[] =>
  [...readCsv(readFileSync(file, 'utf8'))]
    .flatMap((record) => ('fields' in record ? [record.fields.map(({ text }) => text)] : []))
    .slice(1)
    .map(([text = '', label, language]) => ({ text, label: label as Intent, language: language as 'en' | 'zh' }))

/** Written by us and looked at while the rules were made: learned from. */
export const ownSamples = (): Sample[] =>
  ours(new URL('own-messages.csv', import.meta.url)).map((message) => ({ ...message, set: 'own', part: 'train' }))

/** Written by us before the rules were, and never fitted to. */
export const heldOut = (language: 'en' | 'zh'): Sample[] =>
  ours(new URL(`../../server/intent/testing/held-out.${language}.csv`, import.meta.url)).map((message) => ({
    ...message,
    set: `held out ${language}`,
    part: 'test',
  }))
