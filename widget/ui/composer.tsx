/** Where the customer writes. Enter sends, Shift + Enter makes a line, and an input method may use Enter for itself. */

import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { LIMITS } from '../../shared/limits.ts'
import { isBlank } from '../../shared/text.ts'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Words } from '../i18n/dictionary.ts'
import { SendIcon, StopIcon } from './icons.tsx'
import { useExtras } from './use-extras.ts'

/** The counter appears when this much is left. */
const COUNTER_UNITS = 400

export type ComposerProps = {
  conversation: Conversation
  snapshot: Snapshot
  words: Words
  isOpen: boolean
  field: RefObject<HTMLTextAreaElement | null>
}

export function Composer({ conversation, snapshot, words, isOpen, field }: ComposerProps) {
  const [refusal, setRefusal] = useState<string>()
  const extras = useExtras({ needs: refusal, place: field, connection: snapshot.connection })
  const left = LIMITS.messageUnits - snapshot.draft.trim().length
  const canSend = !isBlank(snapshot.draft) && left >= 0
  const isWrong = left < 0 || refusal !== undefined
  const { answer } = snapshot
  const isStreaming = answer !== undefined && !answer.ended && snapshot.connection.state === 'online'

  /** Not while a person has the floor. */
  const isAnswering = snapshot.floor.state !== 'agent'

  // The field belongs to the browser, not to a drawing: typing never waits for one, and what is drawn may be older than what is typed.
  // Only text that came from elsewhere, as from another tab, is written into it.
  function write() {
    const { current } = field
    const text = conversation.snapshot().draft
    if (!current) return
    if (current.value !== text) current.value = text
    current.style.height = 'auto'
    // In a hidden panel it has no height to go by.
    if (isOpen) current.style.height = `${current.scrollHeight}px`
  }
  useLayoutEffect(write, [snapshot.draft, isOpen])

  function send() {
    if (!field.current || isBlank(field.current.value)) return
    setRefusal(conversation.send(field.current.value))
    // What is pasted and sent at once was never drawn, and would stay.
    write()
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
          dir={snapshot.draft ? 'auto' : undefined}
          aria-label={words.composer}
          aria-describedby="composer-note"
          aria-invalid={isWrong}
          placeholder={words.placeholder}
          enterkeyhint="send"
          onInput={(event) => {
            setRefusal(undefined)
            conversation.setDraft(event.currentTarget.value)
            write()
          }}
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
      <div id="composer-note" class="note-line" role="status" data-fault={isWrong}>
        {refusal ? extras?.reasonOf(words, refusal) : left <= COUNTER_UNITS ? words.unitsLeft(left) : isAnswering && words.disclaimer}
      </div>
    </form>
  )
}
