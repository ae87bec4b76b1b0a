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

function ofOurs(filter: ReturnType<typeof compileWords>): Streamer {
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

type Monyone = {
  replaceSync(tokens: Iterable<string>, replacer: (word: string) => string): Iterable<string>
  replaceAsync(tokens: AsyncIterable<string>, replacer: (word: string) => string): AsyncIterable<string>
}

const masked = (word: string): string => '•'.repeat(word.length)

async function monyoneOf(size: number): Promise<Monyone> {
  const path = join(await unpack('@monyone/aho-corasick', () => {}), 'dist/stream/stream.mjs')
  const { AhoCorasick } = (await import(pathToFileURL(path).href)) as { AhoCorasick: new (words: string[]) => Monyone }
  return new AhoCorasick(wordsOf(size))
}

/** Of tokens that are all there: it asks for the next one and cannot wait for it. */
function ofMonyone(engine: Monyone): Streamer {
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
    for (const piece of engine.replaceSync(source(), masked)) text += piece
    return { text, held }
  }
}

/** Answers the text of tokens that come one by one, as from a model. Each has a loop of its own: one loop for all would be compiled for several kinds of streams, and be slower for those. */
type LiveStreamer = (tokens: AsyncIterable<string>) => Promise<string>

async function* live(tokens: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const token of tokens) yield token
}

async function loopAlone(tokens: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const token of tokens) text += token
  return text
}

const oursLive =
  (filter: ReturnType<typeof compileWords>): LiveStreamer =>
  async (tokens) => {
    const stream = filter.stream()
    let text = ''
    for await (const token of tokens) text += stream.push(token)
    return text + stream.end()
  }

const monyoneLive =
  (engine: Monyone): LiveStreamer =>
  async (tokens) => {
    let text = ''
    for await (const piece of engine.replaceAsync(tokens, masked)) text += piece
    return text
  }

/** Nanoseconds of processor for each token of these answers, once through. What others have left behind is cleared away first: whoever comes next would pay for it. */
async function timeOf(read: (tokens: readonly string[]) => unknown, answers: readonly string[][]): Promise<number> {
  globalThis.gc?.({ type: 'minor' })
  const begun = process.cpuUsage()
  for (const answer of answers) await read(answer)
  const { user, system } = process.cpuUsage(begun)
  return ((user + system) * 1_000) / answers.reduce((sum, { length }) => sum + length, 0)
}

export type Streams = {
  plain: Streaming
  folding: Streaming
  monyone?: Streaming
  /** Of tokens that come one by one, in nanoseconds for each: the loop alone, and what is added to it. */
  live: { loop: number; ours: number; monyone?: number }
}

export async function streams(size: number, { rounds, peers }: { rounds: number; peers: boolean }): Promise<Streams> {
  const answers = answersOf(200)
  const filter = compileWords(listOf(wordsOf(size), []))
  const peer = peers ? await monyoneOf(size) : undefined
  const streamers = {
    plain: ofOurs(filter),
    folding: ofOurs(compileWords(listOf(wordsOf(size), FOLDINGS))),
    ...(peer && { monyone: ofMonyone(peer) }),
  }
  const liveStreamers = { loop: loopAlone, ours: oursLive(filter), ...(peer && { monyone: monyoneLive(peer) }) }
  for (const tokens of answers) {
    const expected = streamers.plain(tokens, false).text
    const others = [
      streamers.monyone?.(tokens, false).text,
      await liveStreamers.ours(live(tokens)),
      await liveStreamers.monyone?.(live(tokens)),
    ]
    if (others.some((text) => text !== undefined && text !== expected))
      throw new Error(`the streams differ: ${tokens.join('').slice(0, 80)}`)
  }

  const times: Record<string, number[]> = {}
  // They take turns, so that the machine's moods fall on all; the first turns warm up.
  for (let round = 0; round < rounds + 2; round++) {
    for (const [name, stream] of Object.entries(streamers))
      (times[name] ??= []).push(await timeOf((tokens) => stream(tokens, false).text.length, answers))
    for (const [name, stream] of Object.entries(liveStreamers))
      (times[`live ${name}`] ??= []).push(await timeOf((tokens) => stream(live(tokens)), answers))
  }
  const timed = (name: string): number => median((times[name] ?? []).slice(2))

  function measured(name: keyof typeof streamers): Streaming {
    const held = answers.flatMap((tokens) => streamers[name]?.(tokens, true).held ?? []).toSorted((one, other) => one - other)
    return {
      nanoseconds: timed(name),
      heldMean: held.reduce((sum, one) => sum + one, 0) / held.length,
      heldP99: held[Math.floor(held.length * 0.99)] ?? 0,
      heldMost: held.at(-1) ?? 0,
    }
  }
  const loop = timed('live loop')
  return {
    plain: measured('plain'),
    folding: measured('folding'),
    ...(peer && { monyone: measured('monyone') }),
    live: { loop, ours: timed('live ours') - loop, ...(peer && { monyone: timed('live monyone') - loop }) },
  }
}
