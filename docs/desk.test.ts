/** The table of keys in the documentation is the one that the desk has. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KEYS } from '../desk/core/keys.ts'
import { en } from '../desk/i18n/en.ts'

test('docs/desk.md has every key of the desk with what it does, and no other', () => {
  const text = readFileSync(new URL('desk.md', import.meta.url), 'utf8')
  const rows = KEYS.map(
    ({ keys, command }) =>
      `| ${keys
        .flatMap((key) => key.split(' '))
        .map((key) => `\`${key}\``)
        .join(' ')} | ${en.commands[command]} |`,
  )
  const [, table = ''] = /### The keyboard([^]*?)\n## /.exec(text) ?? []
  expect(table.match(/^\| `.*$/gm)).toEqual(rows)
})
