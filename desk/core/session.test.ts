import { expect, it } from 'vitest'
import { createSession } from './session.ts'

/** By the last part of the address. */
const answering = (answers: Record<string, Response>) =>
  createSession((address) => {
    const answer = answers[(address as string).split('/').at(-1) ?? '']
    return answer ? Promise.resolve(answer.clone()) : Promise.reject(new Error('nobody answers'))
  })

const me = { person: { id: 'p1', name: 'Mira', role: 'owner' }, csrf: 'c' }
const loginNeeded = Response.json({ error: { code: 'login_needed', message: 'Log in.' } }, { status: 401 })

it('says that a session has ended however many answers say so', async () => {
  const answers: Record<string, Response> = { me: Response.json(me) }
  const session = answering(answers)
  await session.begin()
  expect(session.state.get()).toMatchObject({ state: 'in' })
  answers['me'] = loginNeeded
  await Promise.all([session.check(), session.check()])
  expect(session.state.get()).toEqual({ state: 'out', ended: true })
})

it('speaks of no session that ended where there was none, or where it was left', async () => {
  const answers: Record<string, Response> = { me: loginNeeded }
  const session = answering(answers)
  await session.begin()
  expect(session.state.get()).toEqual({ state: 'out', ended: false })
  answers['session'] = Response.json(me)
  await session.login('mira@example.com', 'a long password')
  answers['session'] = new Response(null, { status: 204 })
  await session.logout()
  await session.check()
  expect(session.state.get()).toEqual({ state: 'out', ended: false })
})
