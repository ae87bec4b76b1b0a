/** Where the customer writes. Enter sends, Shift + Enter makes a line, and an input method may use Enter for itself. */

import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { LIMITS } from '../../shared/limits.ts'
import { isBlank } from '../../shared/text.ts'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'
import { reasonOf, type Words } from '../i18n/dictionary.ts'
import { SendIcon, StopIcon } from './icons.tsx'

/** The counter appears when this much is left. */
const COUNTER_UNITS = 400

export type ComposerProps = {
  conversation: Conversation
  snapshot: Snapshot
  words: Words
  field: RefObject<HTMLTextAreaElement | null>
}

export function Composer({ conversation, snapshot, words, field }: ComposerProps) {
  const [text, setText] = useState(snapshot.draft)
  const [refusal, setRefusal] = useState<string>()
  const left = LIMITS.messageUnits - text.trim().length
  const canSend = !isBlank(text) && left >= 0
  const { answer } = snapshot
  const isStreaming = answer !== undefined && !answer.ended && snapshot.connection.state === 'online'

  function fit() {
    if (!field.current) return
    field.current.style.height = 'auto'
    field.current.style.height = `${field.current.scrollHeight}px`
  }
  // The field belongs to the browser, not to a drawing: typing must never wait for one.
  useEffect(() => {
    if (field.current) field.current.value = snapshot.draft
    fit()
  }, [])

  function changed(value: string) {
    setText(value)
    setRefusal(undefined)
    conversation.setDraft(value)
    fit()
  }

  function send() {
    if (!field.current || isBlank(text)) return
    const code = conversation.send(field.current.value)
    setRefusal(code)
    if (code) return
    field.current.value = ''
    setText('')
    fit()
  }

  function keyDown(event: KeyboardEvent) {
    // 229: Safari ends the composition before it tells of the Enter that did so.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          // The words in an empty field are ours.
          dir={text ? 'auto' : undefined}
          aria-label={words.composer}
          aria-describedby="composer-note"
          aria-invalid={left < 0 || refusal !== undefined}
          placeholder={words.placeholder}
          enterkeyhint="send"
          onInput={(event) => changed(event.currentTarget.value)}
          onKeyDown={keyDown}
        />
        {(!isStreaming || canSend) && (
          <button type="submit" class="send" aria-label={words.send} aria-disabled={!canSend}>
            <SendIcon />
          </button>
        )}
        {isStreaming && (
          <button type="button" class="stop" aria-label={words.stop} aria-disabled={answer.stopping} onClick={() => conversation.stop()}>
            <StopIcon />
          </button>
        )}
      </div>
      <div id="composer-note" class="note-line" role="status" data-fault={left < 0 || refusal !== undefined}>
        {refusal ? reasonOf(words, refusal) : left <= COUNTER_UNITS ? words.unitsLeft(left) : words.disclaimer}
      </div>
    </form>
  )
}
