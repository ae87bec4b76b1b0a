/** One value that changes, and whoever wants to know. All that the views read is made of these. */

export type Readable<T> = {
  get(): T
  /** Calls back at every change, until the returned function is called. */
  subscribe(listener: () => void): () => void
}

export type Value<T> = Readable<T> & {
  /** Tells nobody when it is what it was. */
  set(next: T): void
}

export function createValue<T>(first: T): Value<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
