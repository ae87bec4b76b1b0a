/** `window.Kefu`: what the owner's page may say to the widget, before and after the widget is there. */

import type { HostEvents, Label } from './handover.ts'

export type Commands = {
  open(): void
  close(): void
  toggle(): void
  /** A label only. Taken, so that pages may say it already; it is neither kept nor sent nor shown yet. */
  identify(label: Label): void
  /** Removes everything. The tag may be pasted again. */
  shutdown(): void
}

export type HostApi = Commands & {
  /** `['open']`, `['on', 'opened', handler]`: the form that also works before the script has arrived. */
  push(command: unknown): void
  /** Calls back at every such event; the returned function ends that. `ready` is also told to those who come late. */
  on<E extends keyof HostEvents>(event: E, handler: (detail: HostEvents[E]) => void): () => void
}

export type Tell = <E extends keyof HostEvents>(event: E, detail: HostEvents[E]) => void
type Handler = (detail: never) => void

/** The object for the page, and the way to tell it something, which the page does not get. */
export function createHostApi(commands: Commands): { api: HostApi; tell: Tell } {
  const handlers: { event: string; handler: Handler }[] = []
  let isReady = false

  /** In a task of its own: a handler that throws is reported as the page's error and stops nothing here. */
  function call(handler: Handler, detail: unknown) {
    queueMicrotask(() => handler(detail as never))
  }

  const api: HostApi = {
    ...commands,
    on(event, handler) {
      const entry = { event, handler: handler as Handler }
      handlers.push(entry)
      if (event === 'ready' && isReady) call(entry.handler, {})
      return () => {
        const index = handlers.indexOf(entry)
        if (index >= 0) handlers.splice(index, 1)
      }
    },
    push(command) {
      const [name, ...values] = Array.isArray(command) ? command : [command]
      const run: unknown = typeof name === 'string' && Object.hasOwn(api, name) ? api[name as keyof HostApi] : undefined
      if (typeof run === 'function') run(...values)
      else console.warn('Kefu: there is no command', name)
    },
  }
  return {
    api,
    tell(event, detail) {
      isReady ||= event === 'ready'
      for (const entry of handlers) if (entry.event === event) call(entry.handler, detail)
    },
  }
}

/** What the page pushed before the script arrived. An element with the id "Kefu" also answers to `window.Kefu`. */
export const queuedCommands = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
