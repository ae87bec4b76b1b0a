/**
 * What kind of answer an English message wants: a way to do something, whether something is so, whether it has happened, how much of it, a place, a time … “Is my account
 * deleted” and “how do I delete my account” share every word that tells what they are about, and no answer is right for both.
 */

import { unframed } from './english.ts'

export type Asking = 'way' | 'whether' | 'happened' | 'degree' | 'what' | 'where' | 'when' | 'why' | 'who'

/** By the word that begins a question. “Can I” and “can you” are mostly asked for the way. */
const BEGINS: Readonly<Record<string, Asking>> = {
  ...kind('way', 'can could may might'),
  ...kind('whether', 'is are am do does will would should shall isnt arent'),
  ...kind('happened', 'did was were has have had'),
  ...kind('what', 'what which'),
  where: 'where',
  when: 'when',
  why: 'why',
  ...kind('who', 'who whose whom'),
}

const COURTESY = new Set('please kindly hi hello hey dear thanks thank ok okay well so and but just really actually simply'.split(' '))

function kind(asking: Asking, words: string): Record<string, Asking> {
  return Object.fromEntries(words.split(' ').map((word) => [word, asking]))
}

/** Of a normalised text; undefined for what does not begin as a question does: “cancel order”, “I have no invoice”. */
export function askingOf(normal: string): Asking | undefined {
  const words = unframed(normal)
  const [first = '', second = '', third = ''] = words.slice(words.findIndex((word) => !COURTESY.has(word)))
  if (first !== 'how') return Object.hasOwn(BEGINS, first) ? BEGINS[first] : undefined
  // “How clean is the lamp” beside “how clean the lamp”, which is what a frame leaves of “how do I clean the lamp”.
  return Object.hasOwn(BEGINS, third) && !Object.hasOwn(BEGINS, second) ? 'degree' : 'way'
}

/** How the wordings of one question ask. One that asks nothing (“return label”) stands for a thing, or for what is to be done with it. */
export type Askings = ReadonlySet<Asking | undefined>

export const isAskedSo = (asked: Asking | undefined, askings: Askings): boolean =>
  asked === undefined || askings.has(asked) || ((asked === 'way' || asked === 'what') && askings.has(undefined))
