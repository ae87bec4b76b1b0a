/** Markdown through an abstract builder: what nodes come out, whole and in pieces, and that none of them can do harm. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeHref, splitAddress } from './links.ts'
import { createMarkdownWriter, type NodeBuilder } from './markdown.ts'

type Tree = { name: string; role?: string | undefined; href?: string; start?: number; parent?: Tree; children: (Tree | string)[] }

const builder: NodeBuilder<Tree> = {
  element(parent, name, role) {
    const node: Tree = { name, role, parent, children: [] }
    parent.children.push(node)
    return node
  },
  text(parent, text) {
    const last = parent.children.at(-1)
    if (typeof last === 'string') parent.children[parent.children.length - 1] = last + text
    else parent.children.push(text)
  },
  textBefore(node, text) {
    node.parent!.children.splice(node.parent!.children.indexOf(node), 0, text)
  },
  setText: (node, text) => void (node.children = [text]),
  link: (node, href) => void (node.href = href),
  numberFrom: (node, start) => void (node.start = start),
}

/** A short notation: `p(one strong(two))`, links as `a{href}(text)`. */
function notation(node: Tree | string): string {
  if (typeof node === 'string') return node
  const inside = node.children.map(notation).join('')
  const mark = node.href !== undefined ? `{${node.href}}` : node.start !== undefined ? `{${node.start}}` : ''
  return node.name === '' ? inside : `${node.name}${node.role ? `.${node.role}` : ''}${mark}(${inside})`
}

function render(pieces: Iterable<string>, isEnded = true): string {
  const root: Tree = { name: '', children: [] }
  const writer = createMarkdownWriter(root, builder)
  for (const piece of pieces) writer.write(piece)
  if (isEnded) writer.end()
  return notation(root)
}

const cases: [source: string, expected: string][] = [
  ['plain text', 'p(plain text)'],
  ['**bold** and *italic*, ~~gone~~', 'p(strong(bold) and em(italic), s(gone))'],
  ['# Title\n\ntext', 'p.heading(Title)p(text)'],
  ['- one\n- two', 'ul(li(one)li(two))'],
  ['3. three\n4. four', 'ol{3}(li(three)li(four))'],
  ['1. one\n   - inner\n\nafter', 'ol(li(oneul(li(inner))))p(after)'],
  ['1. one\n   - inner\n\n**after**', 'ol(li(oneul(li(inner))))p(strong(after))'],
  ['1. one\n   - inner\n\n2. two', 'ol(li(oneul(li(inner)))li(two))'],
  ['`code` here', 'p(code(code) here)'],
  ['```js\nlet a\n```', 'pre(code(let a))'],
  ['| a | b |\n|---|---|\n| 1 | 2 |\n', 'div.table(table(tr(th( a )th( b ))tr(td( 1 )td( 2 ))))'],
  ['[page](https://a.example/x)', 'p(a{https://a.example/x}(page))'],
  ['[mail](mailto:a@b.example) [call](tel:+491)', 'p(a{mailto:a@b.example}(mail) a{tel:+491}(call))'],
  ['[bad](javascript:alert(1))', 'p(a(bad)))'],
  ['[bad](JaVaScRiPt:alert`1`)', 'p(a(bad))'],
  ['[bad](data:text/html,x)', 'p(a(bad))'],
  ['[bad](//evil.example)', 'p(a(bad))'],
  ['![alt](https://a.example/i.png)', 'p(a{https://a.example/i.png}(alt))'],
  ['<img src=x onerror=alert(1)>', 'p(<img src=x onerror=alert(1)>)'],
  ['<script>alert(1)</script>', 'p(<script>alert(1)</script>)'],
  ['press [Ctrl] now', 'p(press [a(Ctrl]) now)'],
  ['an open [bracket', 'p(an open [a(bracket))'],
  ['an open [link](https://a.exa', 'p(an open [a(link](https://a.exa))'],
  ['see https://a.example/x.', 'p(see a{https://a.example/x}(https://a.example/x).)'],
  ['链接：https://a.example/x。**谢谢**', 'p(链接：a{https://a.example/x}(https://a.example/x)。strong(谢谢))'],
  ['it costs $5 and $AUD 7', 'p(it costs $5 and $AUD 7)'],
  ['- [ ] open\n- [x] done', 'ul(li(☐ open)li(☑ done))'],
  ['one  \ntwo', 'p(one br()two)'],
  ['', ''],
]

