/** The core of one tab with its line, its time and its storage in a test's hands. */

import type { Message } from '../../shared/protocol.ts'
import { createConversation } from '../conversation.ts'
import type { ConversationEvent } from '../snapshot.ts'
import { createArea, createScriptedEnvironment, createScriptedLine, storageOver } from './scripted-line.ts'

const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('there is no such request')
  return value
}

/** `storage` is what the tab sees of its browser's; by default that of a browser of its own. */
export function setUp(area = createArea(), storage = storageOver(area)) {
  const script = createScriptedLine()
  const time = createScriptedEnvironment()
  const announced: ConversationEvent[] = []
  const conversation = createConversation({
    line: script.line,
    storage,
    environment: time.environment,
    locale: () => 'en',
    announce: (event) => announced.push(event),
  })
  conversation.start()
  const ready = (more: { top?: number; epoch?: string; conversation?: string; answer?: string; token?: string } = {}) =>
    script.deliver('visitor-ready', { conversation: 'c1', epoch: 'e1', top: 0, ...more })
  const add = (seq: number, message: Partial<Message> = {}, epoch = 'e1') =>
    script.deliver('message-added', {
      epoch,
      seq,
      message: { id: `m${seq}`, author: { kind: 'bot' }, text: `text ${seq}`, at: 1, suggestions: [], attachments: [], ...message },
    })
  const accept = async (index: number, seq: number) => {
    const { payload, answer } = must(script.of('message-send')[index])
    await answer({ accepted: { id: `m${seq}`, seq, epoch: 'e1', at: 1, text: String(payload['text']) } })
    return String(payload['cid'])
  }
  const texts = () => conversation.snapshot().messages.map((message) => message.text)
  const outbox = () => conversation.snapshot().outbox.map(({ text, status }) => `${text}: ${status}`)
  return { area, script, time, announced, conversation, ready, add, accept, texts, outbox }
}
