/** Too many messages? Says when to come back. Token buckets, taken together or not at all. */

import { networkOf } from '../network.ts'
import { Refusal } from '../refusal.ts'
import type { Bucket, Site, Store } from '../ports.ts'
import type { Incoming } from '../turn.ts'

/** Tokens gained per second; each scope's burst is a fixed multiple, so that one setting tells the whole story. */
export type Rates = { tenant: number; visitor: number; address: number; siteConversations: number }

const BURST: Record<keyof Rates, number> = { tenant: 2, visitor: 15, address: 10, siteConversations: 10 }

export type Throttled = (scope: string) => void

export const createThrottle = ({ store, rates, throttled }: { store: Store; rates: Rates; throttled: Throttled }) => {
  const bucket = (scope: keyof Rates, key: string): Bucket => ({
    key: `${scope}:${key}`,
    perSecond: rates[scope],
    burst: Math.ceil(rates[scope] * BURST[scope]),
  })

  async function take(tenantId: string, buckets: Bucket[]): Promise<void> {
    const result = await store.forTenant(tenantId).takeTokens(buckets)
    if (result.taken) return
    throttled(result.key.slice(0, result.key.indexOf(':')))
    throw new Refusal('throttled', { retryAfterMs: result.waitMs })
  }

  return {
    throttle: ({ site, visitor, address }: Incoming): Promise<void> =>
      take(site.tenantId, [bucket('visitor', visitor.id), bucket('address', networkOf(address)), bucket('tenant', '')]),

    /** A new visitor or a new conversation. */
    throttleConversation: (site: Site, address: string): Promise<void> =>
      take(site.tenantId, [bucket('siteConversations', site.id), bucket('address', networkOf(address))]),
  }
}
