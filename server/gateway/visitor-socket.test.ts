import { expect, test } from 'vitest'
import { startServer } from '../testing/start-server.ts'

test('[D-TABS] a tab that connects while another starts a new conversation ends up there too', async () => {
  await using server = await startServer()
  const first = await server.visit()
  await first.send('hello')
  await first.answerAfter(1)

  // The new conversation begins exactly between recognising the second tab and its listening.
  const { forTenant } = server.database
  let hasStarted = false
  server.database.forTenant = (id) => {
    const tenant = forTenant(id)
    return {
      ...tenant,
      async visitorByToken(token) {
        const known = await tenant.visitorByToken(token)
        if (!hasStarted) {
          hasStarted = true
          await first.call('conversation-start', { locale: 'en' })
        }
        return known
      },
    }
  }
  const second = await server.visit({ token: first.token })
  expect(second.conversation).toBe(first.conversation)
  await second.until(({ said }) => said.some(({ event }) => event === 'history-reset'))
  const moved = [first, second].map((tab) => tab.said.findLast(({ event }) => event === 'history-reset')?.message)
  expect(moved[0]).toEqual(moved[1])
})
