/** Where an agent writes: answers and notes, with canned replies behind `/`, a draft that is kept, and help by the model that is never sent by itself. */

import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { Help } from '../../shared/desk.ts'
import type { CannedReply } from '../../shared/tickets.ts'
import { matchingReplies, slashQuery } from '../core/canned.ts'
import type { ConversationFollower } from '../core/conversation.ts'
import type { Draft } from '../core/drafts.ts'
import { SendIcon, SparkIcon } from './icons.tsx'
import { plainText } from './plain-text.ts'
import { useCommand, useValue, useWorkplace } from './workplace.ts'

type ComposerProps = {
  follower: ConversationFollower
  /** Where it is written. */
  field: RefObject<HTMLTextAreaElement | null>
  isMine: boolean
  /** A colleague has the floor. */
  isOthers: boolean
  take(): Promise<boolean>
}

export function Composer({ follower, field, isMine, isOthers, take }: ComposerProps) {
  const { desk, words, language, sayFault } = useWorkplace()
  const [draft, setDraft] = useState<Draft>(() => desk.drafts.of(follower.id))
  const [chosen, setChosen] = useState(0)
  const [isHelping, setHelping] = useState(false)
  const all = useValue(desk.canned.all)
  const { summary, detail } = follower.state.get()
  const isNote = draft.kind === 'note'

  const change = (next: Draft) => {
    setDraft(next)
    desk.drafts.keep(follower.id, next)
  }
  const query = isNote ? undefined : slashQuery(draft.text)
  const offered =
    query === undefined ? [] : matchingReplies(all, query, { site: summary?.site ?? '', locale: detail?.visitor.locale ?? language })
  const current = Math.min(chosen, offered.length - 1)

  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.setProperty('height', 'auto')
    element.style.setProperty('height', `${Math.min(element.scrollHeight, 260)}px`)
  }, [draft.text])

  const focusAs = (kind: Draft['kind']) => () => {
    change({ ...draft, kind })
    field.current?.focus()
  }
  useCommand('reply', focusAs('message'))
  useCommand('note', focusAs('note'))
  useCommand('suggest', () => void suggest())

  const use = ({ text }: CannedReply) => {
    change({ kind: 'message', text })
    setChosen(0)
    field.current?.focus()
  }

  async function suggest(): Promise<void> {
    if (isHelping) return
    setHelping(true)
    try {
      const { text } = await desk.api.send<Help>('POST', `conversations/${follower.id}/suggestion`, {})
      // Nothing that was written is lost: the suggestion stands behind it.
      const now = desk.drafts.of(follower.id).text.trimEnd()
      change({ kind: 'message', text: now ? `${now}\n\n${text}` : text })
      field.current?.focus()
    } catch (error) {
      sayFault(error)
    }
    setHelping(false)
  }

  async function send(): Promise<void> {
    const text = draft.text.trim()
    if (!text || (!isNote && isOthers)) return
    if (!isNote && !isMine && !(await take())) return
    desk.outbox.send({ conversation: follower.id, kind: draft.kind, text })
    change({ kind: 'message', text: '' })
  }

  function pressed(event: KeyboardEvent) {
    if (event.isComposing) return
    if (offered.length > 0) {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      const reply = offered[current]
      if (by !== 0) setChosen((current + by + offered.length) % offered.length)
      else if ((event.key === 'Enter' || event.key === 'Tab') && reply) use(reply)
      else if (event.key === 'Escape') change({ ...draft, text: '' })
      else return
      return event.preventDefault()
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      void send()
    }
  }

  useEffect(() => setChosen(0), [query])

  return (
    <section class="composer" data-kind={draft.kind} aria-label={words.composer}>
      {offered.length > 0 && (
        <ul class="offered" role="listbox" id="offered-replies" aria-label={words.cannedReplies}>
          {offered.map((reply, index) => (
            // The keys go to the text field, which names the chosen one.
            <li key={reply.id} id={`offered-${index}`} role="option" aria-selected={index === current} onClick={() => use(reply)}>
              <kbd>/{reply.shortcut}</kbd> <b>{reply.title}</b> <span class="quiet">{plainText(reply.text)}</span>
            </li>
          ))}
        </ul>
      )}
      <div class="composer-box">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft.text}
          maxLength={4_000}
          aria-label={isNote ? words.noteField : words.replyField}
          placeholder={isNote ? words.noteField : isOthers ? words.othersField : words.replyField}
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? 'offered-replies' : undefined}
          aria-activedescendant={offered.length > 0 ? `offered-${current}` : undefined}
          onInput={(event) => {
            change({ ...draft, text: event.currentTarget.value })
            if (!isNote) follower.typing()
          }}
          onKeyDown={pressed}
        />
        <div class="composer-row">
          <div class="kinds" role="group" aria-label={words.kindOfText}>
            <button class="plain" type="button" aria-pressed={!isNote} onClick={focusAs('message')}>
              {words.reply}
            </button>
            <button class="plain" type="button" aria-pressed={isNote} onClick={focusAs('note')}>
              {words.note}
            </button>
          </div>
          <button class="plain" type="button" aria-disabled={isHelping} onClick={() => void suggest()}>
            <SparkIcon />
            {isHelping ? words.thinking : words.suggest}
          </button>
          <span class="quiet hint">{words.composerHint}</span>
          <button
            class="button primary send"
            type="button"
            aria-disabled={!draft.text.trim() || (!isNote && isOthers)}
            onClick={() => void send()}
          >
            {isNote ? words.addNote : isMine || isOthers ? words.send : words.takeAndSend}
            <SendIcon />
          </button>
        </div>
      </div>
    </section>
  )
}
