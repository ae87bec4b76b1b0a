/** Work that nobody waits for: it is begun and forgotten, says when it fails, and ends with the server. */

export type Aside = {
  /** Ends what is under way when the server stops. */
  signal: AbortSignal
  /** Returns at once, and never throws. After `stop` nothing is begun. */
  begin(work: () => Promise<void>): void
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>
  stop(): Promise<void>
}

export function createAside(failed: (error: unknown) => void): Aside {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  return {
    signal: stopping.signal,

    begin(work) {
      if (stopping.signal.aborted) return
      const begun = work()
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) failed(error)
        })
        .finally(() => running.delete(begun))
      running.add(begun)
    },

    idle: async (): Promise<void> => void (await Promise.all(running)),

    async stop() {
      stopping.abort(new Error('the server stops'))
      await Promise.all(running)
    },
  }
}
