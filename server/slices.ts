/** Long work on many items in short pieces, between which the event loop turns. */

import { setImmediate as nextTurn } from 'node:timers/promises'

/** The items in slices of this size, with a turn of the event loop before each but the first. */
export async function* slicesOf<Item>(items: readonly Item[], size: number): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await nextTurn()
    yield items.slice(from, from + size)
  }
}

/** Called between the steps of long work: lets the event loop turn whenever the steps since it last did have taken so long. */
export function createPauses(mostMs: number): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < mostMs) return
    await nextTurn()
    since = performance.now()
  }
}
