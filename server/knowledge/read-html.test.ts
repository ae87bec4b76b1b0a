import { describe, expect, test } from 'vitest'
import type { DocumentBlock } from './document-block.ts'
import { readHtml } from './read-html.ts'

const shown = (html: string): string[] =>
  readHtml(html).blocks.map((block: DocumentBlock) => (block.kind === 'heading' ? `${'#'.repeat(block.level)} ${block.text}` : block.text))

describe('HTML is read as what a visitor sees', () => {
  test.each([
    [
      'headings and paragraphs',
      '<h1>Returns</h1><p>Within <b>30</b> days.<p>Used or not.',
      ['# Returns', 'Within 30 days.', 'Used or not.'],
    ],
    ['lists', '<ul><li>One</li><li>Two <ul><li>Three</ul></ul>After', ['- One\n- Two', '- Three', 'After']],
    ['cells of a table', '<table><tr><th>To<th>Days</tr><tr><td>Ireland</td><td>1-2</td></tr></table>', ['To | Days\nIreland | 1-2']],
    ['breaks of lines', 'One<br>two<br/>three', ['One\ntwo\nthree']],
    ['code with its spaces', '<pre>a\n  b</pre>', ['a\n  b']],
    [
      'entities',
      '&lt;b&gt; &amp;amp; &euro;9 caf&eacute; &#20320;&#x597d; &unknown; &#0; &#xd800;',
      ['<b> &amp; €9 café 你好 &unknown; \u{FFFD} \u{FFFD}'],
    ],
    [
      'no scripts, styles, comments, navigation, buttons',
      '<style>p{}</style><nav><ul><li>Home</ul></nav>Text<script>"</p>x"</script><!-- <p>no --> goes on<button>Buy</button>',
      ['Text goes on'],
    ],
    ['what comes after a navigation that nobody closed', '<nav><a>Home</a><main><p>Text</main>', ['Text']],
    ['signs that are no tags', 'if 3 < 5 && 7 > 6 <3', ['if 3 < 5 && 7 > 6 <3']],
    ['attributes that hold the end of a tag', '<p title="a > b" data-x=\'>\'>Text</p>', ['Text']],
    ['a quote that nobody closed', '<p title="open>First</p><p>Second</p>', ['First', 'Second']],
    ['a tag that nobody closed', 'Text <a href="x', ['Text <a href="x']],
    ['nothing of an empty page', '<html><body><div></div></body></html>', []],
  ])('%s', (_, html, blocks) => {
    expect(shown(html)).toEqual(blocks)
  })

  test('what it says of itself is told apart, and ids of headings are kept', () => {
    const { blocks, ...about } = readHtml(
      '<html lang=zh-CN><link rel=stylesheet href=/x.css><link rel="canonical" href="https://shop.example/?a=1&amp;b=2"><title>Help &amp; more</title><h2 id="back">Back</h2><h2><a name=late></a>Late</h2><h2 id="no good">Bad</h2><svg><title>Icon</title></svg>',
    )
    expect(about).toEqual({ title: 'Help & more', url: 'https://shop.example/?a=1&b=2', language: 'zh-CN' })
    expect(blocks).toEqual([
      { kind: 'heading', level: 2, text: 'Back', anchor: 'back' },
      { kind: 'heading', level: 2, text: 'Late', anchor: 'late' },
      { kind: 'heading', level: 2, text: 'Bad' },
    ])
  })

  /** Each would take minutes where something is looked for again and again. */
  test.each([
    '<',
    '<a',
    '<a href="',
    '<!--',
    '<div>',
    '<nav>',
    '<title>',
    '<b> </b>',
    '</',
    "<svg x='>",
    '&',
    '<li>',
    '<td>',
    '<?',
    '<textarea>',
  ])(
    'hostile input costs no more than its length: %j, 200,000 characters of it',
    (piece) => {
      expect(() => readHtml(piece.repeat(200_000 / piece.length))).not.toThrow()
    },
    5_000,
  )
})
