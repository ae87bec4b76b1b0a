/** Which pieces of a text are marked. */

import { expect, test } from 'vitest'
import { MarkedText, spansOf, type Span } from './marked-text.tsx'

/** As it is drawn, with brackets around what is marked. */
function drawn(text: string, spans: readonly Span[]): string {
  const said = (node: unknown): string => {
    if (typeof node === 'string') return node
    if (Array.isArray(node)) return node.map(said).join('')
    const { type, props } = node as { type: unknown; props: { children: unknown } }
    return type === 'mark' ? `[${said(props.children)}]` : said(props.children)
  }
  return said(MarkedText({ text, spans }))
}

test.each<[string, Span[], string]>([
  ['a bad word', [{ start: 2, end: 5 }], 'a [bad] word'],
  [
    'two bad bad words',
    [
      { start: 8, end: 11 },
      { start: 4, end: 7 },
    ],
    'two [bad] [bad] words',
  ],
  [
    'overlapping',
    [
      { start: 0, end: 4 },
      { start: 2, end: 6 },
    ],
    '[over]lapping',
  ],
  ['short', [{ start: 3, end: 9 }], 'short'],
  ['', [], ''],
])('%j with %j is %j', (text, spans, marked) => {
  expect(drawn(text, spans)).toBe(marked)
})

test.each([
  ['Where is my Lamp?', 'LAMP', 'Where is my [Lamp]?'],
  ['Where?', 'lamp', 'Where?'],
  ['Where?', '', 'Where?'],
])('in %j, sought for %j, %j is marked', (text, search, marked) => {
  expect(drawn(text, spansOf(text, search))).toBe(marked)
})
