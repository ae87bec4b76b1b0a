/** One's own: how the desk looks and calls on this browser, where one is logged in, and the password. */

import { useState } from 'preact/hooks'
import type { DeskSession } from '../../shared/people.ts'
import { PEOPLE_LIMITS } from '../../shared/people.ts'
import type { Preferences } from '../core/preferences.ts'
import { Field, Form } from './form.tsx'
import { fullTime } from './time.ts'
import { useChange, useLoaded } from './use-loaded.ts'
import { useSome } from './use-some.tsx'
import { useValue, useWorkplace } from './workplace.ts'

export function MySettings() {
  const { desk, session, words, sayFault } = useWorkplace()
  const { person, tenant } = desk.me
  return (
    <>
      <p>
        <b>{person.name}</b> · {person.email} · {words.roles[person.role]} · {tenant.name}{' '}
        <button class="plain" type="button" onClick={() => void session.logout().catch(sayFault)}>
          {words.logout}
        </button>
      </p>
      <ThisBrowser />
      <Sessions />
      <Password />
    </>
  )
}

function ThisBrowser() {
  const { preferences, words, say } = useWorkplace()
  const { language, scheme, sound, notifications } = useValue(preferences)

  async function setNotifications(wanted: boolean): Promise<void> {
    const isAllowed = !wanted || ('Notification' in globalThis && (await Notification.requestPermission()) === 'granted')
    if (!isAllowed) say(words.notificationsRefused)
    preferences.change({ notifications: wanted && isAllowed })
  }

  return (
    <section class="card">
      <h3>{words.thisBrowser}</h3>
      <label class="line">
        {words.languageChoice}
        <select
          value={language}
          onChange={(event) => preferences.change({ language: event.currentTarget.value as Preferences['language'] })}
        >
          <option value="auto">{words.asBrowser}</option>
          <option value="en" lang="en">
            English
          </option>
          <option value="zh" lang="zh">
            中文
          </option>
        </select>
      </label>
      <label class="line">
        {words.colours}
        <select value={scheme} onChange={(event) => preferences.change({ scheme: event.currentTarget.value as Preferences['scheme'] })}>
          <option value="auto">{words.asBrowser}</option>
          <option value="light">{words.light}</option>
          <option value="dark">{words.dark}</option>
        </select>
      </label>
      <label class="line">
        <input type="checkbox" checked={sound} onChange={(event) => preferences.change({ sound: event.currentTarget.checked })} />
        {words.sound}
      </label>
      <label class="line">
        <input type="checkbox" checked={notifications} onChange={(event) => void setNotifications(event.currentTarget.checked)} />
        {words.notifications}
      </label>
    </section>
  )
}

function Sessions() {
  const { desk, words, language } = useWorkplace()
  const { value, reload } = useLoaded(() => desk.api.get<{ sessions: DeskSession[] }>('sessions'))
  const change = useChange(reload)
  const { shown, more } = useSome(value?.sessions ?? [])
  const others = value?.sessions.filter(({ isCurrent }) => !isCurrent) ?? []
  return (
    <section class="card">
      <h3>{words.sessions}</h3>
      <table class="grid flowing">
        <thead>
          <tr>
            <th scope="col">{words.device}</th>
            <th scope="col">{words.lastUsed}</th>
            <th scope="col">
              <span class="hidden">{words.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, device, usedAt, isCurrent }) => (
            <tr key={id}>
              <td>{device}</td>
              <td>{fullTime(usedAt, language)}</td>
              <td>
                {isCurrent ? (
                  <span class="quiet">{words.thisSession}</span>
                ) : (
                  <button class="plain" type="button" onClick={() => void change(() => desk.api.send('DELETE', `sessions/${id}`))}>
                    {words.endSession}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
      {others.length > 1 && (
        <button class="button" type="button" onClick={() => void change(() => desk.api.send('DELETE', 'sessions'))}>
          {words.endOthers}
        </button>
      )}
    </section>
  )
}

function Password() {
  const { desk, words, say } = useWorkplace()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  return (
    <section class="card">
      <h3>{words.changePassword}</h3>
      <Form
        words={words}
        work={async () => {
          await desk.api.send('POST', 'password', { current, next })
          setCurrent('')
          setNext('')
          say(words.passwordChanged)
        }}
        label={words.changePassword}
      >
        <input class="hidden" type="text" autocomplete="username" value={desk.me.person.email} readOnly tabIndex={-1} aria-hidden="true" />
        <Field label={words.currentPassword} type="password" autocomplete="current-password" value={current} changed={setCurrent} />
        <Field
          label={words.nextPassword}
          type="password"
          autocomplete="new-password"
          value={next}
          changed={setNext}
          hint={words.passwordHint(PEOPLE_LIMITS.passwordLeastUnits)}
        />
      </Form>
    </section>
  )
}
