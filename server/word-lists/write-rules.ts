/** Rules as a file that `read-rules.ts` reads back as the same rules in the same order. */

import { slicesOf } from '../slices.ts'
import type { WordRule } from '../words/rule.ts'
import { csvField, guarded } from './csv.ts'
import { looksLikeCsv, USUAL, type RuleFormat } from './read-rules.ts'

const RULES_AT_ONCE = 4_000

export async function writeRules(rules: readonly WordRule[], format: RuleFormat): Promise<string> {
  const line = format === 'csv' ? csvLine : plainLine
  const pieces = format === 'csv' ? ['word,category,action\r\n'] : []
  for await (const slice of slicesOf(rules, RULES_AT_ONCE)) pieces.push(slice.map(line).join(''))
  return pieces.join('')
}

function plainLine({ word, category, action }: WordRule): string {
  const columns = [/^[#\\]/.test(word) ? `\\${word}` : word]
  if (category !== USUAL.category || action !== USUAL.action || looksLikeCsv(word)) columns.push(category)
  if (action !== USUAL.action) columns.push(action)
  return `${columns.join('\t')}\n`
}

/** A word that begins with `#` would be a comment. */
const csvLine = ({ word, category, action }: WordRule): string =>
  `${csvField(guarded(word), word.startsWith('#'))},${csvField(guarded(category))},${action}\r\n`
