/**
 * The events of one response, from the socket to whoever reads them: a queue with one reader. Not a web stream, which
 * would cost several promises for every token.
 */

export type EventBody = AsyncIterableIterator<string> & {
  push(event: string): void
  /** What is queued is still read; then the iteration ends, or fails with the error. */
  end(error?: Error): void
  /** What is queued is dropped and the iteration fails now. */
  drop(error: Error): void
  readonly queuedUnits: number
}

type Reader = { resolve(result: IteratorResult<string>): void; reject(error: Error): void }

/** `onEmpty`: the reader has taken all there was. `onReturn`: the reader went away before the end. */
export function createEventBody(hooks: { onEmpty(): void; onReturn(): void }): EventBody {
  const queue: string[] = []
  let queuedUnits = 0
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
    get queuedUnits() {
      return queuedUnits
    },
    push(event) {
      if (over !== undefined) return
      if (reader === undefined) {
        queue.push(event)
        queuedUnits += event.length
      } else {
        reader.resolve({ done: false, value: event })
        reader = undefined
      }
    },
    end: finish,
    drop(error) {
      queue.length = 0
      queuedUnits = 0
      finish(error)
    },
    next() {
      const event = queue.shift()
      if (event !== undefined) {
        queuedUnits -= event.length
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
