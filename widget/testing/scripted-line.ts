/** A line that a test plays by hand: it records requests, answers only when told to, and refuses what nobody expects. */

import type { Acknowledgement, FromServer, FromWidget, Hello, ServerEvent, WidgetEvent } from '../../shared/protocol.ts'
import type { Environment } from '../environment.ts'
import type { Line, LineHandlers } from '../line.ts'
import { createStorage, type StorageArea, type WidgetStorage } from '../storage.ts'
import { readPacket, type ServerPacket } from '../wire.ts'

export type Request = {
  event: WidgetEvent
  payload: Record<string, unknown>
  answer(acknowledgement: Acknowledgement[WidgetEvent]): Promise<void>
  lose(): Promise<void>
}

/** Lets everything run that already can. */
export const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => resolve()))))

export function createScriptedLine() {
  let handlers: LineHandlers | undefined
  const requests: Request[] = []
  const log: string[] = []

  const line: Line = {
    open(given) {
      handlers = given
      log.push('open')
    },
    close: () => void log.push('close'),
    hurry: () => void log.push('hurry'),
    renew() {
      log.push('renew')
      handlers?.lost()
    },
    request<E extends WidgetEvent>(event: E, payload: FromWidget[E]): Promise<Acknowledgement[E]> {
      return new Promise((resolve, reject) => {
        requests.push({
          event,
          payload,
          answer(acknowledgement) {
            resolve(acknowledgement as Acknowledgement[E])
            return settled()
          },
          lose() {
            reject(new Error('no acknowledgement'))
            return settled()
          },
        })
      })
    },
  }

  const present = (): LineHandlers => {
    if (!handlers) throw new Error('the line was never opened')
    return handlers
  }

  return {
    line,
    requests,
    log,
    hello: (): Hello => present().hello(),
    lose: () => present().lost(),
    refuse: (code: string) => present().refused(code),
    deliver<E extends ServerEvent>(event: E, payload: FromServer[E]) {
      present().received({ event, payload } as ServerPacket)
    },
    /** As it comes from the network, read or skipped at the door. */
    arrive(event: string, payload: unknown) {
      const packet = readPacket(event, payload)
      if (packet) present().received(packet)
    },
    /** The requests of one kind, oldest first. */
    of: (event: WidgetEvent) => requests.filter((request) => request.event === event),
  }
}

/** `localStorage` as an object; `denied` makes every call throw, as browsers do. */
export function createArea(): StorageArea & { values: Map<string, string>; denied: boolean } {
  const values = new Map<string, string>()
  const area = {
    values,
    denied: false,
    get length() {
      allow()
      return values.size
    },
    key: (index: number) => (allow(), [...values.keys()][index] ?? null),
    getItem: (key: string) => (allow(), values.get(key) ?? null),
    setItem: (key: string, value: string) => (allow(), void values.set(key, value)),
    removeItem: (key: string) => (allow(), void values.delete(key)),
  }
  function allow() {
    if (area.denied) throw new Error('The operation is insecure.')
  }
  return area
}

export const storageOver = (area: StorageArea): WidgetStorage => createStorage('KEY', () => area)

/** A browser with several tabs: what one of them stores, the others are told of. */
export function createBrowser() {
  const area = createArea()
  const tabs: { hear?: (event: StorageEvent) => void }[] = []
  return {
    area,
    /** The storage of one more tab. */
    tab(): WidgetStorage {
      const tab: (typeof tabs)[number] = {}
      tabs.push(tab)
      const tell = (key: string) => {
        for (const other of tabs) if (other !== tab) other.hear?.({ key } as StorageEvent)
      }
      const own: StorageArea = {
        get length() {
          return area.length
        },
        key: area.key,
        getItem: area.getItem,
        setItem: (key, value) => (area.setItem(key, value), tell(key)),
        removeItem: (key) => (area.removeItem(key), tell(key)),
      }
      return createStorage('KEY', () => own, {
        addEventListener: (_type: string, hear: unknown) => void (tab.hear = hear as (event: StorageEvent) => void),
        removeEventListener: () => void delete tab.hear,
      })
    },
  }
}

/** Time moves only by `pass`; chance is always in the middle. */
export function createScriptedEnvironment() {
  let now = 1_700_000_000_000
  let count = 0
  let timers: { at: number; run: () => void }[] = []
  const environment: Environment = {
    now: () => now,
    random: () => 0.5,
    randomBytes: () => Uint8Array.from({ length: 16 }, () => count++ % 256),
    after(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  return {
    environment,
    pending: () => timers.length,
    async pass(durationMs: number) {
      const end = now + durationMs
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0]
        if (!next) break
        timers = timers.filter((timer) => timer !== next)
        now = next.at
        next.run()
        await settled()
      }
      now = end
    },
  }
}
