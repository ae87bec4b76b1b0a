/**
 * A linear model of what the rules do not know: how much each word, pair of words and piece of a word speaks for each intent, learned from examples by
 * bench/intent/train.ts. CARD.md says from which, and how well it does. Features are hashed into a fixed number of places, so there is no vocabulary.
 */

import type { Intent } from './reading.ts'
import { WEIGHTS } from './weights.ts'

/** What is none of these is ordinary, and has no weights of its own. */
export const LEARNED = ['person', 'complaint', 'greeting', 'thanks'] as const satisfies readonly Intent[]
export const PLACES = 8192

const LONGEST_PIECE = 4
const SHORTEST_PIECE = 3
const WORD = /[\p{L}\p{N}]+|[.,?!]/gu
const HAN = /\p{Script=Han}/u

/** The places of what stands in a text that `foldMessage` has made: each once, in no order. */
export function featuresOf(text: string): Set<number> {
  const places = new Set<number>()
  const add = (kind: string, feature: string): void => void places.add(placeOf(kind, feature))
  let last = '^'
  for (const [word] of text.matchAll(WORD)) {
    for (const part of HAN.test(word) ? Array.from(word) : [word]) {
      add('1', part)
      add('2', `${last} ${part}`)
      last = part
    }
    if (HAN.test(word)) for (let at = 0; at + SHORTEST_PIECE <= word.length; at += 1) add('3', word.slice(at, at + SHORTEST_PIECE))
    else if (word.length >= SHORTEST_PIECE) {
      const padded = `<${word}>`
      for (let at = 0; at + LONGEST_PIECE <= padded.length; at += 1) add('4', padded.slice(at, at + LONGEST_PIECE))
    }
  }
  add('2', `${last} $`)
  return places
}

/** FNV-1a. */
function placeOf(kind: string, feature: string): number {
  let hash = 0x811c9dc5 ^ kind.charCodeAt(0)
  for (let at = 0; at < feature.length; at += 1) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193)
  return ((hash >>> 16) ^ hash) & (PLACES - 1)
}

const weights = Int8Array.from(Buffer.from(WEIGHTS.packed, 'base64'))

/** “And again?” and “Now what” say nothing by themselves, whatever stood around them in the examples. */
const LEAST_FEATURES = 16

/** What the model is sure of, if it is. */
export function learnedIntent(text: string): (typeof LEARNED)[number] | undefined {
  if (featuresOf(text).size < LEAST_FEATURES) return undefined
  const likelihoods = likelihoodsOf(text)
  return LEARNED.find((_, index) => (likelihoods[index] ?? 0) >= (WEIGHTS.sureFrom[index] ?? 1))
}

/** Long messages have many features, each of which says less; in short ones few say little. */
export const sizeOf = (features: number): number => 1 / Math.sqrt(features + 12)

/** Of each of `LEARNED`, from 0 to 1. */
export function likelihoodsOf(text: string): number[] {
  const places = featuresOf(text)
  const size = sizeOf(places.size)
  const sums = LEARNED.map((_, index) => {
    let sum = 0
    for (const place of places) sum += weights[index * PLACES + place] ?? 0
    return Math.exp(sum * size * (WEIGHTS.scales[index] ?? 0) + (WEIGHTS.biases[index] ?? 0))
  })
  const whole = sums.reduce((total, sum) => total + sum, 1)
  return sums.map((sum) => sum / whole)
}
