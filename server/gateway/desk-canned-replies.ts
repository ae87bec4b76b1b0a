/** Canned replies at the desk: everybody reads them, agents write them. */

import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { uuidv7 } from '../../shared/identity.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { CannedReply } from '../../shared/tickets.ts'
import { onlyOne } from '../only-one.ts'
import { Refusal } from '../refusal.ts'
import type { DeskOperation } from './desk-operation.ts'
import { id, visible } from './ticket-schemas.ts'

const params = z.object({ reply: id })
const fields = {
  shortcut: z
    .string()
    .max(40)
    .regex(/^[^\s/]+$/, 'must be one word without /'),
  title: visible(100),
  text: visible(LIMITS.messageUnits),
}
const language = z.string().regex(/^[a-z]{2,3}$/)
const newReply = z.strictObject({ ...fields, locale: language.optional(), siteId: id.optional() })
/** `locale` null: for any language. */
const changedReply = z.strictObject({ ...fields, locale: language.nullable() }).partial()

export function cannedReplyOperations({ now }: { now: () => number }): DeskOperation[] {
  return [
    {
      method: 'get',
      path: '/canned-replies',
      least: 'viewer',
      status: 200,
      carryOut: async ({ tenant }) => ({ cannedReplies: await tenant.cannedReplies() }),
    },
    {
      method: 'post',
      path: '/canned-replies',
      least: 'agent',
      body: newReply,
      status: 201,
      async carryOut({ tenant, body }) {
        const { locale, siteId, ...said } = body as z.infer<typeof newReply>
        if (siteId !== undefined && !(await tenant.sites()).some((site) => site.id === siteId)) throw new Refusal('not_found')
        const at = now()
        const cannedReply: CannedReply = {
          id: uuidv7(at, randomBytes(16)),
          ...said,
          ...(locale !== undefined && { locale }),
          ...(siteId !== undefined && { siteId }),
          updatedAt: at,
        }
        await onlyOne(tenant.createCannedReply(cannedReply), 'canned_reply_exists')
        return { cannedReply }
      },
    },
    {
      method: 'patch',
      path: '/canned-replies/:reply',
      least: 'agent',
      params,
      body: changedReply,
      status: 200,
      async carryOut({ tenant, params: { reply = '' }, body }) {
        const { locale, ...said } = body as z.infer<typeof changedReply>
        const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
        const changes = { ...given, ...(locale !== undefined && { locale: locale ?? '' }), updatedAt: now() }
        const cannedReply = await onlyOne(tenant.updateCannedReply(reply, changes), 'canned_reply_exists')
        if (!cannedReply) throw new Refusal('not_found')
        return { cannedReply }
      },
    },
    {
      method: 'delete',
      path: '/canned-replies/:reply',
      least: 'agent',
      params,
      status: 204,
      async carryOut({ tenant, params: { reply = '' } }) {
        if (!(await tenant.deleteCannedReply(reply))) throw new Refusal('not_found')
      },
    },
  ]
}
