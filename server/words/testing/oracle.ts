/**
 * What the engine must answer, found as slowly and plainly as its page puts it: the row of letters, every word at every place, then the
 * rules that drop a match. Numbers in comments are the rules of `../README.md`.
 */

import { ACTIONS, FOLDINGS, LEAST_SPELLED, MOST_INSERTED, MOST_INVISIBLE, MOST_LETTERS } from '../rule.ts'
import type { Action, Folding, Match, WordList, WordRule } from '../rule.ts'
import { plain, sameLetter } from './same-letter.ts'

type Letter = {
  name: string
  start: number
  end: number
  kind: 'letter' | 'sign' | 'break'
  /** A letter or digit of a script that has spaces between words. */
  isOfSpacedWord: boolean
  /** 2. Between the letters before and this one, or further before, is a mark that a word would mean. */
  isBehindMark?: boolean
}
type Span = { start: number; end: number }

const isWhite = (character: string): boolean => /\s/u.test(character) && character !== '\ufeff'
const isInvisible = (character: string): boolean =>
  !isWhite(character) && /[\u0640\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\p{Me}\p{Script=Inherited}]/u.test(character)
/** 2. */
const isMark = (character: string): boolean => ['*', '`', '~'].includes(character)
const isUnseen = (character: string, foldings: readonly Folding[]): boolean =>
  (foldings.includes('invisible') && isInvisible(character)) || (foldings.includes('markup') && isMark(character))
