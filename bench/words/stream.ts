/** What a token of a streamed answer costs, and how much is held back after it, beside the peer that streams. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileWords } from '../../server/words/filter.ts'
import { FOLDINGS } from '../../server/words/rule.ts'
import { median } from '../widget/statistics.ts'
import { unpack } from '../unpack.ts'
import { listOf } from './engines.ts'
import { answersOf, wordsOf } from './material.ts'

export type Streaming = { nanoseconds: number; heldMean: number; heldP99: number; heldMost: number }

type Run = { text: string; held: number[] }
/** Streams one answer; with `held`, notes after each token how much has not come out. */
type Streamer = (tokens: readonly string[], notes: boolean) => Run

function ofOurs(size: number, foldings: Parameters<typeof listOf>[1]): Streamer {
  const filter = compileWords(listOf(wordsOf(size), foldings))
  return (tokens, notes) => {
    const stream = filter.stream()
    const held: number[] = []
    let text = ''
    let given = 0
    for (const token of tokens) {
      text += stream.push(token)
      given += token.length
      if (notes) held.push(given - text.length)
    }
    return { text: text + stream.end(), held }
  }
}

async function ofMonyone(size: number): Promise<Streamer> {
  const path = join(await unpack('@monyone/aho-corasick', () => {}), 'dist/stream/stream.mjs')
  type Made = { replaceSync(tokens: Iterable<string>, replacer: (word: string) => string): Iterable<string> }
  const { AhoCorasick } = (await import(pathToFileURL(path).href)) as { AhoCorasick: new (words: string[]) => Made }
  const engine = new AhoCorasick(wordsOf(size))
  return (tokens, notes) => {
    const held: number[] = []
    let text = ''
    let given = 0
    function* source(): Generator<string> {
      for (const token of tokens) {
        if (notes && given > 0) held.push(given - text.length)
        given += token.length
        yield token
      }
    }
    for (const piece of engine.replaceSync(source(), (word) => '•'.repeat(word.length))) text += piece
    return { text, held }
  }
}

function measure(stream: Streamer, answers: readonly string[][], rounds: number): Streaming {
  const held = answers.flatMap((tokens) => stream(tokens, true).held).toSorted((one, other) => one - other)
  const tokens = answers.reduce((sum, { length }) => sum + length, 0)
  const nanoseconds = Array.from({ length: rounds }, () => {
    const begun = process.cpuUsage()
    for (const answer of answers) stream(answer, false)
    const { user, system } = process.cpuUsage(begun)
    return ((user + system) * 1_000) / tokens
  })
  return {
    nanoseconds: median(nanoseconds),
    heldMean: held.reduce((sum, one) => sum + one, 0) / held.length,
    heldP99: held[Math.floor(held.length * 0.99)] ?? 0,
    heldMost: held.at(-1) ?? 0,
  }
}

export type Streams = { plain: Streaming; folding: Streaming; monyone?: Streaming }

export async function streams(size: number, { rounds, peers }: { rounds: number; peers: boolean }): Promise<Streams> {
  const answers = answersOf(500)
  const plain = ofOurs(size, [])
  const folding = ofOurs(size, FOLDINGS)
  const measured = { plain: measure(plain, answers, rounds), folding: measure(folding, answers, rounds) }
  if (!peers) return measured
  const monyone = await ofMonyone(size)
  const few = answers.slice(0, 60)
  for (const tokens of few)
    if (monyone(tokens, false).text !== plain(tokens, false).text) throw new Error(`the streams differ: ${tokens.join('').slice(0, 80)}`)
  return { ...measured, monyone: measure(monyone, few, rounds) }
}
