/** At the door: who are you? */

import { useState } from 'preact/hooks'
import type { Session } from '../core/session.ts'
import type { Dictionary } from '../i18n/en.ts'
import { Door } from './door.tsx'
import { Field, Form } from './form.tsx'

export function Login({ session, words, ended }: { session: Session; words: Dictionary; ended: boolean }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  return (
    <Door words={words}>
      <h1>{words.login}</h1>
      {ended && <p class="quiet">{words.sessionEnded}</p>}
      <Form words={words} work={() => session.login(email, password)} label={words.login} isMain>
        <Field label={words.email} type="email" autocomplete="username" value={email} changed={setEmail} isFirst />
        <Field label={words.password} type="password" autocomplete="current-password" value={password} changed={setPassword} />
      </Form>
      <p class="quiet">{words.noPassword}</p>
    </Door>
  )
}
