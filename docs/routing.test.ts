import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { REASONS } from '../shared/reasons.ts'

test('docs/routing.md has every kind of reason, in order, and no other', () => {
  const text = readFileSync(fileURLToPath(new URL('routing.md', import.meta.url)), 'utf8')
  expect([...text.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, kind]) => kind)).toEqual([...REASONS])
})
