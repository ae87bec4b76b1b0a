import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHmac } from 'node:crypto'
import { tokenSecretOf } from '../people/identity-token.ts'
import { newIdentitySecret, retireSecrets, rotateSecret, signUserId } from '../people/signed-identity.ts'
import type { TenantDatabase } from '../ports/database.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'
import type { TestVisitor } from '../testing/test-visitor.ts'

let server: TestServer
let tenant: TenantDatabase
let secret = ''
beforeAll(async () => {
  server = await startServer({
    policy: { identity: 'enforced' },
    questions: [{ text: 'Hello?', answer: 'Good day.' }],
    settings: { RATE_ADDRESS: '1000' },
  })
  tenant = server.database.forTenant('tenant')
  secret = (await rotateSecret(tenant, 'site')) ?? ''
})
afterAll(() => server[Symbol.asyncDispose]())

const describeAs = (visitor: TestVisitor, userId: string, userHash: string | undefined = signUserId(userId, secret)) =>
  visitor.call('visitor-describe', { userId, ...(userHash !== '' && { userHash }), attributes: [] })
/** As the site's backend makes it, to end so many seconds from now. */
function tokenFor(sub: string, endsInS: number, under = secret): string {
  const claims = { sub, exp: Math.floor(Date.now() / 1000) + endsInS }
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${createHmac('sha256', tokenSecretOf(under)).update(signed).digest('base64url')}`
}
const REFUSED = { refused: { code: 'identity_refused' } }

/** A browser in which this user has chatted. */
async function chatted(userId: string): Promise<TestVisitor> {
  const visitor = await server.visit()
  expect(await describeAs(visitor, userId)).toEqual({})
  await visitor.send('Hello?')
  await visitor.answerAfter(1)
  return visitor
}

describe('a site that enforces signed identity', () => {
  test('[P-IDENTITY] takes nobody for a user without the right hash, and says so', async () => {
    const visitor = await server.visit()
    for (const hash of ['', 'nonsense', signUserId('43', secret), signUserId('42', newIdentitySecret())])
      expect(await describeAs(visitor, '42', hash)).toEqual(REFUSED)
    expect(await tenant.visitorsOfUser({ siteId: 'site', userId: '42' })).toEqual([])
    expect(await describeAs(visitor, '42')).toEqual({})
    expect(await tenant.visitorsOfUser({ siteId: 'site', userId: '42' })).toHaveLength(1)
    const [{ id } = { id: '' }] = await tenant.visitorsOfUser({ siteId: 'site', userId: '42' })
    expect(await tenant.visitorDescription(id), 'the hash is not kept').toEqual({ userId: '42', attributes: [] })
  })

  test('[P-IDENTITY] two secrets count while one takes the place of the other', async () => {
    const older = secret
    secret = (await rotateSecret(tenant, 'site')) ?? ''
    expect(secret).not.toBe(older)
    const visitor = await server.visit()
    expect(await describeAs(visitor, '50', signUserId('50', older))).toEqual({})
    expect(await describeAs(visitor, '50', signUserId('50', secret).toUpperCase())).toEqual({})
    expect(await describeAs(visitor, '50', tokenFor('50', 60, older))).toEqual({})
    await retireSecrets(tenant, 'site')
    expect(await describeAs(visitor, '50', signUserId('50', older))).toEqual(REFUSED)
    expect(await describeAs(visitor, '50', tokenFor('50', 60, older))).toEqual(REFUSED)
    expect(await describeAs(visitor, '50')).toEqual({})
  })

  test('[P-TOKEN] takes a token in the place of the hash; one that has run out is refused with what to do, and the page says who it is again', async () => {
    const before = await chatted('90')
    const { token, conversation } = before
    before.close()
    const again = await server.visit({ token })
    const expired = { refused: { code: 'identity_expired' } }
    expect(await describeAs(again, '90', tokenFor('90', -120))).toEqual(expired)
    expect(await describeAs(again, '90', tokenFor('90', 600, newIdentitySecret()))).toEqual(REFUSED)
    expect(await describeAs(again, '90', tokenFor('91', 600))).toEqual({ refused: { code: 'identity_claims_invalid' } })
    expect(
      again.said.map(({ event }) => event),
      'nothing is shown',
    ).toEqual(['visitor-ready'])
    expect(await describeAs(again, '90', tokenFor('90', 600))).toEqual({})
    await again.until((visitor) => visitor.texts().length === 2)
    expect(again.said.find(({ event }) => event === 'history-reset')?.message).toMatchObject({ conversation })

    // Who is known goes on chatting when it runs out; another user does not get in with it.
    expect(await describeAs(again, '90', tokenFor('90', -120))).toEqual(expired)
    const { accepted } = await again.send('Hello?')
    expect((await again.answerAfter(accepted?.seq ?? 0)).text).toBe('Good day.')
    expect(await describeAs(again, '91', tokenFor('91', -120))).toEqual(expired)
    expect(server.logged.join('')).not.toContain('eyJ')
  })

  test('[P-IDENTITY] shows nothing of a user at a new visit before the hash is said, and all of it then', async () => {
    const before = await chatted('60')
    const { token, conversation, epoch } = before
    before.close()
    const again = await server.visit({ token })
    expect([again.conversation, again.epoch]).not.toContain(conversation)
    expect([again.conversation, again.epoch]).not.toContain(epoch)
    expect(await describeAs(again, '60', 'wrong')).toEqual(REFUSED)
    expect(again.said.map(({ event }) => event)).toEqual(['visitor-ready'])
    expect(await describeAs(again, '60')).toEqual({})
    await again.until((visitor) => visitor.texts().length === 2)
    expect(again.texts()).toEqual(before.texts())
    expect(again.said.find(({ event }) => event === 'history-reset')?.message).toMatchObject({ conversation, epoch })
  })

  test('[P-IDENTITY] goes on without the hash where the same page lost its line for a moment', async () => {
    const before = await chatted('61')
    const { token, conversation, epoch } = before
    before.close()
    const again = await server.visit({ token, held: { conversation, epoch, after: 1 } })
    await again.until((visitor) => visitor.texts().includes('Good day.'))
    const guessed = await server.visit({ token, held: { conversation, epoch: 'guessed', after: 0 } })
    expect(guessed.conversation).not.toBe(conversation)
  })

  test('[P-IDENTITY] who writes without it is somebody new in the same browser, who never sees the user’s log', async () => {
    const before = await chatted('62')
    const { token, conversation } = before
    const other = await server.visit({ token })
    // Two packets at once are not two people.
    const [first, second] = await Promise.all([other.send('I am somebody else'), other.send('really')])
    expect([first.accepted?.seq, second.accepted?.seq]).toEqual([1, 2])
    await other.answerAfter(2)
    expect(other.texts().slice(0, 2)).toEqual(['I am somebody else', 'really'])
    expect(before.texts()).toEqual(['Hello?', 'Good day.'])
    // The token is theirs from now on.
    const later = await server.visit({ token })
    expect(later.conversation).toBe(other.conversation)
    expect(await tenant.conversation(conversation)).toMatchObject({ top: 2 })
    expect((await other.call('message-send', { conversation, cid: crypto.randomUUID(), text: 'x', locale: 'en' })).refused?.code).toBe(
      'conversation_unknown',
    )
  })

  test('[P-MERGE] another user in the same browser gets another log, with a chat under way and at a new visit', async () => {
    const before = await chatted('70')
    const { token, conversation } = before
    expect(await describeAs(before, '71')).toEqual({})
    await before.until(({ said }) => said.some(({ event }) => event === 'history-reset'))
    const reset = before.said.findLast(({ event }) => event === 'history-reset')?.message as { conversation: string; top: number }
    expect(reset.conversation).not.toBe(conversation)
    expect(reset.top).toBe(0)
    const [[seventy], [seventyOne]] = [
      await tenant.visitorsOfUser({ siteId: 'site', userId: '70' }),
      await tenant.visitorsOfUser({ siteId: 'site', userId: '71' }),
    ]
    expect(seventy?.id).not.toBe(seventyOne?.id)
    expect(await tenant.conversationsOfVisitor(seventy?.id ?? '')).toMatchObject([{ id: conversation, top: 2 }])

    const again = await server.visit({ token })
    expect(await describeAs(again, '72')).toEqual({})
    expect(await tenant.visitorsOfUser({ siteId: 'site', userId: '72' })).toHaveLength(1)
    expect(again.entries()).toEqual([])
  })

  test('[P-MERGE] what was said before somebody was known becomes theirs; a second browser has its own log', async () => {
    const anonymous = await server.visit()
    await anonymous.send('Hello?')
    await anonymous.answerAfter(1)
    expect(await describeAs(anonymous, '80')).toEqual({})
    const phone = await server.visit()
    expect(await describeAs(phone, '80')).toEqual({})
    expect(phone.entries()).toEqual([])
    expect(await tenant.visitorsOfUser({ siteId: 'site', userId: '80' })).toHaveLength(2)
  })
})

test('[P-IDENTITY] a tab that was open before another one said who it is goes on with the log that it has; a new one does not', async () => {
  const open = await server.visit()
  await open.send('Hello?')
  await open.answerAfter(1)
  const known = await server.visit({ token: open.token, held: { conversation: open.conversation, epoch: open.epoch, after: 2 } })
  expect(await describeAs(known, '85')).toEqual({})
  const { accepted } = await open.send('Hello?')
  await known.answerAfter(accepted?.seq ?? 0)
  expect((await server.visit({ token: open.token })).conversation).not.toBe(open.conversation)

  // Another user in the tab that was open is somebody else, though nobody has told it whose it is by now.
  expect(await describeAs(open, '86', '')).toEqual(REFUSED)
  expect(await describeAs(open, '86')).toEqual({})
  await open.until(({ said }) => said.some(({ event }) => event === 'history-reset'))
  const [[first], [second]] = [
    await tenant.visitorsOfUser({ siteId: 'site', userId: '85' }),
    await tenant.visitorsOfUser({ siteId: 'site', userId: '86' }),
  ]
  expect(await tenant.conversationsOfVisitor(first?.id ?? '')).toMatchObject([{ id: open.conversation, top: 4 }])
  expect(await tenant.conversationsOfVisitor(second?.id ?? '')).toMatchObject([{ top: 0 }])
})

test('[P-IDENTITY] a site that does not enforce it takes a label as ever, but no wrong hash, and no other user on the same visitor without one', async () => {
  await tenant.createSite({ ...server.site, id: 'open', key: 'open-site', policy: { ...server.site.policy, identity: undefined as never } })
  const own = (await rotateSecret(tenant, 'open')) ?? ''
  const visitor = await server.visit({ siteKey: 'open-site' })
  expect(await describeAs(visitor, '1', '')).toEqual({})
  expect(await describeAs(visitor, '2', '')).toEqual({})
  expect(await describeAs(visitor, '2', signUserId('2', secret)), 'another site’s secret').toEqual(REFUSED)
  const { token, conversation, epoch } = visitor
  const other = await server.visit({ siteKey: 'open-site', token, held: { conversation, epoch, after: 0 } })
  expect(await describeAs(visitor, '2', signUserId('2', own))).toEqual({})
  expect(await describeAs(visitor, '3', '')).toEqual(REFUSED)
  expect(await describeAs(other, '3', ''), 'in a tab that was open before').toEqual(REFUSED)
  expect(await describeAs(visitor, '2', '')).toEqual({})
})
