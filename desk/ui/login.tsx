/** At the door: who are you? */

import { useState } from 'preact/hooks'
import type { Session } from '../core/session.ts'
import type { Dictionary } from '../i18n/en.ts'
import { Door } from './door.tsx'
import { Field, useWork } from './form.tsx'

export function Login({ session, words, ended }: { session: Session; words: Dictionary; ended: boolean }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { isBusy, fault, run } = useWork(words)
  return (
    <Door words={words}>
      <h1>{words.login}</h1>
      {ended && !fault && <p class="quiet">{words.sessionEnded}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void run(() => session.login(email, password))
        }}
      >
        <Field label={words.email} type="email" autocomplete="username" value={email} changed={setEmail} isFirst />
        <Field label={words.password} type="password" autocomplete="current-password" value={password} changed={setPassword} />
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <button class="button primary" type="submit" aria-disabled={isBusy}>
          {words.login}
        </button>
      </form>
      <p class="quiet">{words.noPassword}</p>
    </Door>
  )
}
