/** Settings: one's own, texts that the team shares, and, for admins, people and what they did. */

import { useEffect, useRef } from 'preact/hooks'
import { isAtLeast } from '../../shared/people.ts'
import { SETTINGS, type SettingsPage as Page } from '../core/route.ts'
import { AuditSettings } from './audit-settings.tsx'
import { DeskSettings } from './desk-settings.tsx'
import { Link } from './link.tsx'
import { MySettings } from './my-settings.tsx'
import { PeopleSettings } from './people-settings.tsx'
import { QuestionSettings } from './question-settings.tsx'
import { ReplySettings } from './reply-settings.tsx'
import { useWorkplace } from './workplace.ts'

const PAGES = {
  me: MySettings,
  replies: ReplySettings,
  questions: QuestionSettings,
  desk: DeskSettings,
  people: PeopleSettings,
  audit: AuditSettings,
}
const ADMIN_PAGES: readonly Page[] = ['desk', 'people', 'audit']

export function SettingsPage({ of }: { of: Page }) {
  const { desk, words } = useWorkplace()
  const isAdmin = isAtLeast(desk.me.person.role, 'admin')
  const pages = SETTINGS.filter((page) => isAdmin || !ADMIN_PAGES.includes(page))
  const shown = pages.includes(of) ? of : 'me'
  const Shown = PAGES[shown]
  const nav = useRef<HTMLElement>(null)
  // On a phone they are a line that is longer than the screen.
  useEffect(() => nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [shown])
  return (
    <>
      <section class="list settings-list" aria-label={words.settings}>
        <header>
          <h1>{words.settings}</h1>
        </header>
        <nav class="settings-nav" ref={nav} aria-label={words.settings}>
          {pages.map((page) => (
            <Link key={page} to={{ page: 'settings', of: page }} current={page === shown}>
              {words.settingsPages[page]}
            </Link>
          ))}
        </nav>
      </section>
      <main class="sheet settings" data-scrolls aria-label={words.settingsPages[shown]}>
        <h2>{words.settingsPages[shown]}</h2>
        <Shown />
      </main>
    </>
  )
}
