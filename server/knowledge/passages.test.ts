import { describe, expect, test } from 'vitest'
import { isWellFormed } from '../../shared/text.ts'
import { randomFrom } from '../testing/seeded-random.ts'
import type { DocumentBlock } from './document-block.ts'
import { cutPassages, PASSAGE_UNITS } from './passages.ts'
import { readHtml } from './read-html.ts'
import { readMarkdown } from './read-markdown.ts'

const paragraph = (units: number, word = 'word'): string => `${word} `.repeat(units / (word.length + 1)).trim()

describe('documents are cut into passages', () => {
  test('where a section ends, once it is long enough', () => {
    const passages = cutPassages(
      readMarkdown(
        `# Help {#help}\n\n## Returns\n\n${paragraph(400)}\n\n## Delivery {#delivery}\n\nShort.\n\n## Payment\n\n${paragraph(300)}`,
      ).blocks,
    )
    expect(passages.map(({ path, anchor }) => [path, anchor])).toEqual([
      [['Help', 'Returns'], 'help'],
      [['Help', 'Delivery'], 'delivery'],
    ])
    expect(passages[0]?.text).toMatch(/^# Help\n\n## Returns\n\nword/)
    expect(passages[1]?.text).toMatch(/^## Delivery\n\nShort\.\n\n## Payment\n\nword/)
  })

  test('a heading stays with what it is above', () => {
    const passages = cutPassages(readMarkdown(`${paragraph(250)}\n\n## Next\n\n${paragraph(700)}`).blocks)
    expect(passages.map(({ text }) => text.slice(0, 7))).toEqual(['word wo', '## Next'])
  })

  test('long text between sentences, also without spaces', () => {
    const passages = cutPassages([{ kind: 'text', text: '支持七天无理由退货，但是商品必须完好。'.repeat(100) }])
    expect(passages.every(({ text }) => text.endsWith('。') && text.length <= PASSAGE_UNITS.most)).toBe(true)
    expect(passages.length).toBeLessThan(5)
  })

  test('text without spaces or sentences between words', () => {
    const passages = cutPassages([{ kind: 'text', text: '支持无理由退货'.repeat(300) }])
    const words = ['支持', '无', '理由', '退货']
    expect(passages.every(({ text }) => words.some((word) => text.startsWith(word)))).toBe(true)
    expect(passages.every(({ text }) => text.length <= PASSAGE_UNITS.most)).toBe(true)
  })

  test('what has no place to cut is cut between characters', () => {
    const passages = cutPassages([{ kind: 'text', text: `a${'😀'.repeat(2_000)}` }])
    expect(passages.map(({ text }) => text).join('')).toBe(`a${'😀'.repeat(2_000)}`)
    expect(passages.every(({ text }) => isWellFormed(text))).toBe(true)
  })

  test('nothing into nothing, and a heading alone is a passage', () => {
    expect(cutPassages([])).toEqual([])
    expect(cutPassages([{ kind: 'heading', level: 1, text: 'Alone' }])).toEqual([{ path: ['Alone'], text: '# Alone' }])
  })

  const WORDS = ['a', 'lamp', 'returned', 'within', '30', 'days.', 'Why?', '退货', '七天', '😀', 'x'.repeat(120), 'Kōchi', '\n']

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    '[K-PASSAGE] every word is in one passage, whole, in order, and no passage is too long (seed %i)',
    (seed) => {
      const random = randomFrom(seed)
      const words = (most: number): string =>
        Array.from({ length: 1 + Math.floor(random() * most) }, () => WORDS[Math.floor(random() * WORDS.length)])
          .join(' ')
          .trim()
      const blocks: DocumentBlock[] = Array.from({ length: 200 }, () =>
        random() < 0.3
          ? { kind: 'heading', level: 1 + Math.floor(random() * 6), text: words(20).slice(0, 190).replaceAll('\n', ' ').trim() || 'x' }
          : { kind: 'text', text: words(random() < 0.2 ? 400 : 40) || 'x' },
      )
      const passages = cutPassages(blocks)
      const wordsOf = (texts: string[]): string[] => texts.flatMap((text) => text.split(/\s+/)).filter((word) => !/^#*$/.test(word))
      expect(wordsOf(passages.map(({ text }) => text))).toEqual(wordsOf(blocks.map(({ text }) => text)))
      expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(PASSAGE_UNITS.most)
      expect(passages.length).toBeGreaterThan(20)
    },
  )

  test.each([1, 2, 3, 4])('[K-PASSAGE] so is every visible word of a page and of a Markdown file (seed %i)', (seed) => {
    const random = randomFrom(seed)
    const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!
    const words = Array.from({ length: 3_000 }, (_, place) => `w${place}`)
    const html = words.map((word) => pick(PIECES_OF_HTML).replace('WORD', word)).join('')
    const markdown = words.map((word) => pick(PIECES_OF_MARKDOWN).replace('WORD', word)).join('')
    for (const blocks of [readHtml(html).blocks, readMarkdown(markdown).blocks]) {
      const passages = cutPassages(blocks)
      expect(passages.flatMap(({ text }) => text.match(/w\d+/g) ?? [])).toEqual(words)
      expect(passages.map(({ text }) => text).join('')).not.toContain('hidden')
    }
  })

  test.each([1, 2, 3, 4])('[K-PASSAGE] rubbish becomes passages too, or none (seed %i)', (seed) => {
    const random = randomFrom(seed)
    for (let round = 0; round < 200; round++) {
      const rubbish = Array.from({ length: 60 }, () => RUBBISH[Math.floor(random() * RUBBISH.length)]).join('')
      for (const { text } of [...cutPassages(readHtml(rubbish).blocks), ...cutPassages(readMarkdown(rubbish).blocks)]) {
        expect(text.trim(), JSON.stringify(rubbish)).toBe(text)
        expect(isWellFormed(text) && text.length <= PASSAGE_UNITS.most && text !== '', JSON.stringify(rubbish)).toBe(true)
      }
    }
  })
})

const PIECES_OF_HTML = [
  'WORD ',
  '<b>WORD</b> ',
  '<p>WORD</p>',
  '<h2 id="x">WORD</h2>',
  '<ul><li>WORD<li>',
  '<table><tr><td>WORD</td></tr></table>',
  '<script>"hidden</p>"</script> WORD ',
  '<!-- hidden --> WORD ',
  '<nav>hidden <a>hidden</a></nav> WORD ',
  '<a title="hidden > hidden">WORD</a> ',
  '<style>hidden{}</style><div>WORD</div>',
]
const PIECES_OF_MARKDOWN = ['WORD ', '\n\nWORD', '\n## WORD\n', '\n- WORD', ' <!-- hidden --> WORD ', '\n\n```\nWORD\n```\n', ' *WORD*\n']
const RUBBISH = [
  '<',
  '>',
  '</',
  '<p',
  '<!--',
  '-->',
  '"',
  "'",
  '=',
  '&',
  '#',
  '&#',
  ';',
  '\n',
  '---',
  '```',
  ' ',
  'text',
  '退',
  '😀',
  '<pre>',
  '<title>',
  '<h1>',
  '<script>',
  '\t',
  '`',
  '{#',
  '}',
]
