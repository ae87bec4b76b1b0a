/** What a token of a streamed answer costs, and how much is held back after it, beside the peer that streams. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileWords } from './ours.ts'
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

/** Nanoseconds of processor for each token of these answers, once through. */
function timeOf(stream: Streamer, answers: readonly string[][]): number {
  const begun = process.cpuUsage()
  for (const answer of answers) stream(answer, false)
  const { user, system } = process.cpuUsage(begun)
  return ((user + system) * 1_000) / answers.reduce((sum, { length }) => sum + length, 0)
}

export type Streams = { plain: Streaming; folding: Streaming; monyone?: Streaming }

export async function streams(size: number, { rounds, peers }: { rounds: number; peers: boolean }): Promise<Streams> {
  const answers = answersOf(200)
  const plain = ofOurs(size, [])
  const streamers = { plain, folding: ofOurs(size, FOLDINGS), ...(peers && { monyone: await ofMonyone(size) }) }
  for (const tokens of answers)
    if (streamers.monyone && streamers.monyone(tokens, false).text !== plain(tokens, false).text)
      throw new Error(`the streams differ: ${tokens.join('').slice(0, 80)}`)

  const times: Partial<Record<string, number[]>> = {}
  // They take turns, so that the machine's moods fall on all; the first turns warm up.
  for (let round = 0; round < rounds + 2; round++)
    for (const [name, stream] of Object.entries(streamers)) (times[name] ??= []).push(timeOf(stream, answers))

  function measured(name: keyof typeof streamers): Streaming {
    const held = answers.flatMap((tokens) => streamers[name]?.(tokens, true).held ?? []).toSorted((one, other) => one - other)
    return {
      nanoseconds: median((times[name] ?? []).slice(2)),
      heldMean: held.reduce((sum, one) => sum + one, 0) / held.length,
      heldP99: held[Math.floor(held.length * 0.99)] ?? 0,
      heldMost: held.at(-1) ?? 0,
    }
  }
  return { plain: measured('plain'), folding: measured('folding'), ...(peers && { monyone: measured('monyone') }) }
}
