/** The framer alone: the standard's cases, every way of cutting, and its limits. */

import { describe, expect, test } from 'vitest'

import { hasVectors, streamVectors } from '../../testing/recorded-streams.ts'
import { createEventFramer } from './event-framer.ts'

const CAPS = { eventBytes: 4_096, responseBytes: 65_536 }

function frame(pieces: readonly (string | Buffer)[], caps = CAPS, sniff = false): string[] {
  const framer = createEventFramer(caps, { sniff })
  return [...pieces.flatMap((piece) => framer.push(Buffer.from(piece))), ...framer.end()]
}

const CASES: [string, string, string[]][] = [
  ['one event', 'data: {"a":1}\n\n', ['{"a":1}']],
  ['CRLF', 'data: 1\r\n\r\ndata: 2\r\n\r\n', ['1', '2']],
  ['lone CR', 'data: 1\r\rdata: 2\r\r', ['1', '2']],
  ['mixed line ends', 'data: 1\n\r\ndata: 2\r\n\ndata: 3\r\n\r', ['1', '2', '3']],
  ['several data lines', 'data: {\ndata: "a":1}\n\n', ['{\n"a":1}']],
  ['a byte order mark', '\uFEFFdata: 1\n\n', ['1']],
  ['comments, ids and unknown fields', ': hello\nid: 1\nretry: 5\nodd\ndata:1\n\n: bye\n\n', ['1']],
  ['events without data', 'data\n\ndata:\n\nevent: ping\n\ndata: 1\n\n', ['1']],
  ['only the first space after the colon goes', 'data:  1\n\n', [' 1']],
  ['nothing after [DONE]', 'data: 1\n\ndata: [DONE]\n\ndata: 2\n\n', ['1']],
  ['a last event without its blank line, if it is whole', 'data: {"a":1}', ['{"a":1}']],
  ['a last event without its blank line, if it is cut', 'data: 1\n\ndata: {"a":', ['1']],
  ['Han characters and emoji', 'data: "明天发货 🎉"\n\n', ['"明天发货 🎉"']],
]

test.each(CASES)('%s: whole, byte by byte, and cut at every place', (_name, text, expected) => {
  const bytes = Buffer.from(text)
  expect(frame([bytes])).toEqual(expected)
  expect(frame(Array.from(bytes, (byte) => Buffer.of(byte)))).toEqual(expected)
  for (let at = 0; at <= bytes.length; at++) expect(frame([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected)
})

describe('limits', () => {
  test('an event may be as large as the cap and no larger, on one line or on many', () => {
    expect(frame([`data: ${'a'.repeat(4_000)}\n\n`])).toHaveLength(1)
    expect(() => frame([`data: ${'a'.repeat(4_200)}\n\n`])).toThrow(/event larger/)
    expect(() => frame(['data: aaaaaaaaaaaaaaaa\n'.repeat(300)])).toThrow(/event larger/)
    expect(() => frame(Array.from({ length: 50 }, () => 'a'.repeat(100)))).toThrow(/event larger/)
  })

  test('empty data lines count too', () => {
    expect(() => frame(['data\n'.repeat(5_000)])).toThrow(/event larger/)
  })

  test('a response is limited, comments included', () => {
    expect(() => frame(Array.from({ length: 8_000 }, () => ': comment\n\n'))).toThrow(/response larger/)
  })
})

test('a body that does not say what it is must begin like an event stream', () => {
  expect(frame(['\n\n: comment\n\ndata: 1\n\n'], CAPS, true)).toEqual(['1'])
  for (const other of ['<!doctype html>\n', '{"error":{}}', '{\n"choices": []}', 'data is here'])
    expect(() => frame([other], CAPS, true)).toThrow('not_a_stream')
})

test('an error event is a fault, whatever its data', () => {
  expect(() => frame(['event: error\ndata: {"message":"overloaded"}\n\n'])).toThrow('error event')
})

/**
 * What the standard leaves and we do not: names of events (none of ours has one) and events without data. And what it
 * drops and we keep: a last event that is whole but for its blank line.
 */
describe.skipIf(!hasVectors)('vectors of the event stream standard (needs ../shared/data)', () => {
  test('are all there', () => expect(streamVectors().length).toBeGreaterThanOrEqual(20))

  test.each(streamVectors().map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const expected = vector.events.filter(({ data }) => data !== '').map(({ data }) => data)
    const framer = createEventFramer(CAPS, { sniff: false })
    expect(vector.chunks.flatMap((chunk) => framer.push(Buffer.from(chunk)))).toEqual(expected)
  })
})
