/** The desk of a logged-in person: the rail, the page that is open, the keyboard, short messages, and calls for attention. */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Me } from '../../shared/people.ts'
import { createDesk } from '../core/desk.ts'
import { browserEnvironment } from '../core/environment.ts'
import { createLine } from '../core/line.ts'
import type { KeyCommand } from '../core/keys.ts'
import type { PreferencesStore } from '../core/preferences.ts'
import type { Route } from '../core/route.ts'
import type { Session } from '../core/session.ts'
import { createStorage } from '../core/storage.ts'
import type { Dictionary } from '../i18n/en.ts'
import { createCaller } from './caller.ts'
import { faultText } from './fault-text.ts'
import { HelpSheet } from './help-sheet.tsx'
import { InboxPage } from './inbox-page.tsx'
import { later } from './later.tsx'
import { Rail } from './rail.tsx'
import { useKeys } from './use-keys.ts'
import { useValue, WorkplaceContext, type Workplace } from './workplace.ts'

type OfficeProps = {
  session: Session
  preferences: PreferencesStore
  storage: Storage | undefined
  words: Dictionary
  language: string
  me: Me
  route: Route
  go(route: Route): void
}

/** Most of the day nobody looks at these, so the first load is without them. */
const SettingsPage = later(async () => (await import('./settings-page.tsx')).SettingsPage)
const TicketsPage = later(async () => (await import('./tickets-page.tsx')).TicketsPage)

const TOAST_MS = 6_000

export function Office({ session, preferences, storage, words, language, me, route, go }: OfficeProps) {
  const [toast, setToast] = useState<{ text: string }>()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const now = useRef({ words, go })
  now.current = { words, go }

  const desk = useMemo(() => {
    const caller = createCaller({
      preferences,
      words: () => now.current.words,
      show: (id) => now.current.go({ page: 'inbox', view: 'all', conversation: id }),
    })
    return createDesk({
      me,
      api: session.api,
      line: createLine(location.origin),
      storage: createStorage(storage, `${me.tenant.id}:${me.person.id}`),
      environment: browserEnvironment,
      view: route.page === 'inbox' ? route.view : 'waiting',
      isWatched: () => document.visibilityState === 'visible' && document.hasFocus(),
      called: caller.call,
      lineRefused: () => void session.check(),
    })
  }, [])
  useEffect(() => desk.stop, [])

  useEffect(() => {
    if (!toast) return undefined
    const timer = setTimeout(() => setToast(undefined), TOAST_MS)
    return () => clearTimeout(timer)
  }, [toast])

  const conversation = route.page === 'inbox' ? route.conversation : undefined
  const ticket = route.page === 'tickets' ? route.ticket : undefined
  const { view, site, search } = { ...desk.inbox.state.get().filter, ...(route.page === 'inbox' ? { view: route.view } : {}) }
  useEffect(() => desk.inbox.show({ view, site, search }), [view])

  const say = (text: string) => setToast({ text })
  const workplace: Workplace = {
    desk,
    session,
    preferences,
    words,
    language,
    route,
    go,
    commands: useMemo(() => new Map<KeyCommand, () => void>(), []),
    say,
    sayFault: (error) => say(faultText(error, words)),
  }
  useKeys(workplace, () => setHelpOpen(true))
  const { counts } = useValue(desk.inbox.state)
  const line = useValue(desk.line)
  useEffect(() => void (document.title = `${counts.waiting > 0 ? `(${counts.waiting}) ` : ''}${words.brand}`), [counts.waiting, words])

  return (
    <WorkplaceContext.Provider value={workplace}>
      <div class="frame">
        {line === 'reconnecting' && (
          <p class="line-lost" role="status">
            {words.lineLost}{' '}
            <button class="plain" type="button" onClick={desk.connectNow}>
              {words.connectNow}
            </button>
          </p>
        )}
        <div class="office" data-page={route.page} data-open={conversation ? 'conversation' : ticket ? 'ticket' : 'list'}>
          <Rail help={() => setHelpOpen(true)} />
          {route.page === 'tickets' ? <TicketsPage /> : route.page === 'settings' ? <SettingsPage of={route.of} /> : <InboxPage />}
          <div class="toasts" role="status">
            {toast && <p class="toast">{toast.text}</p>}
          </div>
          {isHelpOpen && <HelpSheet close={() => setHelpOpen(false)} />}
        </div>
      </div>
    </WorkplaceContext.Provider>
  )
}
