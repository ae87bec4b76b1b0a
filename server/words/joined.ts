/**
 * Which characters are the same letter: the classes that foldings make of all characters, found by joining pairs.
 */

import { kindOf, LETTER, SIGN, unitKinds } from './characters.ts'
import type { Folding } from './rule.ts'
import { CONFUSABLE_PAIRS } from './tables/confusables.ts'
import { TRADITIONAL_PAIRS } from './tables/traditional.ts'

/** Of any character the code unit that names its letter. Above 65,535 only for the characters in `astral`. */
export type NameOf = ((codePoint: number) => number) & { astral: readonly number[] }

const LEET = ['o0', 'il1!|', 'z2', 'e3', 'a4@', 's5$', 'g69', 't7+', 'b8']
const EUROPEAN_LETTER = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u
/** A control character would be taken for one of the special values; these code units are no characters. */
const FIRST_NO_CHARACTER = 0xfd_d0

export function joinedCharacters(on: ReadonlySet<Folding>): NameOf {
  const kinds = unitKinds()
  const parent = Int32Array.from({ length: 65_536 }, (_, unit) => unit)
  /** Characters above 65,535 that were joined with something, as numbers behind the code units. */
  const astral = new Map<number, number>()
  const parents: number[] = []

  const parentOf = (node: number): number => (node < 65_536 ? (parent[node] as number) : (parents[node - 65_536] as number))
  const root = (node: number): number => {
    let at = node
    while (parentOf(at) !== at) at = parentOf(at)
    return at
  }
  const isBetterName = (one: number, other: number): boolean => {
    const letters = [one, other].map((node) => (node < 65_536 ? Number(((kinds[node] as number) & (LETTER | SIGN)) === LETTER) : -1))
    return letters[0] === letters[1] ? one < other : (letters[0] as number) > (letters[1] as number)
  }
  /** By root: the letter of a to z that is in the class. */
  const latin = new Map<number, string>()
  for (let unit = 0x41; unit <= 0x7a; unit += 1)
    if ((kinds[unit] as number) & LETTER) latin.set(unit, String.fromCharCode(unit).toLowerCase())

  /** Chains would make one letter of u, v and y by way of Greek: a pair that joins two letters of a to z is left out, if it is not meant to. */
  const join = (one: number, other: number, meant = false): void => {
    const [a, b] = [root(one), root(other)]
    if (a === b) return
    const [name, named] = isBetterName(a, b) ? [a, b] : [b, a]
    const [letter, otherLetter] = [latin.get(name), latin.get(named)]
    if (letter && otherLetter && letter !== otherLetter && !meant) return
    const kept = letter ?? otherLetter
    if (kept) latin.set(name, kept)
    if (named < 65_536) parent[named] = name
    else parents[named - 65_536] = name
  }
  const nodeOf = (codePoint: number): number => {
    if (codePoint < 65_536) return codePoint
    let node = astral.get(codePoint)
    if (node === undefined) {
      node = 65_536 + parents.length
      parents.push(node)
      astral.set(codePoint, node)
    }
    return node
  }
  const joinPairs = (pairs: Iterable<string>): void => {
    let first: string | undefined
    for (const character of pairs) {
      if (first === undefined) first = character
      else {
        join(nodeOf(codeOf(first)), nodeOf(codeOf(character)))
        first = undefined
      }
    }
  }

  // How a character looks goes before its form and its case where they disagree: Greek Ν is N, and ν is v.
  if (on.has('case')) for (let unit = 0x41; unit <= 0x5a; unit += 1) join(unit, unit + 0x20)
  if (on.has('leet')) for (const [first = '', ...others] of LEET) for (const other of others) join(codeOf(first), codeOf(other), true)
  if (on.has('confusable')) {
    join(codeOf('I'), codeOf('l'), true)
    joinPairs(CONFUSABLE_PAIRS)
  }
  if (on.has('width')) for (const [codePoint, form] of plainForms().single) join(nodeOf(codePoint), form)
  if (on.has('confusable')) for (const [unit, base] of baseLetters()) join(unit, base)
  if (on.has('case')) for (const [unit, other] of otherCases()) join(unit, other)
  if (on.has('traditional')) joinPairs(TRADITIONAL_PAIRS)

  const name = (node: number): number => {
    const found = root(node)
    return found < 0x20 ? FIRST_NO_CHARACTER + found : found
  }
  const names = (codePoint: number): number => name(codePoint < 65_536 ? codePoint : (astral.get(codePoint) ?? codePoint))
  return Object.assign(names, { astral: [...astral.keys()].filter((codePoint) => names(codePoint) < 65_536) })
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Code units with their other case, where that is one code unit. */
const otherCases = once((): [number, number][] => {
  const pairs: [number, number][] = []
  for (let unit = 0x41; unit < 65_536; unit += 1) {
    // Han, Hangul and surrogates have no case.
    if (unit === 0x2e_80) unit = 0xa6_40
    if (unit === 0xac_00) unit = 0xfb_00
    const character = String.fromCharCode(unit)
    for (const other of [character.toLowerCase(), character.toUpperCase()])
      if (other.length === 1 && other !== character) pairs.push([unit, other.charCodeAt(0)])
  }
  return pairs
})

/** Blocks of compatibility characters above 65,535: mathematical letters, letters in squares, digits, ideographs. */
const ASTRAL_FORMS = [
  [0x1_d4_00, 0x1_d7_ff],
  [0x1_ee_00, 0x1_ee_ff],
  [0x1_f1_00, 0x1_f2_ff],
  [0x1_fb_f0, 0x1_fb_f9],
  [0x2_f8_00, 0x2_fa_1f],
] as const
const LETTERS_ONLY = /^[\p{L}\p{N}]{2,}$/u

/** Characters with another compatibility form (NFKC): of one code unit, and of several letters or digits. */
export const plainForms = once(() => {
  const single = new Map<number, number>()
  const several = new Map<number, string>()
  const look = (from: number, to: number): void => {
    for (let codePoint = from; codePoint <= to; codePoint += 1) {
      const character = String.fromCodePoint(codePoint)
      const form = character.normalize('NFKC')
      if (form === character) continue
      if (form.length === 1) single.set(codePoint, form.charCodeAt(0))
      else if (codePoint < 65_536 && LETTERS_ONLY.test(form) && !/[\u{10000}-\u{10ffff}]/u.test(form)) several.set(codePoint, form)
    }
  }
  look(0x80, 0x33_ff)
  look(0xa6_40, 0xab_ff)
  look(0xf9_00, 0xff_ff)
  for (const [from, to] of ASTRAL_FORMS) look(from, to)
  return { single, several }
})

/** Latin, Greek and Cyrillic letters with diacritics, and their base letter. */
const baseLetters = once((): [number, number][] => {
  const pairs: [number, number][] = []
  for (let unit = 0xc0; unit < 0x21_30; unit += 1) {
    const character = String.fromCharCode(unit)
    if (!EUROPEAN_LETTER.test(character)) continue
    const base = character.normalize('NFD').charAt(0)
    if (base !== character && kindOf(codeOf(base)) & LETTER) pairs.push([unit, codeOf(base)])
  }
  return pairs
})
