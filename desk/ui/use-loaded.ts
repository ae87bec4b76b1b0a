/** What a settings page shows: loaded when it opens, and again when something was changed. */

import { useEffect, useState } from 'preact/hooks'
import { useWorkplace } from './workplace.ts'

export type Loaded<T> = {
  value: T | undefined
  reload(): void
  /** What a change has made of it, where the server has said that: nothing is loaded for it. */
  change(next: (before: T) => T): void
}

export function useLoaded<T>(load: () => Promise<T>, dependencies: readonly unknown[] = []): Loaded<T> {
  const { sayFault } = useWorkplace()
  const [value, setValue] = useState<T>()
  const [count, setCount] = useState(0)
  useEffect(() => {
    let isWanted = true
    load().then(
      (loaded) => isWanted && setValue(loaded),
      (error: unknown) => isWanted && sayFault(error),
    )
    return () => void (isWanted = false)
  }, [count, ...dependencies])
  return {
    value,
    reload: () => setCount((before) => before + 1),
    change: (next) => setValue((before) => before && next(before)),
  }
}

/** Runs a change, then loads anew; what goes wrong is said. */
export function useChange(reload: () => void): (work: () => Promise<unknown>) => Promise<boolean> {
  const { sayFault } = useWorkplace()
  return async (work) => {
    try {
      await work()
      reload()
      return true
    } catch (error) {
      sayFault(error)
      return false
    }
  }
}
