/**
 * Which words the engine can use at all: some have no letters for it, or become too long by its foldings. It is asked itself, with the foldings of the list, so
 * that a list never keeps what nothing can ever match.
 */

import type { Folding, WordRule } from '../words/rule.ts'
import { compileLists } from './compile.ts'
import { newList } from './new-list.ts'
import { MOST_FAULTS, type RulesRead } from './read-rules.ts'
import { TooManyRules, WORD_LIMITS } from './rule-fault.ts'

/** Why each of these words cannot be used, as the end of a sentence that begins with it. Those that can be used are not in it. */
export async function unusableWords(words: readonly string[], foldings: readonly Folding[]): Promise<Map<string, string>> {
  const rules = words.map((word, index) => ({ word, category: '', action: 'mask' as const, list: '', place: index + 1 }))
  const { faults } = await compileLists([{ ...newList('', { name: '', foldings: [...foldings] }, 0), rules, ruleCount: rules.length }])
  return new Map(faults.map(({ word, says }) => [word, says]))
}

/** What was read, without the rules that cannot be used: their lines are told like those that are no rules. Throws where there are more than one list can have. */
export async function usableRules(read: RulesRead, foldings: readonly Folding[]): Promise<RulesRead> {
  if (read.rules.length > WORD_LIMITS.rules) throw new TooManyRules()
  const unusable = await unusableWords(
    read.rules.map(({ word }) => word),
    foldings,
  )
  if (unusable.size === 0) return read
  const isUsable = ({ word }: WordRule): boolean => !unusable.has(word)
  const faults = read.rules.flatMap(({ word }, index) => {
    const says = unusable.get(word)
    return says === undefined ? [] : [{ line: read.lines[index] ?? 0, says: `the word ${says}` }]
  })
  return {
    rules: read.rules.filter(isUsable),
    lines: read.lines.filter((_, index) => isUsable(read.rules[index] as WordRule)),
    faults: [...read.faults, ...faults].toSorted((one, other) => one.line - other.line).slice(0, MOST_FAULTS),
    faultCount: read.faultCount + faults.length,
    repeated: read.repeated,
  }
}
