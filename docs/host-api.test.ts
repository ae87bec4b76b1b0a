/** The page for website owners names every command, event and option, and none that is not there. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const page = read('host-api.md')
const types = read('../widget/public-api.ts')
const loader = read('../widget/loader.ts')
const handover = read('../widget/handover.ts')

const section = (title: string) => new RegExp(`## ${title}\\n(.*?)(?=\\n## |$)`, 's').exec(page)?.[1] ?? ''
const firstCells = (title: string) => [...section(title).matchAll(/^\| (`.*?) \|/gm)].map((match) => match[1] ?? '')
const bodyOf = (source: string, type: string) => new RegExp(`export type ${type} = \\{\\n(.*?)\\n\\}`, 's').exec(source)?.[1] ?? ''

test('commands', () => {
  const named = firstCells('Commands').flatMap((cell) => [...cell.matchAll(/`(\w+)\(/g)].map((match) => match[1]))
  const there = [...bodyOf(types, 'Commands').matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1])
  expect(there.length).toBeGreaterThan(10)
  expect(named.toSorted()).toEqual([...there, 'on'].toSorted())
})

test('events', () => {
  const there = [...bodyOf(types, 'HostEvents').matchAll(/^ {2}'?([\w-]+)'?:/gm)].map((match) => `\`${match[1]}\``)
  expect(there.length).toBeGreaterThan(6)
  expect(firstCells('Events').toSorted()).toEqual(there.toSorted())
})

test('options', () => {
  const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const ofLoader = [...loader.matchAll(/option\('(\w+)'/g)].map((match) => match[1] ?? '')
  const ofApp = ['locale', 'colorScheme', 'sound', 'titleBadge']
  for (const name of ofApp) expect(bodyOf(handover, 'Settings')).toContain(`${name}?:`)
  expect(firstCells('Options').toSorted()).toEqual([...ofLoader, ...ofApp].map((name) => `\`data-${kebab(name)}\``).toSorted())
})
