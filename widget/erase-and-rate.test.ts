/** Erasing what was said, and saying what one thinks of an answer. */

import { describe, expect, it } from 'vitest'
import { setUp } from './testing/scripted-conversation.ts'
import { createBrowser } from './testing/scripted-line.ts'

describe('erasing', () => {
  it('[C-ERASE] empties log, outbox and draft of the conversation, and says so, once the server has erased it', async () => {
    const { conversation, ready, add, script, outbox, area } = setUp()
    ready()
    add(1)
    conversation.send('on its way')
    conversation.setDraft('half a thou')
    void conversation.erase()
    expect(conversation.snapshot()).toMatchObject({ draft: 'half a thou', isErased: false, messages: [{ id: 'm1' }] })
    script.deliver('history-reset', { conversation: 'c1', epoch: 'e2', top: 0 })
    await script.of('conversation-erase')[0]!.answer({})
    expect(conversation.snapshot()).toMatchObject({ draft: '', isErased: true, isEmpty: true, messages: [] })
    expect(outbox()).toEqual([])
    expect([...area.values.keys()].filter((key) => /outbox|draft/.test(key))).toEqual([])
    conversation.send('a new beginning')
    expect(conversation.snapshot().isErased).toBe(false)
  })

  it('[C-ERASE] keeps everything when it fails, and says so', async () => {
    for (const end of ['refused', 'lost'] as const) {
      const { conversation, ready, add, script, outbox } = setUp()
      ready()
      add(1)
      conversation.send('on its way')
      conversation.setDraft('half a thou')
      void conversation.erase()
      const request = script.of('conversation-erase')[0]!
      await (end === 'lost' ? request.lose() : request.answer({ refused: { code: 'throttled' } }))
      expect(conversation.snapshot()).toMatchObject({
        draft: 'half a thou',
        isErased: false,
        fault: end === 'lost' ? 'unavailable' : 'throttled',
        messages: [{ id: 'm1' }],
      })
      expect(outbox()).toEqual(['on its way: sending'])
    }
  })

  it('[C-ERASE] keeps what was written after the customer asked for it, and what belongs to another conversation', async () => {
    const { conversation, ready, script, outbox } = setUp()
    ready({ conversation: 'c0' })
    conversation.send('elsewhere')
    script.lose()
    ready({ conversation: 'c1' })
    void conversation.erase()
    conversation.send('a new beginning')
    await script.of('conversation-erase')[0]!.answer({})
    expect(outbox()).toEqual(['elsewhere: sending', 'a new beginning: sending'])
  })

  it('[C-ERASE] takes from the other tabs what they would still have sent', async () => {
    const browser = createBrowser()
    const one = setUp(browser.area, browser.tab())
    const other = setUp(browser.area, browser.tab())
    one.ready()
    other.ready()
    other.conversation.send('not yet acknowledged')
    void one.conversation.erase()
    await one.script.of('conversation-erase')[0]!.answer({})
    expect(other.outbox()).toEqual([])
  })

  it('[C-ERASE] is done when its acknowledgement was lost and the conversation has another epoch', async () => {
    const { conversation, ready, add, script, outbox } = setUp()
    ready()
    add(1)
    conversation.send('on its way')
    void conversation.erase()
    script.lose()
    await script.of('conversation-erase')[0]!.lose()
    expect(conversation.snapshot()).toMatchObject({ isErased: false, fault: 'unavailable' })
    ready({ epoch: 'e2' })
    expect(conversation.snapshot()).toMatchObject({ isErased: true, fault: undefined, messages: [] })
    expect(outbox()).toEqual([])
    expect(script.of('message-send')).toHaveLength(1)
  })

  it('[C-ERASE] has failed, and goes on saying so, when its acknowledgement was lost and nothing has changed', async () => {
    const { conversation, ready, script } = setUp()
    ready()
    void conversation.erase()
    script.lose()
    await script.of('conversation-erase')[0]!.lose()
    ready()
    expect(conversation.snapshot()).toMatchObject({ isErased: false, fault: 'unavailable' })
  })

  it('says nothing of an acknowledgement that comes after a new beginning', async () => {
    for (const end of ['answered', 'lost'] as const) {
      const { conversation, ready, script, outbox } = setUp()
      ready()
      void conversation.erase()
      script.deliver('history-reset', { conversation: 'c1', epoch: 'e2', top: 0 })
      expect(conversation.snapshot().isErased).toBe(true)
      conversation.send('a new beginning')
      const request = script.of('conversation-erase')[0]!
      await (end === 'lost' ? request.lose() : request.answer({}))
      expect(conversation.snapshot()).toMatchObject({ isErased: false, fault: undefined })
      expect(outbox()).toEqual(['a new beginning: sending'])
    }
  })

  it('keeps what is typed while the server erases', async () => {
    const { conversation, ready, script } = setUp()
    ready()
    conversation.setDraft('old')
    void conversation.erase()
    conversation.setDraft('new')
    await script.of('conversation-erase')[0]!.answer({})
    expect(conversation.snapshot().draft).toBe('new')
  })

  it.each(['erase', 'startConversation', 'cancelHandoff'] as const)(
    'says that %s cannot be had without a line, until there is one',
    async (command) => {
      const { conversation, ready, script } = setUp()
      ready()
      script.lose()
      await conversation[command]()
      expect(conversation.snapshot().fault).toBe('unavailable')
      expect(script.requests).toEqual([])
      ready()
      expect(conversation.snapshot().fault).toBeUndefined()
    },
  )

  it('does not ask for it without a line, and says so', async () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.lose()
    await conversation.erase()
    expect(script.of('conversation-erase')).toEqual([])
    expect(conversation.snapshot()).toMatchObject({ isErased: false, fault: 'unavailable' })
  })
})

