/**
 * Chinese wordings without what does not change their meaning: courtesy, particles, the ways to write “how” and “may I”, traditional characters. No character is ever
 * guessed: each one means something, and 退款 is not 退货.
 */

import { TRADITIONAL_PAIRS } from '../words/tables/traditional.ts'

const pairs = Array.from(TRADITIONAL_PAIRS)
const simplified = new Map(pairs.flatMap((character, index) => (index % 2 === 0 ? [[character, pairs[index + 1] ?? '']] : [])))

const ASKING = '(?:(?:我)?(?:想要?)?(?:问|请问|咨询|了解|知道|请教)(?:你|您|你们)?(?:一下|下)?)'
const OPENING = new RegExp(`^(?:你好|您好|嗨|哈喽|请|麻烦(?:你|您|帮忙)?|帮(?:我|忙)|能(?:不能)?告诉我|${ASKING})+`)
/** 什么 and 怎么 end in 么, and are no particles. */
const ENDING = /(?:(?:谢谢|多谢|感谢)[你您]?|[啦吗嘛呢啊呀哦吧]|(?<![什怎这那多])么)+$/

/** In this order, each on what the one before has left. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/您/g, '你'],
  [/多长时间|多少时间/g, '多久'],
  [/啥时候|什么时候|几时/g, '何时'],
  [/为什么|为啥/g, '为何'],
  [/啥/g, '什么'],
  [/怎样|怎么样(?=.)|如何|咋/g, '怎么'],
  [/哪儿|何处|哪(?=$)/g, '哪里'],
  // 能不能, 可不可以, 能否: a question, and no negation.
  [/可(?:以)?不可以|可否/g, '可以'],
  [/([能会是要行])不\1|([能会])否/g, '$1$2'],
  [/有没有/g, '有'],
  [/是否/g, ''],
  [/我们?的?|的|一下/g, ''],
  [/(?<![功性智万只技才节潜效职产本可])能(?!源|量|力)|可(?!以|能|是)/g, '可以'],
]

/** The characters of a normalised text that must all be there, in this order, as one string. */
export function chineseText(normal: string): string {
  let text = Array.from(normal, (character) => simplified.get(character) ?? character)
    .join('')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
  text = text.replace(OPENING, '').replace(ENDING, '')
  for (const [form, instead] of SAME) text = text.replace(form, instead)
  return text
}
