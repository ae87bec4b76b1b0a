/** Joins the core of the desk with its views, and both with the page. */

import { render } from 'preact'
import { createPreferences } from './core/preferences.ts'
import { routeOf } from './core/route.ts'
import { createSession } from './core/session.ts'
import { createStorage } from './core/storage.ts'
import { App } from './ui/app.tsx'
import './styles/desk.css'

const storageOf = (): Storage | undefined => {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

const session = createSession((...request) => fetch(...request))
const preferences = createPreferences(createStorage(storageOf(), 'browser'))
const place = document.getElementById('desk')
if (place) render(<App session={session} preferences={preferences} storage={storageOf()} />, place)
// Whoever comes with a link is about to become somebody.
if (routeOf(location.pathname).page !== 'welcome') void session.begin()
