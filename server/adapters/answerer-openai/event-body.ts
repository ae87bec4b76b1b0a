/**
 * A response body that is nothing but an async iterable of events: what the SDK iterates, without the web streams of
 * `fetch`, which cost more than everything else on a token's way.
 */

export type EventBody = AsyncIterableIterator<Uint8Array> & {
  push(event: Uint8Array): void
  /** What is queued is still read; then the iteration ends, or fails with the error. */
  end(error?: Error): void
  /** What is queued is dropped and the iteration fails now. */
  drop(error: Error): void
  readonly queuedBytes: number
}

type Reader = { resolve(result: IteratorResult<Uint8Array>): void; reject(error: Error): void }

/** `onEmpty`: the reader has taken all there was. `onReturn`: the reader went away before the end. */
export function createEventBody(hooks: { onEmpty(): void; onReturn(): void }): EventBody {
  const queue: Uint8Array[] = []
  let queuedBytes = 0
  let reader: Reader | undefined
  let over: { error: Error | undefined } | undefined

  function finish(error: Error | undefined): void {
    if (over !== undefined) return
    over = { error }
    if (reader === undefined) return
    if (error === undefined) reader.resolve({ done: true, value: undefined })
    else reader.reject(error)
    reader = undefined
  }

  return {
    get queuedBytes() {
      return queuedBytes
    },
    push(event) {
      if (over !== undefined) return
      if (reader === undefined) {
        queue.push(event)
        queuedBytes += event.length
      } else {
        reader.resolve({ done: false, value: event })
        reader = undefined
      }
    },
    end: finish,
    drop(error) {
      queue.length = 0
      queuedBytes = 0
      finish(error)
    },
    next() {
      const event = queue.shift()
      if (event !== undefined) {
        queuedBytes -= event.length
        if (queue.length === 0) hooks.onEmpty()
        return Promise.resolve({ done: false, value: event })
      }
      if (over === undefined) return new Promise((resolve, reject) => (reader = { resolve, reject }))
      if (over.error !== undefined) return Promise.reject(over.error)
      return Promise.resolve({ done: true, value: undefined })
    },
    return() {
      if (over === undefined) hooks.onReturn()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
