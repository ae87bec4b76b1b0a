import { describe, expect, test } from 'vitest'
import { createMarkdownReader } from '../../shared/markdown/markdown.ts'
import type { MarkdownNode } from '../../shared/markdown/markdown-tree.ts'
import type { Language } from '../../shared/language.ts'
import type { Passage } from '../knowledge/passage-index.ts'
import { randomFrom } from '../testing/seeded-random.ts'
import { uncited } from '../sources.ts'
import { cited } from './citations.ts'

const passage = (document: string, more: Partial<Passage> = {}): Passage => ({
  id: `${document}#0`,
  document,
  title: document,
  path: [],
  url: `https://shop.example/${document.toLowerCase()}`,
  locale: 'en',
  text: '',
  ...more,
})

const PASSAGES = [
  passage('Returns'),
  passage('Delivery'),
  passage('Returns', { id: 'Returns#1' }),
  passage('Care', { url: undefined as never }),
]

type Options = { passages?: Passage[]; language?: Language; isWhole?: boolean }

async function shown(pieces: string[], { passages = PASSAGES, language = 'en', isWhole = true }: Options = {}): Promise<string> {
  async function* text() {
    yield* pieces
  }
  let whole = ''
  for await (const piece of cited(text(), { passages, language, isWhole: () => isWhole })) whole += piece
  return whole
}

const RETURNS = '[Returns](https://shop.example/returns)'
const DELIVERY = '[Delivery](https://shop.example/delivery)'

const CASES: [text: string, shown: string][] = [
  ['Thirty days [1].', `Thirty days [1].\n\nSources: [1] ${RETURNS}`],
  ['Two days [2]. Thirty days [1].', `Two days [1]. Thirty days [2].\n\nSources: [1] ${DELIVERY}, [2] ${RETURNS}`],
  ['One [1][3] document [3].', `One [1] document [1].\n\nSources: [1] ${RETURNS}`],
  ['Together [1, 2] and [2,4]。', `Together [1][2] and [2][3]。\n\nSources: [1] ${RETURNS}, [2] ${DELIVERY}, [3] Care`],
  ['退货三十天【1】。', `退货三十天[1]。\n\nSources: [1] ${RETURNS}`],
  ['No such passage [7], nor [0].', 'No such passage, nor.'],
  ['Half [9, 1].', `Half [1].\n\nSources: [1] ${RETURNS}`],
  ['Nothing cited.', 'Nothing cited.'],
  ['Code `a[1]` and ```\nb[2]\n``` stays, [1] not.', `Code \`a[1]\` and \`\`\`\nb[2]\n\`\`\` stays, [1] not.\n\nSources: [1] ${RETURNS}`],
  ['Other brackets [x], [1a], [12', 'Other brackets [x], [1a], [12'],
  ['Ends with a space ', 'Ends with a space '],
  ['', ''],
]

describe('[K-CITE] citations of an answer', () => {
  test.each(CASES)('%j is read as %j', async (text, expected) => {
    expect(await shown([text])).toBe(expected)
  })

  test.each(CASES)('%j is the same a character at a time', async (text, expected) => {
    expect(await shown(Array.from(text))).toBe(expected)
  })

  test.each([1, 2, 3, 4, 5, 6])('are the same however the text is cut (seed %i)', async (seed) => {
    const random = randomFrom(seed)
    const parts = ['[', ']', '1', '2', '3', '4', '9', ',', '，', ' ', '【', '】', '`', '```', 'text', '\n', '。', '[1]', ' [2]']
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 30 }, () => parts[Math.floor(random() * parts.length)]).join('')
      const pieces: string[] = []
      for (let from = 0; from < text.length;) {
        const to = from + 1 + Math.floor(random() * 6)
        pieces.push(text.slice(from, to))
        from = to
      }
      expect(await shown(pieces), JSON.stringify(text)).toBe(await shown([text]))
    }
  })

  test('hold back nothing but what may become one', async () => {
    async function* text() {
      yield 'Thirty days'
      yield ' [1'
      yield '].'
    }
    const pieces: string[] = []
    for await (const piece of cited(text(), { passages: PASSAGES, language: 'en', isWhole: () => true })) pieces.push(piece)
    expect(pieces.slice(0, 2)).toEqual(['Thirty days', ' [1].'])
  })

  test('of an answer that was cut, or without passages, name no sources', async () => {
    expect(await shown(['Thirty days [1].'], { isWhole: false })).toBe('Thirty days [1].')
    expect(await shown(['Thirty days [1].'], { passages: [] })).toBe('Thirty days [1].')
  })

  test('are named in the language of the answer', async () => {
    expect(await shown(['三十天[1]，两天[2]。'], { language: 'zh' })).toBe(`三十天[1]，两天[2]。\n\n来源：[1] ${RETURNS}、[2] ${DELIVERY}`)
  })

  test.each([
    ['Returns [final] *v2* <b> `x` & more', 'https://shop.example/a(b)c?d=[e]&f="g"'],
    ['](https://evil.example) [click', "https://shop.example/'#x"],
    ['![picture](https://evil.example/p.png) https://evil.example', 'https://shop.example/退货?a=1&b=2'],
    ['line\n\n# heading', 'https://shop.example/%28'],
  ])('[K-SOURCE] the title %j is read as it is, and leads where its owner said', async (title, url) => {
    const text = await shown(['Yes [1].'], { passages: [passage('Returns', { title, url })] })
    const links: { href: string; text: string }[] = []
    const textOf = (node: MarkdownNode): string => (typeof node === 'string' ? node : node.children.map(textOf).join(''))
    const visit = (node: MarkdownNode): void => {
      if (typeof node === 'string') return
      if (node.href !== undefined) links.push({ href: node.href, text: textOf(node) })
      else node.children.forEach(visit)
    }
    createMarkdownReader()(text, true).forEach(visit)
    expect(links.map((link) => link.text)).toEqual([title.replace(/\s+/g, ' ')])
    expect(decodeURIComponent(links[0]!.href)).toBe(decodeURIComponent(url))
  })

  test('are taken out again before the model reads its own answer', async () => {
    for (const language of ['en', 'zh', 'fr', 'ar'] as const) {
      expect(uncited(await shown(['Thirty days [1], two [2].\n\nMore.'], { language }))).toBe('Thirty days, two.\n\nMore.')
    }
    expect(uncited('See [1] of the list.\n\nSources: none')).toBe('See [1] of the list.\n\nSources: none')
  })
})
