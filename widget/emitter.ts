/** What Socket.IO's `Socket` and its manager need of an emitter. In the bundle it stands where that asks for its own, which has a `removeAllListeners` and more. */

type Listener = (...values: never[]) => void

export class Emitter {
  #listeners: { [event: string]: Set<Listener> } = {}

  on(event: string, listener: Listener): this {
    ;(this.#listeners[event] ??= new Set()).add(listener)
    return this
  }

  off(event: string, listener: Listener): this {
    this.#listeners[event]?.delete(listener)
    return this
  }

  emit(event: string, ...values: unknown[]): this {
    // Those of this moment: whoever connects again in answer to it listens to what comes after it.
    const present = [...(this.#listeners[event] ?? [])]
    for (const listener of present) listener.apply(this, values as never[])
    return this
  }

  /** By another name, because `Socket` has an `emit` of its own, which sends. */
  emitReserved(event: string, ...values: unknown[]): this {
    Emitter.prototype.emit.call(this, event, ...values)
    return this
  }
}
