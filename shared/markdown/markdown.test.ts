/** Markdown as models write it: what comes of it, whole and in pieces, and what is shown of it while it is being written. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMarkdownReader } from './markdown.ts'
import { hrefsOf, notations, readPieces } from './testing/markdown-notation.ts'

const whole = (source: string): string => notations(createMarkdownReader()(source, true))
const unfinished = (source: string): string => notations(createMarkdownReader()(source, false))

const cases: [source: string, expected: string][] = [
  ['plain text', 'p(plain text)'],
  ['**bold** and *italic*, ~~gone~~', 'p(strong(bold) and em(italic), s(gone))'],
  ['***both*** and **bold *in* bold**', 'p(em(strong(both)) and strong(bold em(in) bold))'],
  ['call snake_case_name(2 * 3 * 4)', 'p(call snake_case_name(2 * 3 * 4))'],
  ['about ~5 to ~10 days', 'p(about ~5 to ~10 days)'],
  ['# Title\n\ntext', 'heading(Title)p(text)'],
  ['## Title ##\ntext', 'heading(Title)p(text)'],
  ['Title\n---\ntext', 'p(Title)hr()p(text)'],
  ['one\n\n---\n\ntwo', 'p(one)hr()p(two)'],
  ['- one\n- two', 'ul(li(one)li(two))'],
  ['- one\n\n- two', 'ul(li(one)li(two))'],
  ['* one\n+ two', 'ul(li(one))ul(li(two))'],
  ['3. three\n4. four', 'ol{3}(li(three)li(four))'],
  ['1. one\n   - inner\n\nafter', 'ol(li(oneul(li(inner))))p(after)'],
  ['1. one\n   - inner\n\n2. two', 'ol(li(oneul(li(inner)))li(two))'],
  ['1. one\n\n   more\n\n   ```\n   code\n   ```\n2. two', 'ol(li(onep(more)pre(code))li(two))'],
  ['- one\n  - two\n    - three\n- four', 'ul(li(oneul(li(twoul(li(three)))))li(four))'],
  ['> quoted\n> - item\nlazily\n\nafter', 'blockquote(p(quoted)ul(li(itembr()lazily)))p(after)'],
  ['`code` here, ``a ` tick``', 'p(code(code) here, code(a ` tick))'],
  ['```js\nlet a\n\n\tb()\n```\nafter', 'pre(let a\n\n\tb())p(after)'],
  ['~~~\n```\n~~~', 'pre(```)'],
  ['````\n```\n````', 'pre(```)'],
  ['```\nnever closed\n', 'pre(never closed)'],
  ['| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| 2 |\n\nafter', 'table(tr(th(a)th(b))tr(td(1)td(code(x|y)))tr(td(2)))p(after)'],
  ['prices:\n\na | b\n--- | ---\n1 | 2', 'p(prices:)table(tr(th(a)th(b))tr(td(1)td(2)))'],
  ['a | b\n---\nno table', 'p(a | b)hr()p(no table)'],
  ['[page](https://a.example/x)', 'p(a{https://a.example/x}(page))'],
  [
    '[page](<https://a.example/x y> "title") [p](https://a.example/(x) \'t\')',
    'p([page](<a{https://a.example/x}(https://a.example/x) y> "title") a{https://a.example/(x)}(p))',
  ],
  ['[**bold** page](https://a.example/?a=1&amp;b=2)', 'p(a{https://a.example/?a=1&b=2}(strong(bold) page))'],
  ['[mail](mailto:a@b.example) [call](tel:+491)', 'p(a{mailto:a@b.example}(mail) a{tel:+491}(call))'],
  ['[https://a.example](https://b.example)', 'p(a{https://b.example}(https://a.example))'],
  ['[![badge](https://a.example/b.svg)](https://b.example)', 'p(a{https://b.example}(badge))'],
  ['[bad](javascript:alert(1))', 'p(bad)'],
  ['[bad](JaVaScRiPt:alert`1`)', 'p(bad)'],
  ['[bad](&#106;avascript:alert(1)) [bad](java\\script:1) [bad](data:text/html,x) [bad](//evil.example)', 'p(bad bad bad bad)'],
  ['![alt](https://a.example/i.png)', 'p(a{https://a.example/i.png}(alt))'],
  ['<img src=x onerror=alert(1)>', 'p(<img src=x onerror=alert(1)>)'],
  ['<script>alert(1)</script>', 'p(<script>alert(1)</script>)'],
  ['one<br>two<br />three', 'p(onebr()twobr()three)'],
  ['press [Ctrl] now', 'p(press [Ctrl] now)'],
  ['an open [bracket', 'p(an open [bracket)'],
  ['an open [link](https://a.exa', 'p(an open [link](a{https://a.exa}(https://a.exa))'],
  ['see https://a.example/x.', 'p(see a{https://a.example/x}(https://a.example/x).)'],
  ['**https://a.example/snake_case_**', 'p(strong(a{https://a.example/snake_case}(https://a.example/snake_case)_))'],
  ['<https://a.example> or <help@a.example>', 'p(a{https://a.example}(https://a.example) or a{mailto:help@a.example}(help@a.example))'],
  ['链接：https://a.example/x。**谢谢**', 'p(链接：a{https://a.example/x}(https://a.example/x)。strong(谢谢))'],
  [
    'https://a.example/路径 https://a.example。',
    'p(a{https://a.example/}(https://a.example/)路径 a{https://a.example}(https://a.example)。)',
  ],
  ['**您好！**请问**“订单号”**是多少', 'p(strong(您好！)请问strong(“订单号”)是多少)'],
  ['it costs $5 and $AUD 7', 'p(it costs $5 and $AUD 7)'],
  ['- [ ] open\n- [x] done\n- [link](https://a.example)', 'ul(li(☐ open)li(☑ done)li(a{https://a.example}(link)))'],
  ['one  \ntwo\\\nthree\nfour', 'p(onebr()twobr()threebr()four)'],
  [
    '&lt;b&gt; &amp;amp; &quot;it&#39;s&quot;&nbsp;2 &#20320;&#0; &constructor; &',
    'p(<b> &amp; "it\'s"\u00a02 &#20320;&#0; &constructor; &)',
  ],
  ['这是***重要***的，*很**好**看*', 'p(这是em(strong(重要))的，em(很strong(好)看))'],
  ['使用VPN**（推荐）**连接', 'p(使用VPNstrong(（推荐）)连接)'],
  ['Steps:\n  - one\n  - two\n      - three', 'p(Steps:)ul(li(one)li(twoul(li(three))))'],
  ['1. ```sh\n   npm i\n     x\n   ```\n2. two', 'ol(li(pre(npm i\n  x))li(two))'],
  ['one\u2028two\u2029three', 'p(onebr()twobr()three)'],
  ['\\*not bold\\* C:\\temp 1\\. one', 'p(*not bold* C:\\temp 1. one)'],
  ['one\r\ntwo\r\n\r\nthree', 'p(onebr()two)p(three)'],
  ['', ''],
]

describe.each([
  ['whole', (source: string) => [source]],
  ['character by character', (source: string) => Array.from(source)],
])('Markdown, %s', (_how, cut) => {
  it.each(cases)('%j', (source, expected) => {
    expect(notations(readPieces(cut(source)).at(-1) ?? [])).toBe(expected)
  })
})

describe('Markdown that is being written', () => {
  it.each([
    ['a **bold wor', 'p(a strong(bold wor))'],
    ['a **bold word*', 'p(a strong(bold word))'],
    ['a **', 'p(a )'],
    ['a `cod', 'p(a code(cod))'],
    ['see [the pa', 'p(see the pa)'],
    ['see [the page]', 'p(see the page)'],
    ['see [the page](https://a.exam', 'p(see the page)'],
    ['see [the page](https://a.example "ti', 'p(see the page)'],
    ['see https://a.exam', 'p(see https://a.exam)'],
    ['see [the page](https://a.example) now', 'p(see a{https://a.example}(the page) now)'],
    ['text\n-', 'p(text)'],
    ['text\n\n2.', 'p(text)'],
    ['text\n\n``', 'p(text)'],
    ['- one\n- ', 'ul(li(one))'],
    ['| a | b |\n|--', 'p()'],
    // As the first row of a table, it would fall apart.
    ['see [a|b](https://a.example)', 'p(see a|b)'],
    ['see [a|b](https://a.example)\nnow', 'p(see a{https://a.example}(a|b)br()now)'],
    ['see [the page](<https://a.example/x', 'p(see the page)'],
    ['see [the page](\n(https://a.example)', 'p(see the page)'],
    ['```js `', ''],
    ['| a | b |\n|---|---|\n| a | **2', 'table(tr(th(a)th(b))tr(td(a)td(strong(2))))'],
  ])('%j is shown as what it will probably be', (source, expected) => {
    expect(unfinished(source)).toBe(expected)
  })

  it('keeps the blocks that cannot change any more as they are', () => {
    const read = createMarkdownReader()
    const [first] = read('one\n\n- two\n', false)
    const blocks = read('one\n\n- two\n- three', false)
    expect(blocks[0]).toBe(first)
    expect(notations(blocks)).toBe('p(one)ul(li(two)li(three))')
  })

  it('starts over when the text is another one', () => {
    const read = createMarkdownReader()
    read('# one\n\ntwo\n\nthree', false)
    expect(notations(read('# one\n\nfour', true))).toBe('heading(one)p(four)')
    expect(notations(read('', true))).toBe('')
  })
})

const pieces = [
  '**',
  '*',
  '_',
  '`',
  '```',
  '~~',
  '~~~',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '- ',
  '-',
  '1. ',
  '2)',
  '> ',
  '    ',
  '=',
  '---',
  '#',
  '# ',
  '|',
  '|-|',
  '[',
  '[a](',
  '![',
  ']',
  ')',
  '(',
  '<',
  '<https://y.example>',
  '<a:',
  'https://x.example',
  '：https://x.example说',
  ' ',
  'word',
  '说',
  '“',
  '$',
  '\\',
  '<br>',
  '&amp;',
  '"t"',
  '.',
  'h',
  '[x] ',
  'a|b',
]
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''))

it('gives the same for every way of cutting a text into pieces (seed 7)', () => {
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }), (source, sizes) => {
      const cut: string[] = []
      for (let at = 0, index = 0; at < source.length; at += cut[index++]?.length ?? 1) {
        cut.push(source.slice(at, at + (sizes[index % sizes.length] ?? 1)))
      }
      expect(notations(readPieces(cut).at(-1) ?? [])).toBe(whole(source))
    }),
    { seed: 7, numRuns: 3_000 },
  )
})

/**
 * Where a link leads is shown when its last character is there, and stays: an unfinished text has no link that the finished one lacks.
 * What is half written may be shown bold, or without its brackets; it never leads anywhere.
 */
it('never makes a link of what the finished text leaves as text (seed 11)', () => {
  fc.assert(
    fc.property(text, (source) => {
      const states = readPieces(Array.from(source))
      const finished = new Set(hrefsOf(states.at(-1) ?? []))
      for (const state of states) expect(hrefsOf(state).filter((href) => !finished.has(href))).toEqual([])
    }),
    { seed: 11, numRuns: 3_000 },
  )
})

it('loses no word, however deep the nesting', () => {
  expect(whole(`${'> '.repeat(60)}deep`)).toContain('deep')
  expect(whole(Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- item${depth}\n`).join(''))).toContain('item59')
  expect(whole(`${'**a *b '.repeat(60)}end`)).toContain('end')
})
