/** The page as a whole: whoever is not logged in sees a door, everybody else the desk. Language and colours are set here. */

import { useEffect, useMemo, useState } from 'preact/hooks'
import type { PreferencesStore } from '../core/preferences.ts'
import { pathOf, routeOf, type Route } from '../core/route.ts'
import type { Session } from '../core/session.ts'
import { dictionaryOf, isEnglish } from '../i18n/dictionary.ts'
import { en, type Dictionary } from '../i18n/en.ts'
import { Door } from './door.tsx'
import { later } from './later.tsx'
import { Office } from './office.tsx'
import { useValue } from './workplace.ts'

type AppProps = { session: Session; preferences: PreferencesStore; storage: Storage | undefined }

/** Where one is; going there puts it into the browser's history. */
export function useRoute(): [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => routeOf(location.pathname))
  useEffect(() => {
    const heard = () => setRoute(routeOf(location.pathname))
    addEventListener('popstate', heard)
    return () => removeEventListener('popstate', heard)
  }, [])
  const go = useMemo(
    () => (to: Route) => {
      if (pathOf(to) !== location.pathname) history.pushState(null, '', pathOf(to))
      setRoute(to)
    },
    [],
  )
  return [route, go]
}

/** Colours as chosen here, or else as the browser has them. */
function useScheme(scheme: 'auto' | 'light' | 'dark') {
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => void (document.documentElement.dataset['scheme'] = scheme === 'auto' ? (dark.matches ? 'dark' : 'light') : scheme)
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [scheme])
}

/** The words of a language once they are here; those of the one before until then. */
function useWords(language: string): Dictionary | undefined {
  const [words, setWords] = useState(isEnglish(language) ? en : undefined)
  useEffect(() => {
    let isWanted = true
    void dictionaryOf(language).then((loaded) => isWanted && setWords(loaded))
    return () => void (isWanted = false)
  }, [language])
  return words
}

/** Most days nobody sees them. */
const Login = later(async () => (await import('./login.tsx')).Login, null)
const Welcome = later(async () => (await import('./welcome.tsx')).Welcome, null)

export function App({ session, preferences, storage }: AppProps) {
  const [route, go] = useRoute()
  const state = useValue(session.state)
  const { language: wanted, scheme } = useValue(preferences)
  const language = wanted === 'auto' ? navigator.language : wanted
  const words = useWords(language)
  useScheme(scheme)
  useEffect(() => void (words && (document.documentElement.lang = words.languageTag)), [words])

  if (!words) return null
  if (route.page === 'welcome') return <Welcome session={session} words={words} done={() => go({ page: 'inbox', view: 'waiting' })} />
  if (state.state === 'in') {
    return (
      <Office
        key={state.me.person.id}
        {...{ session, preferences, storage, words, route, go }}
        me={state.me}
        language={words.languageTag === 'en' && language.startsWith('en') ? language : words.languageTag}
      />
    )
  }
  if (state.state === 'out') return <Login session={session} words={words} ended={state.ended} />
  return (
    <Door words={words}>
      {state.state === 'asking' ? (
        <p class="quiet" role="status">
          {words.connecting}
        </p>
      ) : (
        <>
          <p role="alert">{words.serverAway}</p>
          <button class="button primary" type="button" onClick={() => void session.begin()}>
            {words.tryAgain}
          </button>
        </>
      )}
    </Door>
  )
}
