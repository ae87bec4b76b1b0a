/**
 * Sessions in the Store: how large one is beside its JSON and what others make of that, and what writing and reading cost, on whole sets of
 * dialogues: `npx tsx bench/session.ts`. Every session is read back and compared before anything is counted.
 */

import { deepStrictEqual } from 'node:assert'
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib'
import { encode } from '../shared/codec.ts'
import { list, nested, oneOf, optional, text, uint } from '../shared/fields.ts'
import { decodeSession, encodeSession } from '../server/session/encoding.ts'
import type { SessionContext } from '../server/session/session-context.ts'
import { bitext, CHINESE, crosswoz, ENGLISH, jsonOf, sessionsOf, type Dialogue } from '../server/testing/dialogues.ts'

/** The same fields, as anyone would write them down first. */
const turn = {
  id: text(1),
  role: oneOf(2, ['customer', 'assistant', 'agent']),
  at: uint(3),
  route: optional(oneOf(4, ['human', 'question', 'model'])),
  text: text(5),
}
const plain = { uuid: text(1), history: list(nested(2, turn)), expire: uint(3) }

const FORMS: Record<string, (session: SessionContext) => Uint8Array> = {
  JSON: jsonOf,
  'gzip(JSON)': (session) => gzipSync(jsonOf(session), { level: 9 }),
  'brotli(JSON), quality 11': (session) => brotliCompressSync(jsonOf(session)),
  'plain protocol buffers': (session) => encode(plain, session),
  'deflate(protocol buffers)': (session) => deflateRawSync(encode(plain, session), { level: 9 }),
  ours: encodeSession,
}

const SETS: Record<string, Dialogue[] | undefined> = {
  'CrossWOZ, Chinese': crosswoz(),
  'Bitext, English': bitext(),
  'ours, English': ENGLISH,
  'ours, Chinese': CHINESE,
}

/** Processor time, as the clock on the wall also counts what others do. Microseconds for each, the least of some rounds. */
function microseconds(count: number, run: () => void): number {
  const rounds = Array.from({ length: 7 }, () => {
    const { user, system } = process.cpuUsage()
    run()
    const used = process.cpuUsage()
    return (used.user - user + used.system - system) / count
  })
  return Math.round(Math.min(...rounds))
}

for (const [name, dialogues] of Object.entries(SETS)) {
  if (!dialogues) {
    console.log(`${name}: not there; its place is ../shared/data`)
    continue
  }
  const sessions = sessionsOf(dialogues)
  const encoded = sessions.map((session) => encodeSession(session))
  for (const [index, bytes] of encoded.entries()) deepStrictEqual(decodeSession(bytes), sessions[index])

  const turns = sessions.reduce((sum, { history }) => sum + history.length, 0)
  const bytesOf = (form: (session: SessionContext) => Uint8Array): number => sessions.reduce((sum, one) => sum + form(one).length, 0)
  const json = bytesOf(jsonOf)
  console.log(`\n${name}: ${sessions.length} sessions, ${turns} turns`)
  console.table(
    Object.fromEntries(
      Object.entries(FORMS).map(([form, bytes]) => [
        form,
        {
          'bytes a session': Math.round(bytesOf(bytes) / sessions.length),
          '% of JSON': Number(((100 * bytesOf(bytes)) / json).toFixed(1)),
        },
      ]),
    ),
  )
  const times = Math.ceil(200 / sessions.length)
  const write = microseconds(times * sessions.length, () => {
    for (let time = 0; time < times; time++) for (const session of sessions) encodeSession(session)
  })
  const read = microseconds(times * encoded.length, () => {
    for (let time = 0; time < times; time++) for (const bytes of encoded) decodeSession(bytes)
  })
  console.log(`processor time: ${write} µs to write a session, ${read} µs to read one`)
}
