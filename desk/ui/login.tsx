/** The door: who are you? */

import { h, type ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Session } from '../core/session.ts'
import type { Dictionary } from '../i18n/en.ts'
import { faultText } from './fault-text.ts'

export function Door({ words, children }: { words: Dictionary; children: ComponentChildren }) {
  return (
    <main class="door">
      <div class="door-sheet">
        <p class="brand">
          <span class="brand-mark" aria-hidden="true" />
          {words.brand}
        </p>
        {children}
      </div>
    </main>
  )
}

type FieldProps = {
  label: string
  value: string
  changed(value: string): void
  type?: 'text' | 'email' | 'password'
  autocomplete?: string
  hint?: string
  isFirst?: boolean
}

export function Field({ label, value, changed, type = 'text', autocomplete = 'off', hint, isFirst }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      {h('input', {
        type,
        value,
        required: true,
        autofocus: isFirst,
        autocomplete,
        onInput: (event: { currentTarget: HTMLInputElement }) => changed(event.currentTarget.value),
      })}
      {hint && <small>{hint}</small>}
    </label>
  )
}

/** Runs a form's work once at a time, and keeps what went wrong. */
export function useWork(words: Dictionary): { isBusy: boolean; fault: string; run(work: () => Promise<void>): Promise<void> } {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  return {
    isBusy,
    fault,
    async run(work) {
      if (isBusy) return
      setBusy(true)
      setFault('')
      try {
        await work()
      } catch (error) {
        setFault(faultText(error, words))
      }
      setBusy(false)
    },
  }
}

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
