/**
 * Which approved question a message is, although it is none of its wordings. Two ways, both made so that what they find can mean nothing else:
 *
 * - It differs from a wording only by what changes no meaning (`english.ts`, `chinese.ts`), and in English by a slip in long words. The words are first made the site's own,
 *   as `spelling.ts` knows them; then all of them must be there, in their order. So nothing can be left out, added or turned round.
 * - English, and with some wordings to compare: the three wordings of one question that are most like it are far more like it than those of any other, hardly a word of it is
 *   unknown there, it is asked as they are (`asking.ts`), and `same-meaning.ts` finds no difference to the nearest. The numbers are those that `bench/questions.ts` chose.
 */

import type { Question } from '../ports/questions.ts'
import { slicesOf } from '../slices.ts'
import { askingOf, isAskedSo, type Asking } from './asking.ts'
import { chineseText } from './chinese.ts'
import { ENGLISH_SMALL_WORDS, englishWords, singular } from './english.ts'
import { normaliseQuestion } from './normalise-question.ts'
import { createSpelling } from './spelling.ts'
import { indexSupport, type Support } from './support.ts'

export type Likeness = { question: Question; score: number }
/** `mayBe`: questions that are let pass. */
export type FindLike = (text: string, mayBe: (question: Question) => boolean) => Likeness | undefined

export type Wording = { question: Question; words: readonly string[]; names: ReadonlySet<string> }

const QUESTIONS_AT_ONCE = 10
const MOST_SLIPS = 2
const WORDS_TO_A_SLIP = 3
/** Other words that a slip can have come from. */
const MOST_MEANT = 4
const SLIP = 0.05

/** Languages whose little words are known here. In others a message is word for word a wording, or it is none. */
export async function indexLikeness(language: string, questions: readonly Question[]): Promise<FindLike> {
  if (language === 'en') return indexEnglish(questions)
  if (language === 'zh') return indexChinese(questions)
  return () => undefined
}

async function indexChinese(questions: readonly Question[]): Promise<FindLike> {
  const byText = new Map<string, Question[]>()
  for await (const slice of slicesOf(questions, QUESTIONS_AT_ONCE))
    for (const question of slice)
      for (const wording of [question.text, ...question.variants]) {
        const text = chineseText(normaliseQuestion(wording))
        if (text.length > 1) byText.set(text, [...(byText.get(text) ?? []), question])
      }
  return (asked, mayBe) => onlyOne(byText.get(chineseText(normaliseQuestion(asked)))?.filter(mayBe) ?? [], 1 - SLIP)
}

async function indexEnglish(questions: readonly Question[]): Promise<FindLike> {
  const wordings: Wording[] = []
  const byWords = new Map<string, Wording[]>()
  const known = new Set(ENGLISH_SMALL_WORDS)
  const allNames = new Set<string>()
  const askings = new Map<string, Set<Asking | undefined>>()
  for await (const slice of slicesOf(questions, QUESTIONS_AT_ONCE))
    for (const question of slice)
      for (const text of [question.text, ...question.variants]) {
        const normal = normaliseQuestion(text)
        const wording = { question, words: englishWords(normal), names: namesIn(text) }
        if (wording.words.length === 0) continue
        wordings.push(wording)
        askings.set(question.id, (askings.get(question.id) ?? new Set()).add(askingOf(normal)))
        const key = wording.words.join(' ')
        byWords.set(key, [...(byWords.get(key) ?? []), wording])
        for (const word of [...normal.split(' '), ...wording.words]) known.add(word).add(singular(word))
        for (const name of wording.names) allNames.add(name)
      }
  const spelling = await createSpelling(known, allNames)
  const support: Support = await indexSupport(wordings)

  return (asked, mayBe) => {
    const names = namesIn(asked)
    const words = normaliseQuestion(asked).split(' ')
    const meant = words.map((word) => (names.has(word) || known.has(singular(word)) ? [word] : spelling.meant(word)).slice(0, MOST_MEANT))
    const slips = meant.filter((those, index) => those.length > 0 && those[0] !== words[index]).length
    const hasSameNames = (wording: Wording): boolean =>
      [...names, ...wording.names].every((name) => words.includes(name) && isIn(wording, name))

    if (
      slips <= Math.min(MOST_SLIPS, Math.max(1, Math.floor(words.length / WORDS_TO_A_SLIP))) &&
      meant.every((those) => those.length > 0)
    ) {
      const found = spellings(meant)
        .flatMap((spelled) => byWords.get(englishWords(spelled).join(' ')) ?? [])
        .filter(({ question }) => mayBe(question))
      if (found.length > 0)
        return onlyOne(
          found.map(({ question }) => question),
          1 - SLIP * Math.max(1, slips),
        )
    }
    const spelled = words.map((word, index) => (meant[index]?.length === 1 ? (meant[index][0] ?? word) : word)).join(' ')
    const asking = askingOf(spelled)
    const isAlike = (wording: Wording): boolean => hasSameNames(wording) && isAskedSo(asking, askings.get(wording.question.id) ?? new Set())
    return support(englishWords(spelled), (wording) => mayBe(wording.question), isAlike)
  }
}

const isIn = ({ names, words }: Wording, name: string): boolean => names.has(name) || words.includes(name)

/** Where it could be two questions, it is none. */
function onlyOne(questions: readonly Question[], score: number): Likeness | undefined {
  const [question] = questions
  return question && questions.every(({ id }) => id === question.id) ? { question, score } : undefined
}

/** Every text that the words can make; of the few that have more than one meaning, all of them. */
const spellings = (meant: readonly (readonly string[])[]): string[] =>
  meant.reduce<string[]>((texts, those) => texts.flatMap((text) => those.map((word) => `${text}${word} `)), ['']).map((text) => text.trim())

/** Words with a capital where a sentence does not begin; none in what is written in capitals as a whole, or in no capitals. */
function namesIn(text: string): Set<string> {
  const words = text.match(/[\p{L}\p{N}'’]+/gu) ?? []
  if (!words.slice(1).some((word) => /^\p{Ll}/u.test(word))) return new Set()
  const found = text.match(/(?<=[\p{L}\p{N},;:] +)\p{Lu}[\p{L}\p{N}]+/gu) ?? []
  return new Set(found.map(normaliseQuestion))
}
