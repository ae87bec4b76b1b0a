import { describe, expect, test } from 'vitest'
import type { DocumentBlock } from './document-block.ts'
import { readMarkdown, readPlain } from './read-markdown.ts'

const shown = (blocks: DocumentBlock[]): string[] =>
  blocks.map((block) => (block.kind === 'heading' ? `${'#'.repeat(block.level)} ${block.text}` : block.text))

describe('Markdown is read as headings and paragraphs', () => {
  test.each([
    ['both kinds of headings', 'Top\n===\nText\n\nNext\n---\n### Third ###\nmore', ['# Top', 'Text', '## Next', '### Third', 'more']],
    ['paragraphs as they are written', 'One *two*\nthree\r\n\r\n- a\n- b', ['One *two*\nthree', '- a\n- b']],
    [
      'code whole, with what looks like headings in it',
      '```\n# no\n\n<!-- shown -->\n```\n# yes',
      ['```\n# no\n\n<!-- shown -->\n```', '# yes'],
    ],
    ['no comments', 'One <!-- not\nthis\nnor --> two\n<!-- nor this -->\nthree', ['One\n two\nthree']],
    ['no heading where there is none', '#no\n\n####### no\n\nC# and F#', ['#no', '####### no', 'C# and F#']],
    ['a rule is no heading', 'One\n\n---\n\nTwo', ['One', '---', 'Two']],
  ])('%s', (_, text, blocks) => {
    expect(shown(readMarkdown(text).blocks)).toEqual(blocks)
  })

  test('settings at the top are left out, but for what they tell of the document', () => {
    expect(readMarkdown('---\ntitle: "Returns"\nurl: https://shop.example/\ndraft: false\nlanguage:\n---\nText')).toEqual({
      title: 'Returns',
      url: 'https://shop.example/',
      blocks: [{ kind: 'text', text: 'Text' }],
    })
    expect(shown(readMarkdown('---\n\nText\n\n---\n').blocks)).toEqual(['---', 'Text', '---'])
  })

  test('ids of headings are kept in both ways of writing them', () => {
    expect(readMarkdown('# Back {#back}\n## <a id="late"></a>Late').blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Back', anchor: 'back' },
      { kind: 'heading', level: 2, text: 'Late', anchor: 'late' },
    ])
  })

  test('plain text has paragraphs, and marks mean nothing in it', () => {
    expect(shown(readPlain('# no\nheading\n\n\nText <!-- stays -->').blocks)).toEqual(['# no\nheading', 'Text <!-- stays -->'])
  })
})
