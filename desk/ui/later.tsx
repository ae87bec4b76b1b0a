/** A view that is fetched when it is first shown; in its place meanwhile a page that is busy, or nothing for what is only a part of one. */

import type { FunctionComponent, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  meanwhile: JSX.Element | null = <main class="sheet" aria-busy="true" />,
): (props: Props) => JSX.Element | null {
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
    return Loaded ? <Loaded {...props} /> : meanwhile
  }
}
