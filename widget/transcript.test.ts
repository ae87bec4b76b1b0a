import { expect, it } from 'vitest'
import type { LogMessage } from '../shared/log.ts'
import { transcriptOf } from './transcript.ts'
import { en } from './i18n/en.ts'

const site = { name: 'Late Light', assistantName: 'Lumen' }
const at = new Date(2026, 2, 9, 8, 5).getTime()
const message = (author: LogMessage['author'], text: string, seq: number): LogMessage => ({
  id: `m${seq}`,
  seq,
  author,
  text,
  at,
  suggestions: [],
  attachments: [],
})

it('is plain text with the time, the name and the words of everybody', () => {
  const messages = [
    message({ kind: 'visitor' }, 'Where is it?', 1),
    message({ kind: 'bot' }, '**On its way.**\n\n你好', 2),
    message({ kind: 'agent', name: 'Ana' }, 'Hello', 3),
    message({ kind: 'system' }, 'Noted', 4),
  ]
  expect(transcriptOf(messages, site, en)).toBe(
    [
      'Conversation with Late Light',
      '[2026-03-09 08:05] You:\nWhere is it?',
      '[2026-03-09 08:05] Lumen:\n**On its way.**\n\n你好',
      '[2026-03-09 08:05] Ana:\nHello',
      '[2026-03-09 08:05] Late Light:\nNoted\n',
    ].join('\n\n'),
  )
})
