/** Which commands may have been meant by a mistyped one. */

/** The nearest ones, if any is near at all; else those of the first word that is nearest. */
export function nearNames(words: readonly string[], names: readonly string[]): string[] {
  const near = nearest(words, names)
  if (near.length > 0) return near
  const groups = nearest(words, [...new Set(names.map(firstWord))])
  return names.filter((name) => groups.includes(firstWord(name)))
}

function nearest(words: readonly string[], names: readonly string[]): string[] {
  const far = names.map((name) => {
    const typed = words.slice(0, name.split(' ').length).join(' ')
    return { name, edits: editsBetween(typed, name), allowed: Math.floor(name.length / 3) }
  })
  const least = Math.min(...far.map(({ edits }) => edits))
  return far.filter(({ edits, allowed }) => edits === least && edits <= allowed).map(({ name }) => name)
}

const firstWord = (name: string): string => name.split(' ')[0] ?? ''

/** Letters that are added, taken away, changed, or swapped with the next. */
function editsBetween(one: string, other: string): number {
  let [before, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let to = 1; to <= other.length; to++) {
      const changed = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1)
      const isSwapped = one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1]
      const swapped = isSwapped && at > 1 && to > 1 ? (before[to - 2] ?? 0) + 1 : Infinity
      next.push(Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, changed, swapped))
    }
    ;[before, row] = [row, next]
  }
  return row[other.length] ?? 0
}
