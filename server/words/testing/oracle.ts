/**
 * What the engine must answer, found as slowly and plainly as its page puts it: the row of letters, every word at every place, then the
 * rules that drop a match. Numbers in comments are the rules of `../README.md`.
 */

import { ACTIONS, LEAST_SPELLED, MOST_INSERTED, MOST_INVISIBLE } from '../rule.ts'
import type { Action, Folding, Match, WordList, WordRule } from '../rule.ts'
import { plain, sameLetter } from './same-letter.ts'

type Letter = { name: string; start: number; end: number; kind: 'letter' | 'sign' | 'break' }
type Span = { start: number; end: number }

const INVISIBLE = new RegExp(
  [
    /\p{Cf}|\p{Default_Ignorable_Code_Point}|\p{Variation_Selector}/u.source,
    /(?!\p{White_Space})\p{Cc}/u.source,
    /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/u.source,
  ].join('|'),
  'u',
)
const SIGN = /^[\p{P}\p{S}\p{White_Space}\p{Extended_Pictographic}]$/u
const LETTER = /\p{L}/u
const LETTER_OR_DIGIT = /^[\p{L}\p{N}]$/u
const CHINESE_OR_JAPANESE = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}]$/u
const WITHOUT_SPACES = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{Script=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u

/** 7. A character that can be part of a word between spaces. */
const isOfSpacedWord = (character: string): boolean => LETTER_OR_DIGIT.test(character) && !WITHOUT_SPACES.test(character)

/** 1–4. The row of letters. */
export function read(text: string, foldings: readonly Folding[]): Letter[] {
  const has = (folding: Folding): boolean => foldings.includes(folding)
  const { circle, name } = sameLetter(foldings)
  const formOf = (character: string): string => (has('width') ? plain(character) : character)
  const leetSigns = `${has('leet') ? '!|@$+' : ''}${has('confusable') ? '|' : ''}`
  const row: Letter[] = []
  /** Of the last letter, or of nothing yet. */
  let last: 'chinese' | 'space' | 'other' = 'other'
  let signsInGap = 0
  let invisibleInGap = 0
  /** Whether the code unit before was read as an ASCII letter, a digit or a leet sign. */
  let isBesideLatin = false

  function letter(span: Span, is: { name: string; kind: 'letter' | 'sign'; last?: 'chinese' | 'space' }): void {
    row.push({ ...span, name: is.name, kind: is.kind })
    last = is.last ?? 'other'
    signsInGap = 0
    invisibleInGap = 0
  }
  const gapIsTooLong = (span: Span): void => {
    row.push({ ...span, name: '', kind: 'break' })
  }

  let start = 0
  for (const character of text) {
    const span = { start, end: start + character.length }
    start = span.end
    const form = formOf(character)
    const isAfterLatin = isBesideLatin
    isBesideLatin = false

    if (has('invisible') && INVISIBLE.test(character)) {
      invisibleInGap += character.length
      if (invisibleInGap > MOST_INVISIBLE) gapIsTooLong(span)
      continue
    }

    const isLeetSign = leetSigns.includes(form)
    const isLeetLetter = isLeetSign && (isAfterLatin || /[a-z0-9]/i.test(text[span.end] ?? ''))
    const isLetterByItsLook = has('confusable') && !isLeetSign && [...circle(form)].some((one) => LETTER.test(one))
    const isSign = !isLeetLetter && !isLetterByItsLook && SIGN.test(form)

    if (isSign) {
      const isSpace = /\p{White_Space}/u.test(form)
      const isPassedOver = has('inserted') && (last === 'chinese' || (last === 'space' && isSpace))
      if (isPassedOver) {
        signsInGap += character.length
        if (signsInGap > MOST_INSERTED) gapIsTooLong(span)
      } else if (has('inserted') && isSpace) letter(span, { name: 'space', kind: 'sign', last: 'space' })
      else letter(span, { name: `sign ${isLeetSign ? form : name(form)}`, kind: 'sign' })
      continue
    }

    for (const one of form) {
      const isChinese = CHINESE_OR_JAPANESE.test(one)
      letter(span, { name: name(one), kind: 'letter', ...(isChinese ? { last: 'chinese' as const } : {}) })
    }
    isBesideLatin = isLeetLetter || [...circle([...form].at(-1) ?? '')].some((one) => /^[a-z0-9]$/i.test(one))
  }
  return row
}

/** A word as it is looked for. */
type Wanted = { word: string; row: Letter[]; key: string; isSpelled: boolean }

const keyOf = (row: readonly Letter[]): string => row.map(({ name }) => name).join('\u{10ffff}')

function wanted(word: string, foldings: readonly Folding[]): Wanted {
  const row = read(word, foldings)
  const isSpelled =
    foldings.includes('inserted') &&
    row.length >= LEAST_SPELLED &&
    row.every(({ start, end }) => isOfSpacedWord(word.slice(start, end)))
  return { word, row, key: keyOf(row), isSpelled }
}

function hasLetter(text: string, foldings: readonly Folding[]): boolean {
  return LETTER.test(text) || (foldings.includes('width') && [...text].some((character) => LETTER.test(plain(character))))
}

/** The character before or after a place, through what is invisible. */
function neighbour(characters: Iterable<string>, foldings: readonly Folding[]): string {
  let passed = 0
  for (const character of characters) {
    if (!foldings.includes('invisible') || !INVISIBLE.test(character)) return character
    passed += character.length
    if (passed > MOST_INVISIBLE) return ''
  }
  return ''
}

type Place = Span & { wanted: Wanted }

/** 5–7. Every place of every word. */
function places(text: string, words: readonly Wanted[], { foldings, wholeWords }: Pick<WordList, 'foldings' | 'wholeWords'>): Place[] {
  const row = read(text, foldings)
  const looksAlike = foldings.includes('leet') || foldings.includes('confusable')
  const byKey = new Map<string, Wanted[]>()
  for (const word of words) byKey.set(word.key, [...(byKey.get(word.key) ?? []), word])
  const lengths = [...new Set(words.map((word) => word.row.length))]
  const found: Place[] = []

  function check(stretch: readonly Letter[], candidates: readonly Wanted[]): void {
    const start = stretch[0]?.start ?? 0
    const end = stretch.at(-1)?.end ?? 0
    for (const candidate of candidates) {
      const { word } = candidate
      if (looksAlike && hasLetter(word, foldings) !== stretch.some((one) => hasLetter(text.slice(one.start, one.end), foldings))) continue
      const [first, last] = [candidate.row[0], candidate.row.at(-1)].map((one) => (one ? word.slice(one.start, one.end) : ''))
      const before = neighbour([...text.slice(0, start)].toReversed(), foldings)
      const after = neighbour(text.slice(end), foldings)
      if (wholeWords && isOfSpacedWord(first ?? '') && isOfSpacedWord(before)) continue
      if (wholeWords && isOfSpacedWord(last ?? '') && isOfSpacedWord(after)) continue
      found.push({ start, end, wanted: candidate })
    }
  }

  for (const from of row.keys()) {
    for (const length of lengths) {
      const stretch = row.slice(from, from + length)
      if (stretch.length === length && stretch.every(({ kind }) => kind !== 'break')) check(stretch, byKey.get(keyOf(stretch)) ?? [])
      const spelled = row.slice(from, from + 2 * length - 1)
      const letters = spelled.filter((_, index) => index % 2 === 0)
      const between = spelled.filter((_, index) => index % 2 === 1)
      const isSpelledOut =
        letters.length === length &&
        between.every(({ kind, name }) => kind === 'sign' && name === between[0]?.name) &&
        spelled.every(({ start }, index) => index === 0 || spelled[index - 1]?.end === start)
      if (isSpelledOut) check(letters, (byKey.get(keyOf(letters)) ?? []).filter(({ isSpelled }) => isSpelled))
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
  const prepared = lists.map((list) => {
    const rules = list.rules.map((rule) => ({ rule, ...wanted(rule.word, list.foldings) }))
    const exceptions = list.exceptions.map((phrase) => wanted(phrase, list.foldings))
    const isUsable = ({ row }: Wanted): boolean => row.length > 0
    return { list, rules: rules.filter(isUsable), exceptions: exceptions.filter(isUsable) }
  })

  /** Before some hide others: in the order of the rules. */
  function candidates(text: string): Match<Rule>[] {
    return prepared.flatMap(({ list, rules, exceptions }) => {
      const allowed = places(text, exceptions, list)
      const rest = places(text, rules, list).filter((place) => !allowed.some((exception) => isWithin(place, exception)))
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
    for (const { start, end, rule } of find(text))
      if (rule.action === 'mask' || rule.action === 'refuse') units.fill('•', start, end)
    return units.join('')
  }

  return { find, mask }
}
