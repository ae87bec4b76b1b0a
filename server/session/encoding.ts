/**
 * A session as the bytes that the Store keeps. `docs/decisions/015-session-encoding.md` says why it looks like this.
 *
 *     version · length of head · head · numbers · ids · words
 *
 * Like goes with like, as each needs another treatment. The **head** is a message of the shared codec, so it may gain fields. **Numbers** are
 * differences: of an id's time to the turn's, of a turn's time to the one before. **Ids** are the 10 bytes of a UUIDv7 that are not its time. **Words** are all the texts, after `swap`, each behind a byte that never occurs in UTF-8 and says who speaks; they are deflated
 * with a dictionary where that makes them smaller.
 *
 * Whoever changes the order or the dictionary counts up `VERSION`: bytes of another version are as good as none, and the session is
 * made again from the log.
 */

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { decode, encode } from '../../shared/codec.ts'
import { oneOf, text, uint, type MessageOf } from '../../shared/fields.ts'
import { swap } from './code-page.ts'
import { DICTIONARY } from './dictionary.ts'
import { createNumberReader, createNumbers, unzigzag, zigzag } from './numbers.ts'
import type { SaidTurn, SessionContext, Speaker } from './session-context.ts'

const VERSION = 1

/** Numbers of fields are for ever, as on the wire. */
const head = {
  epoch: text(1),
  seq: uint(2),
  expire: uint(3),
  turns: uint(4),
  words: oneOf(5, ['plain', 'deflated']),
}

/** What a text is, by the byte in front of it; UTF-8 has none of those from 0xF8 on. Only ever appended. */
const FIRST_MARK = 0xf8
const SPEAKERS: Speaker[] = [
  { role: 'customer' },
  { role: 'assistant', route: 'model' },
  { role: 'assistant', route: 'question' },
  { role: 'agent', route: 'human' },
]
const SUMMARY_MARK = FIRST_MARK + SPEAKERS.length
const ID_MARK = SUMMARY_MARK + 1

const DEFLATE = { level: 9, memLevel: 9, dictionary: Buffer.from(swap(DICTIONARY)) }
/** Never reached by what was written here: bytes that swell further than this are no session. */
const MOST_WORDS_BYTES = 4 * 1_024 * 1_024

type Marked = { mark: number; text: string }

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TIME_BYTES = 6
const ID_BYTES = 10

export function encodeSession({ uuid, epoch, seq, expire, summary, history }: SessionContext): Uint8Array {
  const numbers = createNumbers()
  const ids: Uint8Array[] = []
  const texts: Marked[] = summary.map((text) => ({ mark: SUMMARY_MARK, text }))

  /** 0 stands for an id of another form, which goes to the words. */
  function writeId(id: string, at: number) {
    if (UUID.test(id)) {
      const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
      numbers.write(zigzag(at - bytes.readUIntBE(0, TIME_BYTES)) + 1)
      ids.push(bytes.subarray(TIME_BYTES))
    } else {
      numbers.write(0)
      texts.push({ mark: ID_MARK, text: id })
    }
  }

  let before = history[0]?.at ?? 0
  numbers.write(before)
  writeId(uuid, before)
  for (const turn of history) {
    numbers.write(zigzag(turn.at - before))
    before = turn.at
    writeId(turn.id, turn.at)
    texts.push({ mark: markOf(turn), text: turn.text })
  }

  const plain = Buffer.concat(texts.flatMap(({ mark, text }) => [Buffer.of(mark), Buffer.from(swap(text))]))
  const deflated = deflateRawSync(plain, DEFLATE)
  const isSmaller = deflated.length < plain.length
  const first = encode(head, { epoch, seq, expire, turns: history.length, words: isSmaller ? 'deflated' : 'plain' })
  return Buffer.concat([Buffer.of(VERSION, first.length), first, numbers.bytes(), ...ids, isSmaller ? deflated : plain])
}

const markOf = (turn: Speaker): number =>
  FIRST_MARK + SPEAKERS.findIndex((speaker) => speaker.role === turn.role && routeOf(speaker) === routeOf(turn))
const routeOf = (speaker: Speaker) => ('route' in speaker ? speaker.route : undefined)

/** `undefined` for what is no session of this version: cut, mixed up or foreign, it is as good as none. */
export function decodeSession(bytes: Uint8Array): SessionContext | undefined {
  const [version, headBytes = 0] = bytes
  if (version !== VERSION) return undefined
  try {
    return read(decode(head, bytes.subarray(2, 2 + headBytes)), Buffer.from(bytes.subarray(2 + headBytes)))
  } catch {
    return undefined
  }
}

function read({ epoch, seq, expire, turns, words }: MessageOf<typeof head>, bytes: Buffer): SessionContext {
  const numbers = createNumberReader(bytes)
  let at = numbers.read()
  const places = [{ at, lag: numbers.read() }]
  while (places.length <= turns) places.push({ at: (at += unzigzag(numbers.read())), lag: numbers.read() })

  let place = numbers.place()
  const heads = places.map(({ at, lag }) =>
    lag === 0 ? undefined : uuidOf(at - unzigzag(lag - 1), bytes.subarray(place, (place += ID_BYTES))),
  )
  const rest = bytes.subarray(place)
  const texts = marked(
    words === 'plain' ? rest : inflateRawSync(rest, { dictionary: DEFLATE.dictionary, maxOutputLength: MOST_WORDS_BYTES }),
  )
  const foreignIds = texts.filter(({ mark }) => mark === ID_MARK).values()
  const said = texts.filter(({ mark }) => mark < SUMMARY_MARK)
  const [uuid = '', ...ids] = heads.map((id) => id ?? foreignIds.next().value?.text ?? '')
  if (said.length !== turns) throw new RangeError('as many texts as turns')
  return {
    uuid,
    epoch,
    seq,
    expire,
    summary: texts.filter(({ mark }) => mark === SUMMARY_MARK).map(({ text }) => text),
    history: said.map(({ mark, text }, index): SaidTurn => {
      const speaker = SPEAKERS[mark - FIRST_MARK]
      if (!speaker) throw new RangeError('nobody said this')
      return { id: ids[index] ?? '', ...speaker, at: places[index + 1]?.at ?? 0, text }
    }),
  }
}

function uuidOf(time: number, rest: Uint8Array): string {
  const hex = time.toString(16).padStart(2 * TIME_BYTES, '0') + Buffer.from(rest).toString('hex')
  if (hex.length !== 2 * (TIME_BYTES + ID_BYTES)) throw new RangeError('no UUID has this time')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function marked(words: Uint8Array): Marked[] {
  const texts: Marked[] = []
  let from = 0
  for (let to = 1; to <= words.length; to++) {
    if ((words[to] ?? FIRST_MARK) < FIRST_MARK) continue
    texts.push({ mark: words[from] ?? 0, text: swap(decoder.decode(words.subarray(from + 1, to))) })
    from = to
  }
  return texts
}
