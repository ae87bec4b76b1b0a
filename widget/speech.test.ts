/** What a screen reader hears, as far as it can be told without one. */

import { describe, expect, it } from 'vitest'
import type { LogMessage } from '../shared/log.ts'
import type { Snapshot } from './snapshot.ts'
import { createSpeech, sentencesOf } from './speech.ts'
import { setUp } from './testing/scripted-conversation.ts'

const nameOf = (message?: LogMessage) => message?.author.name ?? 'Ada'

/** Everything that is said while this answer arrives in pieces of this size, and when it is in the log. */
function heardOf(text: string, pieceUnits: number): string[] {
  const { conversation, ready, add, script } = setUp()
  const speech = createSpeech()
  const heard: string[] = []
  const listen = () => void heard.push(...speech(conversation.snapshot(), nameOf))
  conversation.subscribe(listen)
  ready()
  script.deliver('answer-start', { epoch: 'e1', answer: 'm1', attempt: 1 })
  for (let offset = 0; offset < text.length; offset += pieceUnits)
    script.deliver('answer-delta', { answer: 'm1', attempt: 1, offset, text: text.slice(offset, offset + pieceUnits) })
  add(1, { text })
  add(2, { author: { kind: 'system', name: 'Shop' }, text: 'Noted. Thanks.' })
  return heard
}

describe('an answer that is being written', () => {
  const text =
    'It costs 3.50 euros. [Returns](https://shop.example/a.b?c) are **free!** Two ways:\n\n1. By post\n2. In the shop\n\n你好。再见。'
  const sentences = ['It costs 3.50 euros.', 'Returns are free!', 'Two ways:', 'By post', 'In the shop', '你好。', '再见。']

  it.each([1, 2, 3, 7, 1_000])('is said sentence by sentence, each once, in pieces of %i', (pieceUnits) => {
    const [first, ...rest] = sentences
    expect(heardOf(text, pieceUnits)).toEqual([`Ada: ${first}`, ...rest, 'Shop: Noted.', 'Thanks.'])
  })

  it('says nothing of a sentence before its end', () => {
    expect(sentencesOf('It leaves today. It arrives tom', false)).toEqual(['It leaves today.'])
    expect(sentencesOf('It leaves today.', false)).toEqual([])
  })

  it('is said anew when another attempt begins', () => {
    const { conversation, ready, script } = setUp()
    const speech = createSpeech()
    const said = () => speech(conversation.snapshot(), nameOf)
    ready()
    said()
    const write = (attempt: number, given: string) => {
      script.deliver('answer-start', { epoch: 'e1', answer: 'm1', attempt })
      script.deliver('answer-delta', { answer: 'm1', attempt, offset: 0, text: given })
      return said()
    }
    expect(write(1, 'First try. And ')).toEqual(['Ada: First try.'])
    expect(write(2, 'Second try. And ')).toEqual(['Ada: Second try.'])
  })
})

describe('text that is made to be slow', () => {
  const marks = ['[', '![', '](', '[a](', '*', '> ', ' ', '\t', ' |', '|', '\n', '. ', '1', '1. ', '!', '- ', '`~']

  // With a pattern that scans what another match has scanned, each of these takes minutes.
  it.each(marks)('is read in one go: %j', (mark) => {
    expect(sentencesOf(`${mark.repeat(200_000)}x Done.`, true).join(' ')).toContain('Done.')
  })
})

it('goes on behind the lines that it has said', () => {
  const text = '| a | b |\n\n* **One.** Two.\n* [Three](https://shop.example/?a|b). Four\n\nFive. Six.'
  expect(heardOf(text, 5)).toEqual(heardOf(text, 1_000))
})

it('keeps silent about history, also after a reconnect, and about what the customer said', () => {
  const { conversation, ready, add } = setUp()
  const speech = createSpeech()
  const said = () => speech(conversation.snapshot(), nameOf)
  ready({ top: 2 })
  add(1)
  expect(said()).toEqual([])
  add(2)
  expect(said()).toEqual([])
  add(3, { author: { kind: 'visitor' }, text: 'Hello.' })
  add(4, { text: 'News.' })
  expect(said()).toEqual(['Ada: News.'])
})

it('hears the first message after everything was erased', () => {
  const { conversation, ready, add, script } = setUp()
  const speech = createSpeech()
  const said = (): string[] => speech(conversation.snapshot() as Snapshot, nameOf)
  ready({ top: 1 })
  add(1)
  said()
  script.deliver('history-reset', { conversation: 'c1', epoch: 'e2', top: 0 })
  said()
  add(1, { text: 'Hello again.' }, 'e2')
  expect(said()).toEqual(['Ada: Hello again.'])
})
