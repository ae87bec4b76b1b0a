/** banking77 and CLINC150 as sites: some intents are questions with variants, the others must not be answered. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Question } from '../../server/ports/questions.ts'
import { randomFrom } from '../../server/testing/seeded-random.ts'
import { readCsv } from '../../server/word-lists/csv.ts'

const fileOf = (name: string): string => fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url))
const BANKING = fileOf('banking77/train.csv')
const CLINC = fileOf('clinc150/clinc150_train_val.jsonl')

export const isThere = (): boolean => existsSync(BANKING) && existsSync(CLINC)

export type Said = { text: string; intent: string }

export const banking = (): Said[] =>
  [...readCsv(readFileSync(BANKING, 'utf8'))].slice(1).flatMap((record) => {
    if (!('fields' in record)) return []
    const [text, intent] = record.fields
    return text && intent ? [{ text: text.text.trim(), intent: intent.text }] : []
  })

export const clinc = (): Said[] =>
  readFileSync(CLINC, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Said)

export type World = {
  questions: Question[]
  /** What an approved question answers, by the question's id. */
  within: Said[]
  /** What none of them answers. */
  without: Said[]
}

const QUESTIONS = 60
const VARIANTS = 20
/** Messages of an intent with few are asked too, and not all spent on variants. */
const LEAST_ASKED = 5

/** `half`: of each intent's messages, so that two worlds share none. The seed chooses the intents and their wordings. */
export function worldOf(said: readonly Said[], { seed, half }: { seed: number; half: 0 | 1 }): World {
  const random = randomFrom(seed)
  const byIntent = new Map<string, string[]>()
  for (const [index, { text, intent }] of said.entries())
    if (index % 2 === half) byIntent.set(intent, [...(byIntent.get(intent) ?? []), text])
  const world: World = { questions: [], within: [], without: [] }
  for (const [place, intent] of shuffled([...byIntent.keys()].toSorted(), random).entries()) {
    const texts = shuffled(byIntent.get(intent) ?? [], random)
    const [own = '', ...variants] = texts.slice(0, Math.min(VARIANTS + 1, texts.length - LEAST_ASKED))
    if (place < QUESTIONS) world.questions.push(questionOf(intent, own, variants))
    const asked = place < QUESTIONS ? texts.slice(variants.length + 1) : texts
    world[place < QUESTIONS ? 'within' : 'without'].push(...asked.map((text) => ({ text, intent })))
  }
  return world
}

export const questionOf = (id: string, text: string, variants: string[]): Question => ({
  id,
  siteId: 'site',
  locale: 'en',
  text,
  variants,
  answer: id,
  tags: [],
  suggested: false,
  updatedAt: 0,
})

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item)
}
