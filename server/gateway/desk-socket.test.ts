import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinDesk, PASSWORD, stranger, type DeskCaller } from '../testing/desk-caller.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'
import { connectDesk } from '../testing/test-desk.ts'

let server: TestServer
let owner: DeskCaller
beforeAll(async () => {
  server = await startServer()
  owner = await joinDesk(server, 'owner')
})
afterAll(() => server[Symbol.asyncDispose]())

test('[P-SESSION] a live line ends with its session, with the role that it began with, and with its person; others stay', async () => {
  const agent = await joinDesk(server, 'agent')
  const elsewhere = stranger(server)
  await elsewhere.post('/session', { email: agent.person.email, password: PASSWORD })
  const cut = async (caller: DeskCaller) => {
    const desk = await connectDesk(server, caller)
    return { desk, gone: new Promise((resolve) => desk.socket.once('disconnect', resolve)) }
  }
  const [stays, ends] = [await cut(agent), await cut(elsewhere)]
  await agent.delete('/sessions')
  await ends.gone
  expect(stays.desk.socket.connected).toBe(true)
  await owner.patch(`/people/${agent.person.id}`, { name: 'Renamed' })
  await owner.patch(`/people/${agent.person.id}`, { role: 'viewer' })
  await stays.gone
  const again = await cut(agent)
  await owner.delete(`/people/${agent.person.id}`)
  await again.gone
  await expect(connectDesk(server, agent)).rejects.toThrow()
})
