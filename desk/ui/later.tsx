/**
 * A view that is fetched when it is first shown; in its place meanwhile a page that is busy, or nothing for what is only a part of one. What cannot be fetched
 * is mostly a file of a release before: the page is to be loaded anew, and nothing that was written is lost by that.
 */

import type { FunctionComponent, JSX } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { en } from '../i18n/en.ts'
import { WorkplaceContext } from './workplace.ts'

/** `ahead` fetches it before it is shown: then it stands at once. */
type Later<Props> = ((props: Props) => JSX.Element | null) & { ahead(): Promise<void> }

export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  meanwhile: JSX.Element | null = <main class="sheet" aria-busy="true" />,
): Later<Props> {
  let loaded: FunctionComponent<Props> | undefined
  const ahead = async () => void (loaded = await load())
  function Later(props: Props) {
    const { words } = useContext(WorkplaceContext) ?? { words: en }
    const [hasFailed, setFailed] = useState(false)
    const [, draw] = useState({})
    useEffect(() => {
      if (loaded) return
      ahead().then(
        () => draw({}),
        () => setFailed(true),
      )
    }, [])
    const Loaded = loaded
    if (Loaded) return <Loaded {...props} />
    if (!hasFailed) return meanwhile
    return (
      <div class="sheet nothing">
        <p role="alert">{words.partNotLoaded}</p>
        <button class="button" type="button" onClick={() => location.reload()}>
          {words.tryAgain}
        </button>
      </div>
    )
  }
  return Object.assign(Later, { ahead })
}
