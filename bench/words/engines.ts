/** The engines, each behind one function: how many matches there are in a text. */

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileWords } from './ours.ts'
import type { WordFilter } from '../../server/words/filter.ts'
import { FOLDINGS } from '../../server/words/rule.ts'
import type { Folding } from '../../server/words/rule.ts'
import { unpack, versionOf } from '../unpack.ts'

export type Engine = {
  /** Which of the plain counts it must give; folding finds more. */
  counts: 'all' | 'longest' | 'at least'
  count(text: string): number
  bytes?: number
}

export const PASSED_OVER: readonly Folding[] = ['invisible', 'inserted', 'markup']
export const FOLDING: readonly Folding[] = FOLDINGS.filter((folding) => !PASSED_OVER.includes(folding))

export const listOf = (words: readonly string[], foldings: readonly Folding[]): Parameters<typeof compileWords>[0] => [
  { foldings, wholeWords: false, exceptions: [], rules: words.map((word) => ({ word, category: 'bench', action: 'mask' as const })) },
]

const ours =
  (foldings: readonly Folding[], counts: Engine['counts']) =>
  async (words: readonly string[]): Promise<() => Engine> => {
    const lists = listOf(words, foldings)
    // The tables of foldings are made once for all lists of a server.
    compileWords(listOf(['first'], foldings)).find('first')
    return () => {
      const filter: WordFilter = compileWords(lists)
      return { counts, count: (text) => filter.find(text).length, bytes: filter.bytes }
    }
  }

const quiet = (): void => {}
type Constructor<Made> = new (words: string[]) => Made

/** A package's own file, by the way its kind of module is loaded. */
async function load(name: string, file: string): Promise<unknown> {
  const path = join(await unpack(name, quiet), file)
  return file.endsWith('.mjs') || name === 'modern-ahocorasick' ? import(pathToFileURL(path).href) : createRequire(import.meta.url)(path)
}

/** Gives back what builds it, so that building can be measured by itself. */
export const ENGINES = {
  Kefu: ours([], 'longest'),
  'Kefu, folding': ours(FOLDING, 'at least'),
  'Kefu, folding and passing over': ours(FOLDINGS, 'at least'),
  '@monyone/aho-corasick/fast': async (words) => {
    const { AhoCorasick } = (await load('@monyone/aho-corasick', 'dist/fast.mjs')) as {
      AhoCorasick: Constructor<{ matchInText(text: string): unknown[] }>
    }
    return () => {
      const engine = new AhoCorasick([...words])
      return { counts: 'all', count: (text) => engine.matchInText(text).length }
    }
  },
  fastscan: async (words) => {
    const loaded = (await load('fastscan', 'index.js')) as { default?: unknown }
    const FastScanner = (loaded.default ?? loaded) as Constructor<{ search(text: string): unknown[] }>
    return () => {
      const engine = new FastScanner([...words])
      return { counts: 'all', count: (text) => engine.search(text).length }
    }
  },
  'mint-filter': async (words) => {
    const { Mint } = (await load('mint-filter', 'dist/main/index.js')) as {
      Mint: Constructor<{ filter(text: string, options: object): { words: string[] } }>
    }
    return () => {
      const engine = new Mint([...words])
      return { counts: 'longest', count: (text) => engine.filter(text, { replace: false }).words.length }
    }
  },
  'modern-ahocorasick': async (words) => {
    const { default: Modern } = (await load('modern-ahocorasick', 'dist/fast.js')) as {
      default: Constructor<{ search(text: string): unknown[] }>
    }
    return () => {
      const engine = new Modern([...words])
      return { counts: 'all', count: (text) => engine.search(text).length }
    }
  },
  RegExp: async (words) => {
    const longestFirst = words.toSorted((one, other) => other.length - one.length)
    return () => {
      const engine = new RegExp(longestFirst.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)).join('|'), 'g')
      return { counts: 'longest', count: (text) => text.match(engine)?.length ?? 0 }
    }
  },
} satisfies Record<string, (words: readonly string[]) => Promise<() => Engine>>

export type EngineName = keyof typeof ENGINES
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[]
export const PEER_NAMES = ENGINE_NAMES.filter((name) => !name.startsWith('Kefu') && name !== 'RegExp')

/** Its name with the version measured. */
export function titleOf(name: string): string {
  const version = versionOf(name.replace('/fast', ''))
  return version === '' ? name : `${name} ${version}`
}
