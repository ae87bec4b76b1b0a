/** `window.Kefu`: what the owner's page may say to the widget, before and after the widget is there. */

import type { Tell } from './handover.ts'
import type { Commands, Kefu } from './public-api.ts'

type Handler = (detail: never) => void

/** Nothing that a page calls wrongly breaks the page: its owner reads a sentence. */
export const warn = (sentence: string, ...values: unknown[]): void => console.warn(`Kefu: ${sentence}`, ...values)

/** The object for the page, and the way to tell it something, which the page does not get. */
export function createHostApi(site: string, commands: Commands): { api: Kefu; tell: Tell } {
  const handlers = new Set<{ event: string; handler: Handler }>()
  const told = new Set<string>()

  /** In a task of its own: a handler that throws is reported as the page's error and stops nothing here. */
  function call(handler: Handler, detail: unknown) {
    queueMicrotask(() => handler(detail as never))
  }

  /** What is left of a removed widget in some variable of the page is deaf. */
  const guarded = (name: string, run: (value: never) => void) => (value: never) => {
    try {
      if (!told.has('shutdown')) run(value)
    } catch (error) {
      warn(`${name} failed`, error)
    }
  }

  const api: Kefu = {
    site,
    ...(Object.fromEntries(Object.entries(commands).map(([name, run]) => [name, guarded(name, run)])) as Commands),
    on(event, handler) {
      const entry = { event, handler: handler as Handler }
      if (typeof handler === 'function') {
        handlers.add(entry)
        if (event === 'ready' && told.has(event)) call(entry.handler, {})
      } else warn('“on” takes an event and a function')
      return () => handlers.delete(entry)
    },
    push(command: unknown) {
      const [name, ...values]: unknown[] = Array.isArray(command) ? command : [command]
      const run: unknown = typeof name === 'string' && Object.hasOwn(api, name) && api[name as keyof Kefu]
      if (typeof run === 'function') run(...values)
      else warn('there is no command', name)
    },
  }
  return {
    api,
    tell(event, detail) {
      told.add(event)
      for (const entry of handlers) if (entry.event === event) call(entry.handler, detail)
    },
  }
}
