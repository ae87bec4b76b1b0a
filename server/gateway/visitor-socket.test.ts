import { expect, test } from 'vitest'
import { onceRecognised } from '../testing/just-recognised.ts'
import { startServer } from '../testing/start-server.ts'

test('[D-TABS] a tab that connects while another starts a new conversation ends up there too', async () => {
  await using server = await startServer()
  const first = await server.visit()
  await first.send('hello')
  await first.answerAfter(1)

  onceRecognised(server, () => first.call('conversation-start', { locale: 'en' }))
  const second = await server.visit({ token: first.token })
  expect(second.conversation).toBe(first.conversation)
  for (const tab of [first, second]) await tab.until(({ said }) => said.some(({ event }) => event === 'history-reset'))
  const moved = [first, second].map((tab) => tab.said.findLast(({ event }) => event === 'history-reset')?.message)
  expect(moved[0]).toEqual(moved[1])
})
