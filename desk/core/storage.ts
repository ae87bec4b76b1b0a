/** The browser's storage, which may be full, switched off, or hold anything. Every key is under this person's and tenant's name. */

export type DeskStorage = {
  get(key: string): string | undefined
  set(key: string, value: string): void
  remove(key: string): void
  keys(prefix: string): string[]
}

export function createStorage(storage: Storage | undefined, owner: string): DeskStorage {
  const prefix = `kefu-desk:${owner}:`
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch {
      return otherwise
    }
  }
  return {
    get: (key) => attempt(() => storage?.getItem(prefix + key) ?? undefined, undefined),
    set: (key, value) => attempt(() => storage?.setItem(prefix + key, value), undefined),
    remove: (key) => attempt(() => storage?.removeItem(prefix + key), undefined),
    keys: (wanted) =>
      attempt(
        () =>
          Object.keys(storage ?? {})
            .filter((key) => key.startsWith(prefix + wanted))
            .map((key) => key.slice(prefix.length)),
        [],
      ),
  }
}
