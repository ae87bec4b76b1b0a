/** Too many messages? Says when to come back. Token buckets, taken together or not at all. */

import { networkOf } from '../network.ts'
import { Refusal } from '../refusal.ts'
import type { Site } from '../ports/sites.ts'
import type { Bucket, Store } from '../ports/store.ts'
import type { Incoming } from '../turn.ts'

/** Tokens gained per second; each scope's burst is a fixed multiple, so that one setting tells the whole story. */
export type Rates = { tenant: number; visitor: number; address: number; siteConversations: number }

const BURST: Record<keyof Rates, number> = { tenant: 2, visitor: 15, address: 10, siteConversations: 10 }

/**
 * What else a visitor may change, per second. Each has a bucket of its own: a page that says over and over who its visitor is takes no message away.
 * An erasure makes everything that is to be written wait for the disk.
 */
const CHANGES = { erase: { perSecond: 0.1, burst: 5 }, rate: { perSecond: 1, burst: 20 }, describe: { perSecond: 0.5, burst: 10 } }

export type Throttle = ReturnType<typeof createThrottle>
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

    throttleChange: (
      change: keyof typeof CHANGES,
      { site, visitor, address }: Pick<Incoming, 'site' | 'visitor' | 'address'>,
    ): Promise<void> =>
      take(site.tenantId, [{ key: `${change}:${visitor.id}`, ...CHANGES[change] }, bucket('address', networkOf(address))]),

    /** A new visitor or a new conversation. */
    throttleConversation: (site: Site, address: string): Promise<void> =>
      take(site.tenantId, [bucket('siteConversations', site.id), bucket('address', networkOf(address))]),
  }
}
