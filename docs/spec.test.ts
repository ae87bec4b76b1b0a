import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Ids in square brackets, as test names carry them. */
function idsInTests(): Set<string> {
  const ids = new Set<string>()
  for (const folder of ['shared', 'server', 'widget', 'e2e']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(test|contract|spec)\.tsx?$/.test(file) || file.includes('node_modules')) continue
      for (const [, id] of readFileSync(join(root, folder, file), 'utf8').matchAll(/\[([A-Z]-[A-Z]{2,})\]/g)) ids.add(id!)
    }
  }
  return ids
}

describe('docs/spec.md', () => {
  const rules = [...readFileSync(join(root, 'docs/spec.md'), 'utf8').matchAll(/^\| ([A-Z]-[A-Z]{2,}) \|/gm)].map(([, id]) => id!)

  test('has every rule once', () => {
    expect(rules.length).toBeGreaterThan(20)
    expect(new Set(rules).size).toBe(rules.length)
  })

  test('every rule has a test that carries its id', () => {
    const tested = idsInTests()
    expect(rules.filter((rule) => !tested.has(rule))).toEqual([])
  })

  test('every id in a test’s name is a rule', () => {
    expect([...idsInTests()].filter((id) => !rules.includes(id))).toEqual([])
  })
})
