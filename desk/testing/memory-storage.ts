/** A browser's storage that a test can look into. */

import type { DeskStorage } from '../core/storage.ts'

export function memoryStorage(): DeskStorage & { everything: Map<string, string> } {
  const everything = new Map<string, string>()
  return {
    everything,
    get: (key) => everything.get(key),
    set: (key, value) => void everything.set(key, value),
    remove: (key) => void everything.delete(key),
    keys: (prefix) => [...everything.keys()].filter((key) => key.startsWith(prefix)),
  }
}
