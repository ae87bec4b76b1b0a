/** A view that is fetched when it is first shown. */

import type { FunctionComponent, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export function later<Props extends object>(load: () => Promise<FunctionComponent<Props>>): (props: Props) => JSX.Element {
  let loaded: FunctionComponent<Props> | undefined
  return function Later(props: Props) {
    const [, draw] = useState({})
    useEffect(() => {
      if (loaded) return
      void load().then((component) => {
        loaded = component
        draw({})
      })
    }, [])
    const Loaded = loaded
    return Loaded ? <Loaded {...props} /> : <main class="sheet" aria-busy="true" />
  }
}
