import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { COMMAND_NAMES } from '../server/kefu.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const pages = ['../README.md', '../server/intent/CARD.md', ...readdirSync(folder).filter((name) => name.endsWith('.md'))]
const FIRST_WORDS = new Set(COMMAND_NAMES.map((name) => name.split(' ')[0] ?? ''))

test.each(pages)('%s writes commands as they can be typed, and only such as there are', (page) => {
  const code = [...readFileSync(folder + page, 'utf8').matchAll(/^```[^]*?^```|`[^`\n]+`/gm)].map(([text]) => text).join('\n')
  const untyped = [...code.matchAll(/(?<!-- )\bkefu ([a-z]+)/g)].filter(([, word = '']) => FIRST_WORDS.has(word))
  expect(untyped.map(([text]) => text)).toEqual([])
  for (const [, words = ''] of code.matchAll(/npm run kefu -- ([a-z]+(?: [a-z]+)*)/g))
    expect(
      COMMAND_NAMES.filter((name) => `${words} `.startsWith(`${name} `)),
      words,
    ).not.toEqual([])
})
