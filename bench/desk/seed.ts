/** Conversations as some weeks would leave them, written through the database's door: the same for the same number of them. */

import { randomBytes } from 'node:crypto'
import { withDatabase } from '../../e2e/database.ts'
import type { Shop } from '../../e2e/shop.ts'
import type { TenantDatabase } from '../../server/ports/database.ts'
import { randomFrom } from '../../server/testing/seeded-random.ts'
import { uuidv7 } from '../../shared/identity.ts'

const AT_ONCE = 500
const APART_MS = 60_000

/** Of a hundred customers: so many are closed, and so many wait. */
const [CLOSED, WAITING] = [40, 1]

const ASKED = [
  'where is my lamp? I ordered it last week',
  'can I send it back without the box?',
  'the invoice has the wrong address on it',
  '我的台灯还没有到，请问什么时候发货？',
  'is the brass one in stock again?',
  'the shade came broken, what now',
  '可以换成白色的吗？',
]
const ANSWERED = [
  'It is on its way: the **tracking number** is in the e-mail that we sent you when the parcel left.',
  'Yes, within 30 days. Please write your order number on the parcel.',
  '可以的，请在 30 天内寄回，运费由我们承担。',
  'We have put it right; the new invoice is in your account under *Orders*.',
]

const id = (at: number): string => uuidv7(at, randomBytes(16))

/** A word that only this conversation has. */
export const orderOf = (index: number): string => `KF-${String(index).padStart(6, '0')}-Q`

export const COMMON = 'tracking number'

/** Tells how many of them have the words that are common. */
export async function seedInbox(shop: Shop, count: number): Promise<number> {
  let common = 0
  await withDatabase(shop, async (database) => {
    const site = await database.siteByKey('late-light')
    if (!site) throw new Error('the demo has no site')
    const tenant = database.forTenant(site.tenantId)
    const random = randomFrom(count)
    const first = Date.now() - count * APART_MS
    for (let done = 0; done < count; done += AT_ONCE) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, index) => done + index)
      const customers = batch.map((index) => ({ index, siteId: site.id, at: first + index * APART_MS, random }))
      const said = await Promise.all(customers.map((customer) => converse(tenant, customer)))
      common += said.filter((texts) => texts.some((text) => text.includes(COMMON))).length
    }
  })
  return common
}

type Customer = { index: number; siteId: string; at: number; random: () => number }

/** Two questions, each answered. Tells the answers. */
async function converse(tenant: TenantDatabase, { index, siteId, at, random }: Customer): Promise<string[]> {
  const one = (texts: readonly string[]): string => texts[Math.floor(random() * texts.length)] ?? ''
  const said = [`${one(ASKED)} (${orderOf(index)})`, one(ASKED)].map((text) => ({ text, answer: one(ANSWERED) }))
  const end = random() * 100
  const visitor = { id: id(at), siteId }
  const tokenHash = randomBytes(32).toString('hex')
  const { id: conversationId } = await tenant.createVisitor({ visitor, tokenHash, conversation: { id: id(at), epoch: id(at) }, at })
  for (const { text, answer } of said) {
    const message = { id: id(at), conversationId, visitorId: visitor.id, cid: id(at), originalHash: tokenHash, text, locale: 'en', at }
    await tenant.accept(message)
    const claimed = await tenant.claimTurns(conversationId)
    if (!claimed) throw new Error('there is nothing to answer')
    const recorded = await tenant.record({
      conversationId,
      claim: claimed.claim,
      fence: claimed.conversation.fence,
      turnIds: claimed.turns.map((turn) => turn.id),
      route: { to: 'question', reason: 'exact:seeded' },
      result: 'answered',
      at,
      answer: { id: id(at), author: { kind: 'bot' }, text: answer, at, origin: 'question', outcome: 'complete' },
    })
    if (!recorded) throw new Error('the answer was not recorded')
  }
  const state = end < CLOSED ? 'closed' : end < CLOSED + WAITING ? 'waiting' : undefined
  const reason = state === 'closed' ? 'closed' : 'wish_for_person'
  if (state) await tenant.changeFloor({ conversationId, fence: 0, floor: { state, reason, since: at } })
  return said.map(({ answer }) => answer)
}
