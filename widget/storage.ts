/**
 * What the widget remembers between pages. Browsers deny storage (private windows, blocked third parties, full quota)
 * at any call, also in the middle of a visit; then values live in memory until the page is left, and nothing fails.
 */

export type WidgetStorage = {
  get(key: string): string | undefined
  set(key: string, value: string): void
  remove(key: string): void
  /** Keys that begin with `prefix`, in no particular order. */
  keys(prefix: string): string[]
  /** Calls back when another tab has changed a key that begins with `prefix`. */
  watch(prefix: string, changed: (key: string) => void): void
  /** Ends all watching. */
  close(): void
}

/** The part of the browser's `localStorage` that is used here. */
export type StorageArea = {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Every key in the browser's storage begins with this, so that two sites on one origin do not meet. */
export const storagePrefix = (siteKey: string): string => `kefu:${siteKey}:`

/** Browsers tell each tab what the others did; under Node there are none. */
type Tabs = { addEventListener?: typeof addEventListener; removeEventListener?: typeof removeEventListener }

/** `area` is a function because merely touching `localStorage` throws where storage is denied. */
export function createStorage(siteKey: string, area: () => StorageArea | null, tabs: Tabs = globalThis): WidgetStorage {
  const space = storagePrefix(siteKey)
  const memory = new Map<string, string>()
  /** Keys whose removal was denied: what the area still holds of them is not to be believed. */
  const removed = new Set<string>()

  const watchers: ((key: string) => void)[] = []
  /** Without a key all of them were cleared: the next page will start anew, this one goes on with what it knows. */
  const heard = ({ key }: StorageEvent) => {
    if (key?.startsWith(space)) for (const watcher of watchers) watcher(key.slice(space.length))
  }
  tabs.addEventListener?.('storage', heard)

  const attempt = <Value>(use: (area: StorageArea) => Value): Value | undefined => {
    try {
      const present = area()
      return present ? use(present) : undefined
    } catch {
      return undefined
    }
  }

  return {
    get: (key) => memory.get(key) ?? (removed.has(key) ? undefined : (attempt((area) => area.getItem(space + key)) ?? undefined)),
    set(key, value) {
      const kept = attempt((area) => {
        area.setItem(space + key, value)
        return true
      })
      removed.delete(key)
      if (kept) memory.delete(key)
      else memory.set(key, value)
    },
    remove(key) {
      memory.delete(key)
      const gone = attempt((area) => {
        area.removeItem(space + key)
        return true
      })
      if (!gone) removed.add(key)
    },
    keys(prefix) {
      const found = new Set([...memory.keys()].filter((key) => key.startsWith(prefix)))
      attempt((area) => {
        for (let index = 0; index < area.length; index++) {
          const name = area.key(index)
          if (!name?.startsWith(space + prefix)) continue
          const key = name.slice(space.length)
          if (!removed.has(key)) found.add(key)
        }
      })
      return [...found]
    },
    watch: (prefix, changed) => void watchers.push((key) => key.startsWith(prefix) && changed(key)),
    close: () => tabs.removeEventListener?.('storage', heard),
  }
}