describe.each([
  ['whole', (source: string) => [source]],
  ['character by character', (source: string) => Array.from(source)],
])('Markdown, %s', (_how, cut) => {
  it.each(cases)('%j', (source, expected) => {
    expect(render(cut(source))).toBe(expected)
  })
})

it('gives the same for every way of cutting a text into pieces (seed 7)', () => {
  const piece = fc.constantFrom(
    '**',
    '*',
    '_',
    '`',
    '```',
    '\n',
    '\n\n',
    '- ',
    '1. ',
    '> ',
    '[a](',
    'https://x.example',
    '：https://x.example说',
    ')',
    '|',
    '#',
    ' ',
    'word',
    '说',
    '~~',
    '$',
    '\\',
    '<br>',
    '![',
    'h',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
      (parts, sizes) => {
        const source = parts.join('')
        const pieces: string[] = []
        for (let at = 0, index = 0; at < source.length; index++) {
          const size = sizes[index % sizes.length]!
          pieces.push(source.slice(at, at + size))
          at += size
        }
        expect(render(pieces)).toBe(render([source]))
      },
    ),
    { seed: 7, numRuns: 600 },
  )
})

it('loses no word, however deep the nesting', () => {
  expect(render(['> '.repeat(60), 'deep'])).toContain('deep')
  expect(render(Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- item${depth}\n`))).toContain('item59')
  expect(render(['**a *b '.repeat(60), 'end'])).toContain('end')
})

it('shows a link as text until its address is complete', () => {
  expect(render(['see [the pa'], false)).toBe('p(see a(the p))')
  expect(render(['see [the page](https://a.exam'], false)).toBe('p(see a(the page))')
  expect(render(['see [the page](https://a.example) now'], false)).toBe('p(see a{https://a.example}(the page) no)')
})

describe('addresses', () => {
  it.each(['http://a', 'HTTPS://a.example/?q=1#x', 'mailto:a@b', 'tel:+86-10', ' https://a.example "title"', '<https://a.example>'])(
    'leads to %j',
    (given) => {
      expect(safeHref(given)).toBeDefined()
    },
  )
  it.each([
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    ' \u0001javascript:1',
    'vbscript:x',
    'data:text/html,1',
    'file:///etc/passwd',
    '//a.example',
    '/path',
    'a.example',
    'https:a',
    '',
  ])('does not lead to %j', (given) => {
    expect(safeHref(given)).toBeUndefined()
  })
  it.each([
    ['https://a.example/x).', 'https://a.example/x', ').'],
    ['https://a.example/x_(y)', 'https://a.example/x_(y)', ''],
    ['https://a.example/路径', 'https://a.example/', '路径'],
    ['https://a.example?', 'https://a.example', '?'],
  ])('of %s is %s', (given, url, rest) => {
    expect(splitAddress(given)).toEqual({ url, rest })
  })
})

const attacks = Object.entries(
  import.meta.glob<string>('../../shared/data/xss/*.txt', { query: '?raw', import: 'default', eager: true, exhaustive: true }),
).filter(([path]) => !path.includes('LICENSE'))

describe.skipIf(attacks.length === 0)('known attacks (needs ../shared/data/xss)', () => {
  it.each(attacks)('nothing of %s becomes a link that runs', (_path, source) => {
    const targets: string[] = []
    const lines = source.split('\n')
    for (const line of lines) {
      for (const text of [line, `[x](${line})`, `![x](${line})`]) {
        const root: Tree = { name: '', children: [] }
        const writer = createMarkdownWriter(root, { ...builder, link: (_node, href) => void targets.push(href) })
        writer.write(text)
        writer.end()
      }
    }
    expect(lines.length).toBeGreaterThan(1_000)
    expect(targets.filter((href) => !/^(?:https?:\/\/|mailto:|tel:)/i.test(href))).toEqual([])
  })
})
