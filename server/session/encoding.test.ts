import { brotliCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bitext, CHINESE, crosswoz, ENGLISH, jsonOf, sessionsOf, type Dialogue } from '../testing/dialogues.ts'
import { swap } from './code-page.ts'
import { COMMON_CHARACTERS, DICTIONARY } from './dictionary.ts'
import { decodeSession, encodeSession } from './encoding.ts'
import { emptySession, type SaidTurn, type SessionContext } from './session-context.ts'

const id = fc.oneof(fc.uuid(), fc.string({ unit: 'binary' }).filter(isStored))
const at = fc.integer({ min: 0, max: 2 ** 47 })
const speech = fc.string({ unit: 'binary', maxLength: 60 }).filter(isStored)
const turn: fc.Arbitrary<SaidTurn> = fc.oneof(
  fc.record({ id, role: fc.constant('customer' as const), at, text: speech }),
  fc.record({
    id,
    role: fc.constant('assistant' as const),
    route: fc.constantFrom('model' as const, 'question' as const),
    at,
    text: speech,
  }),
  fc.record({ id, role: fc.constant('agent' as const), route: fc.constant('human' as const), at, text: speech }),
)
const session: fc.Arbitrary<SessionContext> = fc.record({
  uuid: id,
  epoch: fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
  seq: fc.nat(),
  expire: at,
  summary: fc.array(speech, { maxLength: 4 }),
  history: fc.array(turn, { maxLength: 12 }),
})

/** No text of ours has NUL. */
function isStored(text: string): boolean {
  return !text.includes('\0')
}

describe('a session as bytes', () => {
  test('is read as it was written, whatever was said', () => {
    fc.assert(
      fc.property(session, (one) => {
        expect(decodeSession(encodeSession(one))).toEqual(one)
      }),
    )
  })

  test('is plain where there is nothing to press, and pressed where there is', () => {
    const short = encodeSession(emptySession('0190b9c6-5c7e-7f81-9c51-0242ac130003', 'k3J9xQ2mZp4W', 1_795_369_381_610))
    expect(short.length).toBeLessThan(60)
    const [long] = sessionsOf([Array.from({ length: 40 }, () => 'The very same words, again and again.')])
    expect(encodeSession(long!).length).toBeLessThan(40 * 20)
  })

  test('of another version, or cut, mistyped or changed, is none or one that is whole', () => {
    const [one] = sessionsOf(ENGLISH)
    const bytes = encodeSession(one!)
    expect(decodeSession(Uint8Array.of(2, ...bytes.subarray(1)))).toBeUndefined()
    for (let length = 0; length < bytes.length; length++) expect(decodeSession(bytes.subarray(0, length))).toBeUndefined()
    for (let place = 0; place < bytes.length; place++) {
      const changed = Uint8Array.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ 0x55
      const read = decodeSession(changed)
      if (read) expect(read.history.every(({ id: key, role, text }) => key !== '' && role !== undefined && text !== undefined)).toBe(true)
    }
    expect(decodeSession(new Uint8Array())).toBeUndefined()
  })

  test('depends on dictionary and swaps: whoever edits one counts up the version', () => {
    let sum = 0
    for (const character of swap(DICTIONARY + COMMON_CHARACTERS)) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 32
    expect({ version: encodeSession(emptySession('a', 'b', 1))[0], sum }).toEqual({ version: 1, sum: 1_388_007_556 })
  })

  test('a text that is swapped twice is as it was', () => {
    fc.assert(
      fc.property(speech, (text) => {
        expect(swap(swap(text))).toBe(text)
      }),
    )
    expect(swap(swap(DICTIONARY))).toBe(DICTIONARY)
    expect(Buffer.byteLength(swap(CHINESE.flat().join('')))).toBeLessThan(0.7 * Buffer.byteLength(CHINESE.flat().join('')))
  })
})

/** Short dialogues hardly repeat themselves, and what is random in their ids weighs more. */
const SETS: [name: string, most: number, dialogues: Dialogue[] | undefined][] = [
  ['of six to ten turns, written for this', 0.32, [...ENGLISH, ...CHINESE]],
  ['of CrossWOZ', 0.28, crosswoz()],
  ['of Bitext', 0.28, bitext()],
]

describe('[S-SMALL] a session takes at most so much of its JSON, and less than the JSON takes in brotli', () => {
  test.each(SETS.filter(([, , dialogues]) => dialogues))('dialogues %s: %d', (_, most, dialogues = []) => {
    const sizes = { json: 0, brotli: 0, ours: 0 }
    // Every fifth is enough here; the bench takes all.
    const some = dialogues.filter((_dialogue, index) => dialogues.length < 50 || index % 5 === 0)
    for (const one of sessionsOf(some)) {
      const json = jsonOf(one)
      sizes.json += json.length
      sizes.brotli += brotliCompressSync(json).length
      sizes.ours += encodeSession(one).length
    }
    expect(sizes.json).toBeGreaterThan(5_000)
    expect(sizes.ours / sizes.json).toBeLessThanOrEqual(most)
    expect(sizes.ours).toBeLessThan(sizes.brotli)
  })

  const missing = SETS.filter(([, , dialogues]) => !dialogues).map(([name]) => name)
  test.skipIf(missing.length > 0)(`of all sets of ../shared/data (skipped without them: ${missing.join(', ') || 'all are there'})`, () => {
    expect(SETS).toHaveLength(3)
  })
})
