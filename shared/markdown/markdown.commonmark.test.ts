/** Every example of the CommonMark specification: the same blocks and emphasis around the same text, or a reason why not. */

import { tests } from 'commonmark-spec'
import { describe, expect, it } from 'vitest'
import type { MarkdownNode } from './markdown-tree.ts'
import { createMarkdownReader } from './markdown.ts'

/** Examples that come out otherwise, by number. One that joins or leaves a list fails. */
const DIFFERENT: { readonly [reason: string]: readonly number[] } = {
  'HTML is shown as the text that it is': [
    21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173,
    174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 308, 309, 344, 475, 476, 477, 491, 494, 524,
    613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631, 642, 643,
  ],
  'a reference is shown as text, because its definition may come when the text with it stands already': [
    23, 33, 192, 193, 194, 195, 196, 198, 200, 201, 202, 203, 204, 205, 206, 207, 208, 210, 214, 215, 216, 217, 218, 317, 527, 528, 529,
    530, 531, 532, 533, 534, 535, 536, 537, 538, 539, 540, 541, 542, 543, 544, 545, 549, 550, 553, 554, 555, 556, 557, 558, 559, 560, 561,
    562, 563, 564, 565, 566, 567, 568, 569, 570, 571, 573, 576, 577, 582, 583, 584, 585, 586, 587, 588, 589, 591, 592, 593,
  ],
  'only the entities that text cannot do without are read': [25, 26, 27, 37, 38, 39, 40],
  'indentation makes no code, and takes nothing its meaning': [
    1, 2, 3, 5, 6, 7, 8, 18, 36, 48, 49, 69, 70, 85, 100, 107, 110, 111, 112, 114, 115, 116, 117, 118, 134, 137, 211, 225, 231, 236, 238,
    252, 253, 254, 257, 264, 270, 271, 272, 273, 274, 278, 286, 287, 288, 289, 290, 312,
  ],
  'a line of dashes is a rule, and never makes a heading of what stands above it': [
    59, 80, 81, 82, 83, 84, 86, 87, 89, 90, 91, 95, 96, 102, 103, 141, 300,
  ],
  'a rule may be of different marks': [56, 61],
  'two spaces more than its mark, or a tab more, belong to an item': [4, 9, 276, 280, 297, 311, 313],
  'every mark of an item begins one, also in the middle of a paragraph': [285, 304, 367],
  'white space behind the mark of an item may be of any kind': [353],
  'a line without a mark belongs to the quote above it, whatever that ends with': [237, 249],
  'code loses as much indentation as its fence has, or none': [133],
  'code in a line has no spaces at its ends': [138, 331, 332, 333, 334, 336],
  'runs in the middle of a word belong together if they are equally long': [415, 417],
  'an address has no spaces, no escapes, and brackets in it only in simple pairs; a title stands in quotes': [
    489, 492, 493, 496, 498, 499, 500, 505, 506,
  ],
  'of a link in a link, the outer one is the link': [518, 519, 520],
  'angle brackets make links of web and mail addresses only': [20, 346, 526, 596, 597, 598, 599, 601, 603],
}

/** Paragraphs and links leave only their text: items have no paragraphs here, and where links lead is for other tests. */
function outline(node: MarkdownNode): string {
  if (typeof node === 'string') return node
  const inside = node.children.map(outline).join('')
  if (node.name === 'br') return '\n'
  if (node.name === 'p') return `\n${inside}\n`
  return node.name === 'a' ? inside : `‹${node.name}${node.start ?? ''}›${inside}‹/${node.name}›`
}

function outlineOfHtml(html: string): string {
  const NAMES: { readonly [tag: string]: string } = { 'hr /': '‹hr›‹/hr›', 'br /': '\n', p: '\n', '/p': '\n' }
  return html
    .replace(/<pre><code[^>]*>/g, '‹pre›')
    .replace(/\n?<\/code><\/pre>/g, '‹/pre›')
    .replace(/<img[^>]*? alt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<ol start="(\d+)">/g, '‹ol$1›')
    .replace(/<(\/?)h[1-6]>/g, '‹$1heading›')
    .replace(/<(\/?(?:blockquote|ul|ol|li|em|strong|code))>/g, '‹$1›')
    .replace(/<([^<>]*)>/g, (_, tag: string) => NAMES[tag] ?? '')
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '')
}

/** White space is only how a browser would break lines; but in code every character counts. */
const settled = (text: string): string =>
  text
    .replace(/\s*(‹pre›[^‹]*‹\/pre›)\s*|\s*(‹\/?(?:heading|blockquote|ul|ol\d*|li|hr)›)\s*|\s+/g, (_, code, block) => code ?? block ?? ' ')
    .trim()

const differs = tests.filter(({ markdown, html }) => {
  const blocks = createMarkdownReader()(markdown.replaceAll('→', '\t'), true)
  return settled(blocks.map(outline).join('')) !== settled(outlineOfHtml(html.replaceAll('→', '\t')))
})

describe.each(Object.entries(DIFFERENT))('CommonMark, where %s', (_reason, numbers) => {
  it(`${numbers.length} examples differ`, () => {
    expect(numbers.filter((number) => !differs.some((example) => example.number === number))).toEqual([])
  })
})

it(`CommonMark's other examples, of ${tests.length}, come out as the specification says`, () => {
  const explained = new Set(Object.values(DIFFERENT).flat())
  expect(tests.length).toBeGreaterThan(640)
  expect(differs.filter(({ number }) => !explained.has(number)).map(({ number, section }) => `${number} ${section}`)).toEqual([])
})
