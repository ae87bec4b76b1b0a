/** Who one is talking to, and the way to the few things that can be done with the conversation as a whole. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Floor } from '../../shared/protocol.ts'
import type { SoundSwitch } from '../attention.ts'
import type { Conversation } from '../conversation.ts'
import type { Words } from '../i18n/dictionary.ts'
import type { SiteAppearance } from '../site.ts'
import { contactHref } from './contact.ts'
import { CloseIcon, MoreIcon } from './icons.tsx'
import { useExtras } from './use-extras.ts'

export type HeaderProps = {
  conversation: Conversation
  floor: Floor
  site: SiteAppearance
  words: Words
  sound: SoundSwitch | undefined
  close(): void
}

export function Header({ conversation, floor, site, words, sound, close }: HeaderProps) {
  const [wishes, setWishes] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const more = useRef<HTMLButtonElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const extras = useExtras({ needs: wishes, place })
  const isShown = isOpen && Boolean(extras)

  useLayoutEffect(() => {
    if (!isOpen || !place.current) return undefined
    const leave = () => setOpen(false)
    const done = () => {
      leave()
      more.current?.focus()
    }
    return extras?.openMenu(place.current, { conversation, site, words, sound, contact: contactHref(site.contact), done, leave })
  }, [isOpen, extras])

  const want = () => setWishes(wishes + 1)
  const name = floor.name ?? site.assistantName
  return (
    <div class="header">
      <span class="avatar" aria-hidden="true">
        {Array.from(name)[0]}
      </span>
      <div class="titles">
        <h2 dir="auto">{name}</h2>
        <p>{floor.name ? site.name : words.assistantOf(site.name)}</p>
      </div>
      <div class="menu-place" ref={place}>
        <button
          type="button"
          class="tool"
          ref={more}
          aria-label={words.menu}
          aria-haspopup="menu"
          aria-expanded={isShown}
          onPointerEnter={want}
          onFocus={want}
          onClick={() => {
            want()
            setOpen(!isShown)
          }}
        >
          <MoreIcon />
        </button>
      </div>
      <button type="button" class="tool" aria-label={words.close} onClick={close}>
        <CloseIcon />
      </button>
    </div>
  )
}
