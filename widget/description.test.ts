import { beforeEach, describe as group, expect, it, vi } from 'vitest'
import type { Acknowledgement, FromWidget } from '../shared/protocol.ts'
import { createDescription, describe } from './description.ts'
import type { Snapshot } from './snapshot.ts'

const warn = vi.fn<(sentence: string) => void>()
beforeEach(() => void warn.mockReset())

/** A conversation of which only the line and the id matter here, and a server that answers when told to. */
const setUp = () => {
  const asked: { said: FromWidget['visitor-describe']; answer: (answer: Acknowledgement['visitor-describe'] | Error) => Promise<void> }[] =
    []
  let listener = () => {}
  let snapshot = { connection: { state: 'connecting' }, conversation: '' } as Snapshot
  const { say } = createDescription({
    line: {
      request: (_event, payload) =>
        new Promise((resolve, reject) => {
          asked.push({
            said: payload as FromWidget['visitor-describe'],
            async answer(answer) {
              if (answer instanceof Error) reject(answer)
              else resolve(answer as never)
              await new Promise(setImmediate)
            },
          })
        }),
    },
    conversation: {
      snapshot: () => snapshot,
      subscribe: (given) => {
        listener = given
        return () => {}
      },
    },
    warn,
  })
  return {
    say,
    asked,
    become(state: 'online' | 'reconnecting', conversation = 'one') {
      snapshot = { ...snapshot, connection: { state }, conversation }
      listener()
    },
  }
}

group('what the page says of its customer', () => {
  it('waits for the line, and is then said once', async () => {
    const { say, asked, become } = setUp()
    say({ label: { name: 'Ada' } })
    expect(asked).toEqual([])
    become('online')
    become('online')
    await asked[0]!.answer({})
    become('online')
    expect(asked.map(({ said }) => said)).toEqual([{ name: 'Ada', attributes: [] }])
  })

  it('is said again when it has changed, also while it was on its way', async () => {
    const { say, asked, become } = setUp()
    become('online')
    say({ label: { id: 7 } })
    say({ label: { id: 7 }, attributes: { plan: 'gold' } })
    expect(asked).toHaveLength(1)
    await asked[0]!.answer({})
    expect(asked.map(({ said }) => said)).toEqual([
      { userId: '7', attributes: [] },
      { userId: '7', attributes: [{ name: 'plan', value: 'gold' }] },
    ])
    await asked[1]!.answer({})
    say({ label: { id: 7 }, attributes: { plan: 'gold' } })
    expect(asked).toHaveLength(2)
  })

  it('is said again after a reconnect only if it was not acknowledged, or the visitor is another one', async () => {
    const { say, asked, become } = setUp()
    become('online')
    say({ label: { name: 'Ada' } })
    become('reconnecting')
    await asked[0]!.answer(new Error('not connected'))
    become('online')
    expect(asked).toHaveLength(2)
    await asked[1]!.answer({})
    become('reconnecting')
    become('online')
    expect(asked).toHaveLength(2)
    become('online', 'another')
    expect(asked).toHaveLength(3)
  })

  it('is not said again when the server refuses it: the owner is told why', async () => {
    const { say, asked, become } = setUp()
    become('online')
    say({ label: { name: 'x'.repeat(9_999) } })
    await asked[0]!.answer({ refused: { code: 'text_too_long' } })
    become('online')
    expect(asked).toHaveLength(1)
    expect(warn.mock.calls).toEqual([['identify and setAttributes were refused: text_too_long']])
  })
})

group('what can be understood of it', () => {
  it('is text: numbers, booleans and dates become it', () => {
    const attributes = { plan: 'gold', orders: 12, trial: false, since: new Date(0), gone: null, missing: undefined }
    expect(describe({ label: { name: 'Ada', email: 'ada@example.com', id: 42, hash: 'abc' }, attributes }, warn)).toEqual({
      name: 'Ada',
      email: 'ada@example.com',
      userId: '42',
      userHash: 'abc',
      attributes: [
        { name: 'plan', value: 'gold' },
        { name: 'orders', value: '12' },
        { name: 'trial', value: 'false' },
        { name: 'since', value: '1970-01-01T00:00:00.000Z' },
      ],
    })
    expect(warn).not.toHaveBeenCalled()
  })

  it.each([NaN, Infinity, {}, [], () => {}, Symbol('x'), new Date(NaN)])(
    'leaves out an attribute that is none, and says so (%#)',
    (value) => {
      expect(describe({ attributes: { bad: value, good: '1' } }, warn)).toEqual({ attributes: [{ name: 'good', value: '1' }] })
      expect(warn.mock.calls).toEqual([['the attribute “bad” is no text, number, boolean or date']])
    },
  )

  it('needs an object to identify somebody', () => {
    expect(describe({ label: 'Ada' }, warn)).toEqual({ attributes: [] })
    expect(warn).toHaveBeenCalledOnce()
  })
})
