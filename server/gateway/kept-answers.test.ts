/** Kept answers of the model, through the whole server: who gets one, and who must not. */

import { expect, test } from 'vitest'
import type { Question } from '../ports.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'
import { startUpstream } from '../testing/upstream.ts'

const settings = { ANSWER_CACHE_SECONDS: '60' }

const newQuestion: Question = {
  id: 'new',
  siteId: 'site',
  locale: 'en',
  text: 'Another one?',
  variants: [],
  answer: 'Yes.',
  tags: [],
  suggested: false,
  updatedAt: 1,
}

async function askAnew(server: TestServer, text: string): Promise<string> {
  const visitor = await server.visit()
  await visitor.send(text)
  return (await visitor.answerAfter(1)).text
}

test('the same first question of another visitor costs no second call of the model', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings })
  upstream.reply('Ten hours.')
  expect(await askAnew(server, 'How long does it last?')).toBe('Ten hours.')
  expect(await askAnew(server, 'how long does it LAST')).toBe('Ten hours.')
  expect(upstream.requests.length).toBe(1)
})

test('a later question of a conversation is never kept, nor an answer that broke', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings })
  upstream.reply('Ten hours.')
  const visitor = await server.visit()
  await visitor.send('Hello?')
  await visitor.answerAfter(1)
  await visitor.send('And mine?')
  await visitor.answerAfter(3)
  await askAnew(server, 'And mine?')
  expect(upstream.requests.length).toBe(3)
  upstream.fault('cut-mid-sentence')
  await askAnew(server, 'What breaks?')
  upstream.reply('Whole.')
  expect(await askAnew(server, 'What breaks?')).toBe('Whole.')
})

test('an answer that was begun before an edit is not given after it', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings })
  upstream.reply('The old truth, told slowly.', { paceMs: 30 })
  const visitor = await server.visit()
  await visitor.send('What is true?')
  await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
  await server.database.forTenant('tenant').createQuestion(newQuestion)
  await visitor.answerAfter(1)
  upstream.reply('The new truth.')
  expect(await askAnew(server, 'What is true?')).toBe('The new truth.')
})
