/** Who one is talking to, and the few things that can be done with the conversation as a whole. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { safeHref } from '../links.ts'
import type { SiteAppearance } from '../site.ts'
import type { Words } from '../i18n/dictionary.ts'
import { CloseIcon, MailIcon, MoreIcon, PenIcon } from './icons.tsx'

export type HeaderProps = {
  site: SiteAppearance
  words: Words
  /** Missing while there is nothing to begin anew, or no line to say so on. */
  startConversation: (() => void) | undefined
  close(): void
}

/** An address becomes a mail link, a URL stays one; anything else is no link. */
export const contactHref = (contact: string): string | undefined =>
  safeHref(contact) ?? (contact.includes('@') ? safeHref(`mailto:${contact}`) : undefined)

export function Header({ site, words, startConversation, close }: HeaderProps) {
  const [isOpen, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const more = useRef<HTMLButtonElement>(null)
  const contact = contactHref(site.contact)

  useEffect(() => {
    if (!isOpen) return undefined
    const root = menu.current?.getRootNode()
    menu.current?.querySelector<HTMLElement>('button:not(:disabled), a')?.focus()
    // Pointers inside the shadow root and outside of it: a press anywhere else closes the menu.
    const leave = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) setOpen(false)
    }
    root?.addEventListener('pointerdown', leave)
    return () => root?.removeEventListener('pointerdown', leave)
  }, [isOpen])

  function keyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !isOpen) return
    event.stopPropagation()
    setOpen(false)
    more.current?.focus()
  }

  return (
    <div class="header">
      <span class="avatar" aria-hidden="true">
        {Array.from(site.assistantName)[0]}
      </span>
      <div class="titles">
        <h2 id="title" dir="auto">
          {site.assistantName}
        </h2>
        <p>{words.assistantOf(site.name)}</p>
      </div>
      <div class="menu-place" ref={menu} onKeyDown={keyDown}>
        <button type="button" class="tool" ref={more} aria-label={words.menu} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <MoreIcon />
        </button>
        {isOpen && (
          <div class="menu">
            <button
              type="button"
              disabled={!startConversation}
              onClick={() => {
                setOpen(false)
                more.current?.focus()
                startConversation?.()
              }}
            >
              <PenIcon />
              {words.newConversation}
            </button>
            {contact && (
              <a href={contact} target="_blank" rel="noopener noreferrer">
                <MailIcon />
                {words.contact}
              </a>
            )}
          </div>
        )}
      </div>
      <button type="button" class="tool" aria-label={words.close} onClick={close}>
        <CloseIcon />
      </button>
    </div>
  )
}
