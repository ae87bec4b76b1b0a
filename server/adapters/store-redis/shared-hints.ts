/**
 * Hints between processes. Listeners in this process are told directly, so they need nobody else; the others hear it over one channel a
 * tenant. Channels by tenant, not by conversation: a process whose customers all connect again would otherwise subscribe thousands of times, and what
 * it hears in vain costs less than that.
 *
 * A hint may get lost. Whoever may have missed one is told "something may be new", with no entries, and reads the log: listeners when their channel is
 * heard, or heard again; and the others when we could not publish.
 */

import type { Hint } from '../../ports/store.ts'
import { createHints, type Hints } from '../store-memory/hints.ts'
import type { Connection } from './client.ts'
import { decodeHint, encodeHint } from './hint-frame.ts'
import { createListener } from './listener.ts'
import type { Outages } from './outages.ts'
import type { RunScript } from './scripts.ts'

export type SharedHintsOptions = {
  connection: Connection
  run: RunScript
  /** Names this process. */
  processId: string
  channelOf: (tenantId: string) => string
  outages: Outages
  /** Hears what listeners threw. */
  failed: (error: unknown) => void
}

/** Every listener reads the log at once after an outage; so they are told in portions. */
const TOLD_AT_ONCE = 500
const PORTION_MS = 50
/** Topics that are remembered to be told later. */
const MOST_UNTOLD = 10_000

export function createSharedHints({ connection, run, processId, channelOf, outages, failed }: SharedHintsOptions) {
  const tenants = new Map<string, { hints: Hints }>()
  const untold = new Map<string, { tenantId: string; topic: string }>()
  const portions = new Set<NodeJS.Timeout>()

  const listener = createListener({
    connect: connection.listen,
    heard(channel, message) {
      const tenant = tenants.get(channel)
      if (!tenant) return
      try {
        const { from, hint } = decodeHint(message)
        if (from !== processId) tell(tenant.hints, hint)
      } catch (error) {
        outages.report('hint', error)
      }
    },
    listening(channels) {
      const topics = channels.flatMap((channel) => {
        const hints = tenants.get(channel)?.hints
        return hints ? hints.topics().map((topic) => ({ hints, topic })) : []
      })
      inPortions(topics, ({ hints, topic }) => hints.publish(topic, { topic, entries: [] }))
    },
    onFault: (error) => outages.report('connection', error),
  })

  function inPortions<Item>(items: Item[], tell: (item: Item) => void): void {
    for (const item of items.slice(0, TOLD_AT_ONCE)) tell(item)
    if (items.length <= TOLD_AT_ONCE) return
    const timer = setTimeout(() => {
      portions.delete(timer)
      inPortions(items.slice(TOLD_AT_ONCE), tell)
    }, PORTION_MS)
    portions.add(timer)
  }

  async function send(tenantId: string, hint: Hint): Promise<void> {
    const channel = channelOf(tenantId)
    try {
      await run('publish', [channel], [encodeHint(processId, hint)])
    } catch (error) {
      outages.report('hint', error)
      if (untold.size < MOST_UNTOLD) untold.set(`${channel} ${hint.topic}`, { tenantId, topic: hint.topic })
    }
  }

  connection.onReady(() => {
    const late = Array.from(untold.values())
    untold.clear()
    inPortions(late, ({ tenantId, topic }) => void send(tenantId, { topic, entries: [] }))
  })

  return {
    /** Waits for nobody: what a hint says is in the log. */
    publish(tenantId: string, hint: Hint): void {
      const tenant = tenants.get(channelOf(tenantId))
      if (tenant) tell(tenant.hints, hint)
      void send(tenantId, hint)
    },
    subscribe(tenantId: string, topic: string, heard: (hint: Hint) => void): () => void {
      const channel = channelOf(tenantId)
      const tenant = tenants.get(channel) ?? { hints: createHints(failed) }
      if (!tenants.has(channel)) {
        tenants.set(channel, tenant)
        listener.add(channel)
      }
      const leave = tenant.hints.subscribe(topic, heard)
      return () => {
        leave()
        if (tenant.hints.size > 0 || tenants.get(channel) !== tenant) return
        tenants.delete(channel)
        listener.remove(channel)
      }
    },
    close(): void {
      for (const timer of portions) clearTimeout(timer)
      for (const { hints } of tenants.values()) hints.clear()
      tenants.clear()
      listener.close()
    },
  }
}

/** Those who hear all of a tenant's hints listen to `*`. */
function tell(hints: Hints, hint: Hint): void {
  hints.publish(hint.topic, hint)
  hints.publish('*', hint)
}
