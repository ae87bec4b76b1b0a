/**
 * Real words and real messages, from `../shared/data` beside the repository: a folder that not everybody has. Never copied into the repository;
 * what needs it is skipped where it is missing, and says so.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chance } from './decoys.ts'

const FOLDER = new URL('../../../../shared/data/', import.meta.url)

export const hasData = existsSync(fileURLToPath(new URL('sensitive-zh/', FOLDER)))

const linesOf = (path: string): string[] =>
  readFileSync(new URL(path, FOLDER), 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The Chinese lists with their odd endings, the English ones as they are; each word once. */
export function realWords(which: 'sensitive-zh' | 'sensitive-en'): string[] {
  const files = readdirSync(new URL(`${which}/`, FOLDER), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(txt|dic)$/.test(file) && !/LICENSE|README/.test(file),
  )
  const words = files.toSorted().flatMap((file) => linesOf(`${which}/${file}`))
  return [...new Set(words.map((word) => word.replace(/[,，]+$/, '').trim()))].filter((word) => word !== '' && word.length <= 60)
}

const rowsOf = (path: string): unknown[] => linesOf(path).map((line): unknown => JSON.parse(line))
const textOf = (row: unknown): string =>
  typeof row === 'object' && row !== null && 'text' in row && typeof row.text === 'string' ? row.text : ''

/** What customers and agents wrote, one message each. */
export const MESSAGES = {
  banking77: () =>
    linesOf('banking77/train.csv')
      .slice(1)
      .map((line) => line.replace(/,[^,]*$/, '').replace(/^"|"$/g, '')),
  'bitext-support-en': () => rowsOf('bitext-support-en/utterances.jsonl').map(textOf),
  clinc150: () => rowsOf('clinc150/clinc150_train_val.jsonl').map(textOf),
  'crosswoz-zh': () =>
    rowsOf('crosswoz-zh/dialogues_val.jsonl').flatMap((row) =>
      typeof row === 'object' && row !== null && 'turns' in row && Array.isArray(row.turns) ? row.turns.map(textOf) : [],
    ),
} satisfies Record<string, () => string[]>

/** Words and phrases that other filters take for rude and are not. */
export const harmlessPhrases = (): string[] =>
  ['go-away_false_positives', 'go-away_false_positive_sentences', 'rustrict_false_positives', 'rustrict_safe'].flatMap((name) =>
    linesOf(`sensitive-fp-en/${name}.txt`),
  )

/** So many of them, by chance, always the same. */
export function sampled<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const below = chance(seed)
  const rest = [...items]
  for (let at = 0; at < Math.min(count, rest.length); at++) {
    const other = at + below(rest.length - at)
    const [one, two] = [rest[at], rest[other]]
    if (one !== undefined && two !== undefined) [rest[at], rest[other]] = [two, one]
  }
  return rest.slice(0, count)
}
