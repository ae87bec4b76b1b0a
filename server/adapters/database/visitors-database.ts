/** The part of the port that knows visitors and forgets them, over the operations. */

import type { VisitorsDatabase } from '../../ports/visitors.ts'
import type { Run } from './tenant-database.ts'

/** A token in use is noted once an hour: a write for every page view would buy nothing. */
const TOUCH_EVERY_MS = 3_600_000

export const visitorsDatabase = ({ read, write, erase }: Run, tenantId: string): VisitorsDatabase => ({
  createVisitor: (arrival) => write('createVisitor', tenantId, arrival),
  visitorByToken: async ({ siteId, tokenHash, usedSince, at }) => {
    const found = await read('visitorByToken', tenantId, { siteId, tokenHash, usedSince })
    if (!found) return undefined
    const { visitor, conversation, usedAt } = found
    if (at - usedAt >= TOUCH_EVERY_MS) await write('touchVisitor', tenantId, { visitorId: visitor.id, at })
    return { visitor, conversation }
  },
  describeVisitor: (visitorId, description) => write('describeVisitor', tenantId, { visitorId, description }),
  visitPage: (visitorId, page) => write('visitPage', tenantId, { visitorId, page }),
  visitorDescription: (visitorId) => read('visitorDescription', tenantId, visitorId),

  identitySecrets: (siteId) => read('identitySecrets', tenantId, siteId),
  setIdentitySecrets: (change) => write('setIdentitySecrets', tenantId, change),
  vouchForVisitor: (vouched) => write('vouchForVisitor', tenantId, vouched),
  moveToken: (move) => write('moveToken', tenantId, move),
  visitor: (visitorId) => read('visitor', tenantId, visitorId),
  visitorsOfUser: (user) => read('visitorsOfUser', tenantId, user),
  conversationsOfVisitor: (visitorId) => read('conversationsOfVisitor', tenantId, visitorId),
  eraseVisitor: (erasure) => erase('eraseVisitor', tenantId, erasure),
  eraseOld: (erasure) => erase('eraseOld', tenantId, erasure),
})
