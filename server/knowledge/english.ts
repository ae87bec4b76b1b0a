/**
 * English wordings without what does not change their meaning: courtesy, articles, contractions, the many ways to begin “how do I”. Whatever may change it stays: who,
 * what, when, how much, not, from and to, I or you, and the order of all of it.
 */

const CONTRACTIONS: Record<string, string> = {
  ...Object.fromEntries(
    ['do', 'does', 'did', 'is', 'are', 'was', 'were', 'could', 'would', 'should', 'has', 'have', 'had'].map((verb) => [
      `${verb}nt`,
      `${verb} not`,
    ]),
  ),
  cant: 'can not',
  cannot: 'can not',
  wont: 'will not',
  im: 'i am',
  ive: 'i have',
  youre: 'you are',
  whats: 'what is',
  wheres: 'where is',
  whens: 'when is',
  whos: 'who is',
  hows: 'how is',
  theres: 'there is',
  u: 'you',
  ur: 'your',
  pls: 'please',
  plz: 'please',
  thx: 'thanks',
}

/** In this order, each on what the one before has left; between spaces. */
const FRAMES: readonly (readonly [RegExp, string])[] = [
  [/ (?:hi|hello|hey|dear) there /g, ' '],
  [/ good (?:morning|afternoon|evening|day) /g, ' '],
  [/ thank you(?: (?:very|so) much)? /g, ' '],
  [/ (?:can|could|would|will) you (?:please |kindly )?(?:tell|inform|advise|let) me(?: know)?(?: if)? /g, ' '],
  [/ please (?:tell|inform) me(?: if)? /g, ' '],
  [/ (?:let me know|may i ask|i have a question)(?: if| about)? /g, ' '],
  [/ i (?:want|need|wish|like|would like|d like) to (?:know|ask)(?: if)? /g, ' '],
  [/ (?:i was|i am|was) (?:just )?wondering(?: if)? /g, ' '],
  [/ do you (?:happen to )?know(?: if)? /g, ' '],
  [/ how (?:do|can|could|would|should|may|might|must) (?:i|we|one) /g, ' how '],
  [/ how (?:am i|are we) able to /g, ' how '],
  [/ (?:what is|is there) (?:the|a|any)(?: best| easiest| right)? way to /g, ' how '],
  [/ what (?:do|should|must|can) (?:i|we)(?: need to| have to)? do to /g, ' how '],
  [/ how to /g, ' how '],
  [/ (?:is it possible(?: for me)?|am i able) to /g, ' can i '],
  [/ (log|sign) in(?:to)? /g, ' $1in '],
  [/ sign up /g, ' signup '],
  [/ e mail/g, ' email'],
]

/** Said without saying anything. “My” is what “the” is here, as nobody asks of anybody else's; “your” is not. */
const FILLERS = new Set(
  (
    'a an the this that these those i me my mine we us our please kindly hi hello hey dear thanks thank ok okay well so and but ' +
    'just really actually simply'
  ).split(' '),
)

/** Forms of one word that differ by number or person alone. */
const FORMS: Record<string, string> = { are: 'is', were: 'was', has: 'have', does: 'do' }

/** Without a plural's ending. */
export const singular = (word: string): string => (/^[a-z]{3,}[^aius]s$/.test(word) ? word.slice(0, -1) : word)

/** The words of a normalised text without the frames around a question. */
export function unframed(normal: string): string[] {
  const spelledOut = normal.split(' ').map((word) => (Object.hasOwn(CONTRACTIONS, word) ? CONTRACTIONS[word] : word))
  let text = ` ${spelledOut.join(' ')} `
  for (const [frame, instead] of FRAMES) text = text.replace(frame, instead)
  return text.trim().split(' ')
}

/** The words of a normalised text that must all be there, in this order. */
export const englishWords = (normal: string): string[] =>
  unframed(normal).flatMap((word) => (word === '' || FILLERS.has(word) ? [] : [singular(FORMS[word] ?? word)]))

/** Every word that a frame, a contraction or a filler is made of: known, however it is spelled at a site. */
export const ENGLISH_SMALL_WORDS: readonly string[] = [
  ...FILLERS,
  ...Object.keys(CONTRACTIONS),
  ...Object.entries(FORMS).flat(),
  ...FRAMES.flatMap(([frame]) => frame.source.match(/[a-z]{2,}/g) ?? []),
  ...'what when where which who whose why how much many long often not no never without about after before from into'.split(' '),
]

const LIGHT = new Set('is am be been was it its of there can do did have to for in on at with'.split(' '))

/** The part of a word that its forms share. Rough, and alike on both sides. */
const stem = (word: string): string =>
  word.length < 5
    ? word
    : word
        .replace(/ies$|ied$/, 'y')
        .replace(/(?<=..[^e])(?:ing|ed)$/, '')
        .replace(/([^aeiou])\1$/, '$1')
        .replace(/e$/, '')

/** Of words as `englishWords` gives them: those that tell what a question is about. */
export const tellingWords = (words: readonly string[]): string[] => words.filter((word) => !LIGHT.has(word)).map(stem)

/** They tell one question from another, and are what none is about. */
const ABOUT_NOTHING = new Set(tellingWords('you your how what which where when why who whose not no yes will would could'.split(' ')))

/** Of telling words: how many different things they name. */
export const subjectsIn = (telling: readonly string[]): number => new Set(telling.filter((word) => !ABOUT_NOTHING.has(word))).size
