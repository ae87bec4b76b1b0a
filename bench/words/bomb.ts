/** Words that lie in one another, a², a³ … a¹⁰¹, on a row of a's: what grows with the number of matches and not with the text goes up in smoke. */

import { ENGINES, type EngineName } from './engines.ts'

export type Bomb = { halfMs: number; wholeMs: number }

const WORDS = Array.from({ length: 100 }, (_, index) => 'a'.repeat(index + 2))
const LETTERS = 40_000

export async function bomb(name: EngineName): Promise<Bomb> {
  const engine = (await ENGINES[name](WORDS))()
  const millisecondsFor = (letters: number): number => {
    const text = 'a'.repeat(letters)
    const begun = process.cpuUsage()
    engine.count(text)
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1_000
  }
  const times = [0, 1, 2].map(() => ({ halfMs: millisecondsFor(LETTERS / 2), wholeMs: millisecondsFor(LETTERS) }))
  return { halfMs: Math.min(...times.map(({ halfMs }) => halfMs)), wholeMs: Math.min(...times.map(({ wholeMs }) => wholeMs)) }
}
