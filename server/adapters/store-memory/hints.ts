/** Publish and subscribe inside one process. Delivery is synchronous: who publishes has told everyone when the call returns. */

import type { Hint } from '../../ports/store.ts'

export type Hints = {
  publish(topic: string, hint: Hint): void
  subscribe(topic: string, heard: (hint: Hint) => void): () => void
  clear(): void
  topics(): string[]
  /** Topics that somebody listens to. */
  readonly size: number
}

/** `failed` hears what listeners threw: their fault is neither the publisher's nor the other listeners'. */
export function createHints(failed: (error: unknown) => void): Hints {
  type Subscription = { heard: (hint: Hint) => void }
  const topics = new Map<string, Set<Subscription>>()

  function publish(topic: string, hint: Hint): void {
    const subscriptions = topics.get(topic)
    if (!subscriptions) return
    // Over a copy: who subscribes meanwhile hears only the next one. Who left meanwhile hears nothing more.
    for (const subscription of Array.from(subscriptions)) {
      if (!subscriptions.has(subscription)) continue
      try {
        subscription.heard(hint)
      } catch (error) {
        failed(error)
      }
    }
  }

  function subscribe(topic: string, heard: (hint: Hint) => void): () => void {
    const subscriptions = topics.get(topic) ?? new Set()
    topics.set(topic, subscriptions)
    // An object of its own: the same function may listen twice, and leave once.
    const subscription = { heard }
    subscriptions.add(subscription)
    return () => {
      subscriptions.delete(subscription)
      if (subscriptions.size === 0 && topics.get(topic) === subscriptions) topics.delete(topic)
    }
  }

  function clear(): void {
    for (const subscriptions of topics.values()) subscriptions.clear()
    topics.clear()
  }

  return {
    publish,
    subscribe,
    clear,
    topics: () => Array.from(topics.keys()),
    get size() {
      return topics.size
    },
  }
}
