/** What every view has at hand: the desk, the words of the language, where one is, and a place for short messages. */

import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { KeyCommand } from '../core/keys.ts'
import type { Desk } from '../core/desk.ts'
import type { PreferencesStore } from '../core/preferences.ts'
import type { Route } from '../core/route.ts'
import type { Session } from '../core/session.ts'
import type { Readable } from '../core/value.ts'
import type { Dictionary } from '../i18n/en.ts'

export type Workplace = {
  desk: Desk
  session: Session
  preferences: PreferencesStore
  words: Dictionary
  /** BCP 47 tag that times and numbers are written by. */
  language: string
  route: Route
  go(route: Route): void
  /** What the keyboard may call now: whoever is on screen offers it. */
  commands: Map<KeyCommand, () => void>
  /** One line that goes away by itself. */
  say(text: string): void
  /** The line for what went wrong. */
  sayFault(error: unknown): void
}

export const WorkplaceContext = createContext<Workplace | undefined>(undefined)

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext)
  if (!workplace) throw new Error('a view of the desk stands outside of it')
  return workplace
}

/** Where frames do not come, as behind another window, drawing waits no longer than this. */
const HIDDEN_MS = 150

/** Runs it before the next frame. The returned function calls it off. */
function beforeNextFrame(run: () => void): () => void {
  const stop = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const once = () => {
    stop()
    run()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, HIDDEN_MS)
  return stop
}

/** A value of the core, drawn anew when it changes: at most once a frame, as a log of thousands of entries comes one by one. */
export function useValue<T>(value: Readable<T>): T {
  const [, draw] = useState({})
  useEffect(() => {
    let stop: (() => void) | undefined
    draw({})
    const leave = value.subscribe(() => {
      stop ??= beforeNextFrame(() => {
        stop = undefined
        draw({})
      })
    })
    return () => {
      leave()
      stop?.()
    }
  }, [value])
  return value.get()
}

/** Offers this to the keyboard as long as the view is there. */
export function useCommand(command: KeyCommand, run: (() => void) | undefined) {
  const { commands } = useWorkplace()
  useEffect(() => {
    if (!run) return undefined
    commands.set(command, run)
    return () => {
      if (commands.get(command) === run) commands.delete(command)
    }
  })
}
