/** The part of the port that knows for sure who a visitor is, and forgets visitors, over the operations. */

import type { VisitorsDatabase } from '../../ports-visitors.ts'
import type { Run } from './tenant-database.ts'

export const visitorsDatabase = ({ read, write, erase }: Run, tenantId: string): VisitorsDatabase => ({
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