const isSign = (character: string): boolean => isWhite(character) || (!isInvisible(character) && /^[\p{P}\p{S}\p{Z}]$/u.test(character))
const CHINESE_OR_JAPANESE = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}]/u
const WITHOUT_SPACES = /[\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u

/** 7. A character that can be part of a word between spaces. */
function isOfSpacedWord(character: string): boolean {
  if (!/^[\p{L}\p{M}\p{N}]$/u.test(character) || isInvisible(character)) return false
  return !CHINESE_OR_JAPANESE.test(character) && !WITHOUT_SPACES.test(character)
}

/** 4. Signs in a row that are letters for the sake of the letter after them. */
const LONGEST_ROW = 8

const isChineseOrJapanese = (character: string): boolean =>
  CHINESE_OR_JAPANESE.test(character) && !isSign(character) && !isInvisible(character)

type Sense = Pick<WordList, 'foldings'> & {
  /** 3. The signs of words that consist of signs only. */
  ownSigns: ReadonlySet<string>
}

/** What a sign may be: the letter that it has the form of, or the letter that it looks like, if any. */
function lookOf(character: string, foldings: readonly Folding[]): 'letter' | 'looks like a letter' | 'sign' {
  const form = foldings.includes('width') ? plain(character) : character
  if (form.length > 1 && form !== character) return 'letter'
  if (!isSign(character)) return 'letter'
  const circle = [...sameLetter(foldings).circle(character)]
  if (!isSign(form)) return 'letter'
  const looksLikeLetter = circle.some((one) => /\p{L}/u.test(one))
  return looksLikeLetter ? (character.length > 1 ? 'letter' : 'looks like a letter') : 'sign'
}

/** 1–4. The row of letters. */
export function read(text: string, { foldings, ownSigns }: Sense): Letter[] {
  const has = (folding: Folding): boolean => foldings.includes(folding)
  const { circle, name } = sameLetter(foldings)
  const row: Letter[] = []
  /** Of the last letter; of nothing at the beginning, and after a gap that is too long. */
  let last = 'other' as 'chinese' | 'space' | 'other'
  let signsInGap = 0
  let invisibleInGap = 0
  let hasMark = false

  function add(span: Span, is: { name: string; kind: 'letter' | 'sign'; last?: typeof last; isOfSpacedWord?: boolean }): void {
    row.push({ ...span, name: is.name, kind: is.kind, isOfSpacedWord: is.isOfSpacedWord ?? false, isBehindMark: hasMark })
    last = is.last ?? 'other'
    signsInGap = 0
    invisibleInGap = 0
  }
  function pass(span: Span): void {
    if (signsInGap <= MOST_INSERTED && invisibleInGap <= MOST_INVISIBLE) return
    row.push({ ...span, name: '', kind: 'break', isOfSpacedWord: false })
    last = 'other'
  }
  function addLetters(span: Span, form: string): void {
    for (const one of form)
      add(span, {
        name: name(one),
        kind: 'letter',
        isOfSpacedWord: [...circle(one)].some(isOfSpacedWord),
        ...([...circle(one)].some(isChineseOrJapanese) ? { last: 'chinese' } : {}),
      })
  }
  /** What is above the first plane and nothing else by folding is its two halves. */
  function addHalves({ start }: Span, character: string): void {
    character.split('').forEach((half, index) => add({ start: start + index, end: start + index + 1 }, { name: half, kind: 'letter' }))
    if (/[\u{20000}-\u{4ffff}]/u.test(character)) last = 'chinese'
  }

  /** 4. Through a row of such signs. */
  function isBeforeLatin(place: number): boolean {
    for (const unit of text.slice(place, place + LONGEST_ROW).split(''))
      if (lookOf(unit, foldings) !== 'looks like a letter' && !isUnseen(unit, foldings)) return isOfSpacedWord(unit)
    return false
  }

  let start = 0
  for (const character of text) {
    const span = { start, end: start + character.length }
    start = span.end
    if (isUnseen(character, foldings)) {
      hasMark ||= isMark(character) && row.length > 0 && !(has('inserted') && last === 'chinese')
      invisibleInGap += character.length
      pass(span)
      continue
    }
    const form = has('width') ? plain(character) : character
    const look = lookOf(character, foldings)
    const isBesideLatin = row.at(-1)?.isOfSpacedWord === true || isBeforeLatin(span.end)
    if (look === 'letter' || (look === 'looks like a letter' && isBesideLatin)) {
      if (character.length > 1 && circle(character).size === 1) addHalves(span, character)
      else addLetters(span, form.length > 1 ? form : character)
      continue
    }
    const isPassed = has('inserted') && ((last === 'chinese' && !ownSigns.has(character)) || (last === 'space' && isWhite(character)))
    if (isPassed) {
      signsInGap += character.length
      pass(span)
    } else if (has('inserted') && isWhite(character)) add(span, { name: 'space', kind: 'sign', last: 'space' })
    else if (character.length > 1) addHalves(span, character)
    else add(span, { name: look === 'sign' ? name(character) : `sign ${form}`, kind: 'sign' })
  }
  return row
}

/** 6. The letters of a text from a place on, as long as the same sign stands after each. */
function spelledFrom(text: string, from: number, foldings: readonly Folding[]): Letter[] {
  const sign = text[from + 1] ?? ''
  const { circle, name } = sameLetter(foldings)
  const letters: Letter[] = []
  if (!isSign(sign) || isUnseen(sign, foldings) || lookOf(sign, foldings) === 'letter') return letters
  for (let at = from; at < text.length; at += 2) {
    const letter = text[at] ?? ''
    const form = foldings.includes('width') ? plain(letter) : letter
    const isLetter =
      (isOfSpacedWord(letter) || (isSign(letter) && lookOf(letter, foldings) !== 'sign')) && form.length === 1 && letter !== sign
    if (!isLetter) break
    letters.push({ name: name(letter), start: at, end: at + 1, kind: 'letter', isOfSpacedWord: [...circle(letter)].some(isOfSpacedWord) })
    if (text[at + 1] !== sign) break
  }
  return letters
}

/** A word as it is looked for. */
type Wanted = { word: string; row: Letter[]; key: string; isSpelled: boolean; isMarked: boolean; isCutShort: boolean }

const keyOf = (row: readonly Letter[]): string => row.map(({ name }) => name).join('\u{10ffff}')

const withoutEdges = (word: string): string => {
  const characters = Array.from(word)
  const isEdge = (character: string): boolean => isWhite(character) || isInvisible(character)
  const from = characters.findIndex((character) => !isEdge(character))
  const to = characters.findLastIndex((character) => !isEdge(character))
  return from < 0 ? '' : characters.slice(from, to + 1).join('')
}

/** 3. */
function signsOfItsOwn(words: readonly string[]): Set<string> {
  const ofSigns = words
    .map(withoutEdges)
    .filter((word) => Array.from(word).every((character) => isSign(character) || isInvisible(character)))
  return new Set(ofSigns.flatMap((word) => Array.from(word).filter(isSign)))
}

function wanted(written: string, sense: Sense): Wanted {
  const word = withoutEdges(written)
  const row = read(word, sense)
  const isSpelled = sense.foldings.includes('inserted') && row.length >= LEAST_SPELLED && row.every((letter) => letter.isOfSpacedWord)
  const isMarked = row.at(-1)?.isBehindMark === true
  const isAtEdge = [word.at(0), word.at(-1)].some((character) => character !== undefined && isMark(character))
  const isCutShort = sense.foldings.includes('markup') && isAtEdge && row.length < 3 && row.every((letter) => letter.isOfSpacedWord)
  return { word, row, key: keyOf(row), isSpelled, isMarked, isCutShort }
}

/** Without gaps that are too long, halves of characters, and too many letters. */
const isUsable = ({ word, row, isCutShort }: Wanted): boolean =>
  !isCutShort && row.length > 0 && row.length <= MOST_LETTERS && row.every(({ kind }) => kind !== 'break') && !/\p{Cs}/u.test(word)

const hasLetter = (text: string): boolean =>
  Array.from(text).some((character) => !isInvisible(character) && /\p{L}/u.test(character + character.normalize('NFKC')))

/** The character before or after a place, through what is invisible. */
function neighbour(characters: Iterable<string>, foldings: readonly Folding[]): string {
  let passed = 0
  for (const character of characters) {
    if (!isUnseen(character, foldings)) return character
    passed += character.length
    if (passed > MOST_INVISIBLE) return ''
  }
  return ''
}

type Place = Span & { wanted: Wanted }

/** 5–7. Every place of every word. */
function places(text: string, words: readonly Wanted[], { ownSigns, foldings, wholeWords }: Sense & Pick<WordList, 'wholeWords'>): Place[] {
  const row = read(text, { foldings, ownSigns })
  const looksAlike = foldings.includes('leet') || foldings.includes('confusable')
  const byKey = new Map<string, Wanted[]>()
  for (const word of words) byKey.set(word.key, [...(byKey.get(word.key) ?? []), word])
  const lengths = [...new Set(words.map((word) => word.row.length))]
  const found: Place[] = []

  function check(stretch: readonly Letter[], candidates: readonly Wanted[]): void {
    const start = stretch[0]?.start ?? 0
    const end = stretch.at(-1)?.end ?? 0
    for (const candidate of candidates) {
      if (candidate.isMarked && !Array.from(text.slice(start, end)).some(isMark)) continue
      if (looksAlike && hasLetter(candidate.word) !== hasLetter(text.slice(start, end))) continue
      const [first, last] = [candidate.row[0], candidate.row.at(-1)]
      const goesOn = (letter: Letter | undefined, next: Iterable<string>): boolean =>
        wholeWords && letter?.isOfSpacedWord === true && isOfSpacedWord(neighbour(next, foldings))
      if (goesOn(first, Array.from(text.slice(0, start)).toReversed()) || goesOn(last, text.slice(end))) continue
      found.push({ start, end, wanted: candidate })
    }
  }

  for (const from of row.keys())
    for (const length of lengths) {
      const stretch = row.slice(from, from + length)
      if (stretch.length === length && stretch.every(({ kind }) => kind !== 'break')) check(stretch, byKey.get(keyOf(stretch)) ?? [])
    }
  if (foldings.includes('inserted'))
    for (const from of text.split('').keys()) {
      const spelled = spelledFrom(text, from, foldings)
      for (const length of lengths.filter((one) => one >= LEAST_SPELLED && one <= spelled.length)) {
        const stretch = spelled.slice(0, length)
        check(
          stretch,
          (byKey.get(keyOf(stretch)) ?? []).filter(({ isSpelled }) => isSpelled),
        )
      }
    }
  return found
}

export type Oracle<Rule extends WordRule = WordRule> = {
  find(text: string): Match<Rule>[]
  mask(text: string): string
}

const isWithin = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.end <= outer.end

export function oracle<Rule extends WordRule>(lists: readonly WordList<Rule>[]): Oracle<Rule> {
  const isAlike = (one: WordList, other: WordList): boolean =>
    FOLDINGS.every((folding) => one.foldings.includes(folding) === other.foldings.includes(folding))
  const wordsOf = ({ rules, exceptions }: WordList): string[] => [...rules.map(({ word }) => word), ...exceptions]
  const prepared = lists.map((list) => {
    const ownSigns = signsOfItsOwn(lists.filter((other) => isAlike(list, other)).flatMap(wordsOf))
    const sense = { ...list, ownSigns }
    const rules = list.rules.map((rule) => ({ rule, ...wanted(rule.word, sense) }))
    const exceptions = list.exceptions.map((phrase) => wanted(phrase, sense))
    return { sense, rules: rules.filter(isUsable), exceptions: exceptions.filter(isUsable) }
  })

  /** Before some hide others: in the order of the rules. */
  function candidates(text: string): Match<Rule>[] {
    return prepared.flatMap(({ sense, rules, exceptions }) => {
      const allowed = places(text, exceptions, sense)
      const rest = places(text, rules, sense).filter((place) => !allowed.some((exception) => isWithin(place, exception)))
      return rules.flatMap((one) => rest.filter((place) => place.wanted === one).map(({ start, end }) => ({ start, end, rule: one.rule })))
    })
  }

  /** 9. Leftmost, of those longest, of those first given. */
  function leftmostLongest(matches: Match<Rule>[], action: Action): Match<Rule>[] {
    const kept: Match<Rule>[] = []
    const mine = matches.filter(({ rule }) => rule.action === action)
    for (const match of mine.toSorted((one, other) => one.start - other.start || other.end - one.end))
      if (match.start >= (kept.at(-1)?.end ?? 0)) kept.push(match)
    return kept
  }

  function find(text: string): Match<Rule>[] {
    const all = candidates(text)
    return ACTIONS.flatMap((action) => leftmostLongest(all, action)).toSorted(
      (one, other) => one.start - other.start || one.end - other.end,
    )
  }

  /** 10. */
  function mask(text: string): string {
    const units = text.split('')
    for (const { start, end, rule } of find(text)) if (rule.action === 'mask' || rule.action === 'refuse') units.fill('•', start, end)
    return units.join('')
  }

  return { find, mask }
}
