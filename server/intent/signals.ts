/**
 * Signs that a conversation goes badly although nobody has said so: the same question again after it was answered, an answer found not helpful, capitals,
 * insults. Each is weak by itself, so one alone never brings a person; and manners alone do not either, without a sign that the answers are at fault.
 */

import { normaliseQuestion } from '../knowledge/normalise-question.ts'
import type { LogEntry } from '../ports/conversations.ts'

/** In the order in which they stand in a reason, with what each weighs. */
const WEIGHTS = { repeat: 2, thumbs_down: 2, capitals: 1, insults: 1 } as const
export type Signal = keyof typeof WEIGHTS
export const SIGNALS = Object.keys(WEIGHTS) as Signal[]
const ENOUGH = 3

/** `before`: the newest entries of the log before these messages, in order. What was said before the floor changed last is settled. */
export function signalsIn(texts: readonly string[], before: readonly LogEntry[]): Signal[] {
  const since = before.slice(before.findLastIndex(({ kind }) => kind === 'floor') + 1)
  const has: Record<Signal, () => boolean> = {
    repeat: () => isRepeated(texts, since),
    thumbs_down: () => lastAnswer(since)?.rating === 'down',
    capitals: () => texts.some(isShouted),
    insults: () => texts.some((text) => INSULTS.test(text.slice(0, LOOKED_AT))),
  }
  return SIGNALS.filter((signal) => has[signal]())
}

export const areEnough = (signals: readonly Signal[]): boolean => signals.reduce((sum, signal) => sum + WEIGHTS[signal], 0) >= ENOUGH

/** Of a long text; manners show early. */
const LOOKED_AT = 1_000

const INSULTS =
  /\b(?:idiots?|idiotic|stupid|morons?|moronic|imbeciles?|dumb(?:ass)?|useless|worthless|pathetic|crap|shit(?:ty)?|bullshit|f+u+c+k\w*|wtf|stfu|screw you|shut up|piece of junk)\b|垃圾(?!桶|袋|箱|分类)|废物|白痴|智障|脑残|傻[逼比叉子瓜]|煞笔|蠢|妈的|他妈|操你|滚蛋|什么玩意|狗屁/iu

const LEAST_CAPITALS = { letters: 12, words: 3, share: 0.8 }

function isShouted(text: string): boolean {
  const head = text.slice(0, LOOKED_AT)
  const upper = head.match(/\p{Lu}/gu)?.length ?? 0
  const letters = upper + (head.match(/\p{Ll}/gu)?.length ?? 0)
  const words = head.match(/\p{Lu}{2,}/gu)?.length ?? 0
  return letters >= LEAST_CAPITALS.letters && words >= LEAST_CAPITALS.words && upper / letters >= LEAST_CAPITALS.share
}

const messageOf = (entry: LogEntry) => (entry.kind === 'message' ? entry.message : undefined)
const isAnswer = (entry: LogEntry): boolean => messageOf(entry)?.author.kind === 'bot' && messageOf(entry)?.origin !== 'notice'
const lastAnswer = (log: readonly LogEntry[]) => log.map((entry) => (isAnswer(entry) ? messageOf(entry) : undefined)).findLast(Boolean)

/** Was one of these asked before, and answered? */
function isRepeated(texts: readonly string[], log: readonly LogEntry[]): boolean {
  const asked = log
    .slice(0, Math.max(0, log.findLastIndex(isAnswer)))
    .flatMap((entry) => (messageOf(entry)?.author.kind === 'visitor' ? [shapeOf(messageOf(entry)?.text ?? '')] : []))
    .filter(isTelling)
  if (asked.length === 0) return false
  const shapes = texts.map(shapeOf).filter(isTelling)
  return shapes.some((shape) => asked.some((other) => areAlike(shape, other)))
}

type Shape = { text: string; digits: string; pairs: Set<string> }

function shapeOf(text: string): Shape {
  const normalised = normaliseQuestion(text.slice(0, LOOKED_AT)).replace(/[?!？！\s]/g, '')
  const letters = Array.from(normalised)
  const pairs = new Set(letters.slice(1).map((letter, index) => (letters[index] ?? '') + letter))
  return { text: normalised, digits: normalised.replace(/\P{Nd}/gu, ' ').trim(), pairs }
}

/** “Yes” and “ok” are said again and again, and are no questions. */
const isTelling = ({ text, pairs }: Shape): boolean => pairs.size >= (/\p{Script=Han}/u.test(text) ? 3 : 8)

const ALIKE = 0.85

/** The same letters in the same order, but for a slip or a word; another number is another question. */
function areAlike(one: Shape, other: Shape): boolean {
  if (one.text === other.text) return true
  if (one.digits !== other.digits) return false
  const [small, large] = one.pairs.size < other.pairs.size ? [one.pairs, other.pairs] : [other.pairs, one.pairs]
  if (2 * small.size < ALIKE * (small.size + large.size)) return false
  let shared = 0
  for (const pair of small) if (large.has(pair)) shared += 1
  return (2 * shared) / (small.size + large.size) >= ALIKE
}