describe('rating', () => {
  function rated() {
    const tab = setUp()
    tab.ready()
    tab.add(1, { origin: 'model' })
    return { ...tab, rating: () => tab.conversation.snapshot().messages[0]?.rating }
  }

  it('is shown at once, and taken back when the server refuses it', async () => {
    const { conversation, script, rating } = rated()
    void conversation.rate('m1', 'up')
    expect(rating()).toBe('up')
    expect(script.of('answer-rate')[0]!.payload).toEqual({ conversation: 'c1', answer: 'm1', rating: 'up' })
    await script.of('answer-rate')[0]!.answer({})
    void conversation.rate('m1', 'down')
    await script.of('answer-rate')[1]!.answer({ refused: { code: 'throttled' } })
    expect(rating()).toBe('up')
    expect(conversation.snapshot().fault).toBe('throttled')
  })

  it('tells whether the server took it, without a line at once', async () => {
    const { conversation, script, rating } = rated()
    const taken = conversation.rate('m1', 'up')
    await script.of('answer-rate')[0]!.answer({})
    expect(await taken).toBe(true)
    const refused = conversation.rate('m1', 'down')
    await script.of('answer-rate')[1]!.answer({ refused: { code: 'throttled' } })
    expect(await refused).toBe(false)
    script.lose()
    expect(await conversation.rate('m1', 'down')).toBe(false)
    expect(script.of('answer-rate').length).toBe(2)
    expect(rating()).toBe('up')
    expect(conversation.snapshot().fault).toBe('unavailable')
  })

  it('can be withdrawn', () => {
    const { conversation, script, rating } = rated()
    void conversation.rate('m1', 'up')
    void conversation.rate('m1', undefined)
    expect(rating()).toBeUndefined()
    expect(script.of('answer-rate')[1]!.payload).toEqual({ conversation: 'c1', answer: 'm1', rating: 'none' })
  })

  it('stays what was chosen last when an earlier choice is refused late', async () => {
    const { conversation, script, rating } = rated()
    void conversation.rate('m1', 'up')
    void conversation.rate('m1', 'down')
    await script.of('answer-rate')[0]!.lose()
    expect(rating()).toBe('down')
  })

  it('of another tab is shown, and one that the log tells of', () => {
    const { script, add, rating, conversation } = rated()
    script.deliver('answer-rated', { answer: 'm1', rating: 'down' })
    expect(rating()).toBe('down')
    script.deliver('answer-rated', { answer: 'm1' })
    expect(rating()).toBeUndefined()
    script.deliver('answer-rated', { answer: 'not here', rating: 'up' })
    add(2, { rating: 'up' })
    expect(conversation.snapshot().messages[1]?.rating).toBe('up')
  })
})
