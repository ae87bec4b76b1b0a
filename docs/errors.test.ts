import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from '../shared/errors.ts'

const text = readFileSync(fileURLToPath(new URL('errors.md', import.meta.url)), 'utf8')
const rows = [...text.matchAll(/^\| `([a-z_]+)` \| (\d+) \| (yes|no) \| (.+?) \|$/gm)].map(([, code, status, retry, says]) => ({
  code: code!,
  status: Number(status),
  retryable: retry === 'yes',
  says: says!.trim(),
}))

describe('docs/errors.md', () => {
  test('every error that can leave the house is listed, as it is', () => {
    for (const [code, row] of Object.entries(ERRORS)) expect(rows).toContainEqual({ code, ...row })
  })

  test('every error that is listed exists', () => {
    expect(rows.length).toBeGreaterThan(0)
    for (const { code } of rows) expect(ERRORS[code as ErrorCode], code).toBeDefined()
  })
})
