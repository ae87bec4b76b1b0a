/** What a one-time link opens: the first owner makes an account, an invited person too, and who forgot a password sets a new one. */

import { useEffect, useState } from 'preact/hooks'
import { PEOPLE_LIMITS, type Welcome as Found } from '../../shared/people.ts'
import type { Session } from '../core/session.ts'
import type { Dictionary } from '../i18n/en.ts'
import { faultText } from './fault-text.ts'
import { Door } from './door.tsx'
import { Field, Form } from './form.tsx'

export function Welcome({ session, words, done }: { session: Session; words: Dictionary; done(): void }) {
  // Behind the `#`, so that it stands in no server's log; once read it leaves the address and the history too.
  const [token] = useState(() => location.hash.slice(1))
  const [found, setFound] = useState<Found>()
  const [missing, setMissing] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')

  useEffect(() => {
    history.replaceState(null, '', location.pathname)
    session.lookAtLink(token).then(setFound, (error: unknown) => setMissing(faultText(error, words)))
  }, [])

  if (missing)
    return (
      <Door words={words}>
        <h1>{words.linkDead}</h1>
        <p role="alert">{missing}</p>
        <a class="button" href="/desk/inbox/waiting">
          {words.login}
        </a>
      </Door>
    )
  if (!found) return <Door words={words}>{<p class="quiet">{words.connecting}</p>}</Door>
  const isPassword = found.kind === 'password'
  return (
    <Door words={words}>
      <h1>{isPassword ? words.newPassword : words.welcomeTo(found.tenant)}</h1>
      <p class="quiet">
        {found.kind === 'owner' ? words.welcomeOwner : isPassword ? (found.email ?? '') : words.welcomeInvited(found.email ?? '')}
      </p>
      <Form
        words={words}
        work={async () => {
          await session.useLink({ token, password, ...(isPassword ? {} : { name }), ...(found.kind === 'owner' ? { email } : {}) })
          done()
        }}
        label={isPassword ? words.savePassword : words.createAccount}
        isMain
      >
        {!isPassword && (
          <Field label={words.yourName} autocomplete="name" value={name} changed={setName} hint={words.yourNameHint} isFirst />
        )}
        {found.kind === 'owner' && <Field label={words.email} type="email" autocomplete="username" value={email} changed={setEmail} />}
        <Field
          label={words.password}
          type="password"
          autocomplete="new-password"
          value={password}
          changed={setPassword}
          hint={words.passwordHint(PEOPLE_LIMITS.passwordLeastUnits)}
        />
      </Form>
    </Door>
  )
}
