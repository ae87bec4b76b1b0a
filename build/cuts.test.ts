import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cutOut, type Cuts } from './cuts.ts'
import { missingOfPreact } from './slim-preact.ts'
import { missingOfSocket } from './slim-socket.ts'

const cuts: Cuts = { 'some/index.js': [[/ two/], [[' three', ' five'], ' 4']] }

test('a package’s file loses what is named, by pattern or from here to there, and any other file nothing', () => {
  expect(cutOut(cuts, '/x/node_modules/some/index.js', 'one two three four five')).toBe('one 4 five')
  expect(cutOut(cuts, '/x/node_modules/other/index.js', 'one two')).toBe('one two')
})

test.each(['one three four five', 'one two four five', 'one two three four'])(
  'a cut that does not find its passage in “%s” is an error',
  (code) => {
    expect(() => cutOut(cuts, '/x/node_modules/some/index.js', code)).toThrow(/^some\/index\.js has no .* any more$/)
  },
)

const SOCKET = `import { Socket } from 'socket.io-client'\nconst line = new Socket(carrier, '/', { auth })\n`

test.each([
  ['a listener for one event', `line.on('answer-delta', draw)`],
  ['a request that wants no acknowledgement', `line.emit('answer-stop', {})`],
  ['a flag', 'line.volatile.emitWithAck(event)'],
  ['a time of its own', 'line.timeout(5).emitWithAck(event)'],
  ['what was recovered', 'if (line.recovered) return'],
  ['another try', `new Socket(carrier, '/', { retries: 3 })`],
])('a widget that asks Socket.IO for %s is not built', (_what, code) => {
  expect(missingOfSocket(SOCKET + code)).toBeDefined()
})

test('a widget that asks Socket.IO for a handshake, acknowledged requests and whatever comes is built', () => {
  expect(missingOfSocket(readFileSync('widget/connection.ts', 'utf8'))).toBeUndefined()
  expect(missingOfSocket(`import { Socket } from 'socket.io-client'\nexport const make = () => new Socket(carrier, '/')`)).toBe('Socket')
})

test.each([
  'useEffect(look)',
  'createContext(0)',
  '<p style={{ color }} />',
  '<b onClick={isOpen ? close : open} />',
  '<b onClick={can && close} />',
])('a widget that asks Preact for %s is not built', (code) => {
  expect(missingOfPreact(code)).toBeDefined()
})

test('a widget that asks Preact for handlers that are always there is built', () => {
  expect(missingOfPreact('<b onClick={close} onInput={(event) => event.key && close?.()} />')).toBeUndefined()
})
