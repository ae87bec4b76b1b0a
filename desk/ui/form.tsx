/** What forms are made of: a field with its label, and work that is done once at a time. */

import { h } from 'preact'
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
