import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../server/config/settings.ts'

const text = readFileSync(fileURLToPath(new URL('configuration.md', import.meta.url)), 'utf8')
const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(([, name, what, standard, why]) => [
  name!,
  what!,
  standard!,
  why!,
])

describe('docs/configuration.md', () => {
  test('every setting is listed, as it is', () => {
    for (const [name, row] of Object.entries(SETTINGS))
      expect(rows).toContainEqual([name, row.what, row.default === '' ? 'not set' : `\`${row.default}\``, row.why])
  })

  test('every setting that is listed exists', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(SETTINGS))
  })
})
