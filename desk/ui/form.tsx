/** What forms are made of: fields with their labels, a button, and work that is done once at a time. */

import { h, type ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Dictionary } from '../i18n/en.ts'
import { faultText } from './fault-text.ts'

type FieldProps = {
  label: string
  value: string
  changed(value: string): void
  type?: 'text' | 'email' | 'password'
  autocomplete?: string
  hint?: string
  isFirst?: boolean
}

/** The browser's own `autofocus` works once a page. */
const focus = (field: HTMLElement | null) => field?.focus()

export function Field({ label, value, changed, type = 'text', autocomplete = 'off', hint, isFirst }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      {h('input', {
        type,
        value,
        required: true,
        ref: isFirst ? focus : null,
        autocomplete,
        onInput: (event: { currentTarget: HTMLInputElement }) => changed(event.currentTarget.value),
      })}
      {hint && <small>{hint}</small>}
    </label>
  )
}

type FormProps = {
  words: Dictionary
  /** What sending it does. While it runs it is not begun again; what goes wrong is said above the button. */
  work(): Promise<void>
  /** Of its button. */
  label: string
  /** The button of a page's main thing. */
  isMain?: boolean
  /** There is a second button, which leaves everything as it was. */
  cancel?(): void
  class?: string
  children: ComponentChildren
}

export function Form({ words, work, label, isMain = false, cancel, children, ...rest }: FormProps) {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState('')

  async function run(): Promise<void> {
    if (isBusy) return
    setBusy(true)
    setFault('')
    try {
      await work()
    } catch (error) {
      setFault(faultText(error, words))
    }
    setBusy(false)
  }

  const button = (
    <button class={isMain ? 'button primary' : 'button'} type="submit" aria-disabled={isBusy}>
      {label}
    </button>
  )
  return (
    <form
      {...rest}
      onSubmit={(event) => {
        event.preventDefault()
        void run()
      }}
    >
      {children}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {cancel ? (
        <p class="card-head">
          {button}
          <button class="button" type="button" onClick={cancel}>
            {words.cancel}
          </button>
        </p>
      ) : (
        button
      )}
    </form>
  )
}
