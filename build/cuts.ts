/**
 * Packages without what the widget never asks of them: named passages are cut out of a package's own sources while they are bundled. Every cut must
 * find what it cuts: a version that is written otherwise fails the build, and is looked at before it ships.
 */

import { join } from 'node:path'

/** A pattern, or the beginning of a passage and what stands behind it; then what takes its place. */
export type Cut = readonly [what: RegExp | readonly [from: string, until: string], replacement?: string]

/** By the file's path inside `node_modules`. */
export type Cuts = { readonly [file: string]: readonly Cut[] }

/** Where the package's file lies. */
export const installed = (file: string): string => join(import.meta.dirname, '../node_modules', file)

/** What is left of the file with this path: all of it, if it is none of those. */
export function cutOut(cuts: Cuts, path: string, code: string): string {
  const file = path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length)
  let left = code
  for (const [what, replacement = ''] of cuts[file] ?? []) {
    const before = left
    if (what instanceof RegExp) {
      left = left.replace(what, replacement)
    } else {
      const [from, until] = what
      const start = left.indexOf(from)
      const end = left.indexOf(until, start)
      if (start >= 0 && end > start) left = left.slice(0, start) + replacement + left.slice(end)
    }
    if (left === before) throw new Error(`${file} has no ${String(what)} any more`)
  }
  return left
}
