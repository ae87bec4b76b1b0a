/** The open widget: a dialog beside the page on a desktop, over all of it on a phone. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Conversation } from '../conversation.ts'
import type { SoundSwitch } from '../attention.ts'
import type { Words } from '../i18n/dictionary.ts'
import type { OutboxItem } from '../outbox.ts'
import type { SiteAppearance } from '../site.ts'
import { Composer } from './composer.tsx'
import { Header } from './header.tsx'
import { MessageList } from './message-list.tsx'
import { Strips } from './strips.tsx'
import { useSnapshot } from './use-snapshot.ts'

/** The same width as in the stylesheets. */
const PHONE = '(max-width: 479px)'

export type PanelProps = {
  conversation: Conversation
  site: SiteAppearance
  words: Words
  isOpen: boolean
  /** Missing where the owner wants no sound. */
  sound?: SoundSwitch | undefined
  close(): void
}

export function Panel({ conversation, site, words, isOpen, sound, close }: PanelProps) {
  const snapshot = useSnapshot(conversation, isOpen)
  const panel = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const [isPhone, setPhone] = useState(false)

  useLayoutEffect(() => {
    if (isOpen) focusQuietly()
  }, [isOpen])

  // What stands in a page that nobody sees has not been read. At once: an answer may come in the moment of closing.
  useLayoutEffect(() => {
    const look = () => (isOpen && !document.hidden ? conversation.opened() : conversation.closed())
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [isOpen])

  useLayoutEffect(() => {
    const query = matchMedia(PHONE)
    const look = () => setPhone(query.matches)
    look()
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [])

  useLayoutEffect(() => {
    const { current } = panel
    if (!isOpen || !isPhone || !current) return undefined
    const covering = import('../phone.ts').then(({ coverPage }) => coverPage(current, close))
    return () => void covering.then((release) => release()).catch(() => {})
  }, [isOpen, isPhone])

  /** On a touch screen a focused field would pull the keyboard up over the conversation. */
  function focusQuietly() {
    const target = matchMedia('(pointer: fine)').matches ? field.current : panel.current
    target?.focus({ preventScroll: true })
  }

  function keyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.isComposing) close()
    quiet(event)
  }
  /** To the page our field is one opaque element: without this its shortcuts would fire while somebody types here. */
  const quiet = (event: Event) => event.stopPropagation()

  function edit(item: OutboxItem) {
    conversation.discard(item.cid)
    conversation.setDraft([conversation.snapshot().draft, item.text].filter(Boolean).join('\n'))
    field.current?.focus()
  }

  const actions = { retry: conversation.retry, discard: conversation.discard, edit }
  return (
    <div
      class="panel"
      ref={panel}
      role="dialog"
      aria-modal={isPhone}
      aria-label={words.title(site.name)}
      lang={words.language}
      dir={words.language === 'ar' ? 'rtl' : 'ltr'}
      tabIndex={-1}
      hidden={!isOpen}
      onKeyDown={keyDown}
      onKeyUp={quiet}
      onKeyPress={quiet}
    >
      <Header conversation={conversation} floor={snapshot.floor} site={site} words={words} sound={sound} close={close} />
      <Strips conversation={conversation} snapshot={snapshot} site={site} words={words} />
      <MessageList
        conversation={conversation}
        snapshot={snapshot}
        site={site}
        words={words}
        actions={actions}
        ask={(question) => {
          conversation.send(question)
          focusQuietly()
        }}
      />
      {snapshot.connection.state !== 'refused' && (
        <Composer conversation={conversation} snapshot={snapshot} words={words} isOpen={isOpen} field={field} />
      )}
    </div>
  )
}
