/** What can be done with the conversation as a whole. */

import type { SoundSwitch } from '../attention.ts'
import type { Conversation } from '../conversation.ts'
import type { Words } from '../i18n/dictionary.ts'
import { allWords } from '../i18n/rare-words.ts'
import type { SiteAppearance } from '../site.ts'
import { downloadTranscript } from '../transcript.ts'
import { element, icon } from './element.ts'
import { eraseQuestion } from './erase-question.ts'

const ICONS = {
  pen: 'M5 19l.8-3.800L16 5l3 3L8.8 18.2 5 19Z',
  mail: 'M4.5 6.500h15v11h-15zm0 .5l7.5 6 7.5-6',
  save: 'M12 4.500v10.500m-4.500-4.500l4.500 4.500 4.500-4.500M5 19.500h14',
  bell: 'M6.500 16.500v-5.500a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10.500 20.500h3',
  bin: 'M5 7h14M9.500 7V4.500h5V7m-7.500 0l.8 12.500h8.400L17 7',
}

export type MenuOptions = {
  conversation: Conversation
  site: SiteAppearance
  words: Words
  sound: SoundSwitch | undefined
  /** Where the customer can write instead. */
  contact: string | undefined
  /** Closes the menu and gives the focus back. */
  done(): void
  /** Closes the menu: the customer has pressed somewhere else. */
  leave(): void
}

/** Returns what closes it again. */
export function openMenu(place: Element, { conversation, site, words: spoken, sound, contact, done, leave }: MenuOptions): () => void {
  const words = allWords(spoken)
  const { messages, connection } = conversation.snapshot()
  const isSaid = messages.length > 0
  const isOnline = connection.state === 'online'

  /** What cannot be chosen now has no deed, and is there to be found all the same. */
  const entry = (text: string, path: string, act: (() => void) | false) =>
    element(
      'button',
      { type: 'button', role: 'menuitem', tabindex: '-1', 'aria-disabled': !act, onclick: act || undefined },
      icon(path),
      text,
    )
  const closing = (act: () => void) => () => {
    done()
    act()
  }

  const ask = () => {
    const question = eraseQuestion({ words, erase: conversation.erase, done })
    menu.replaceWith(question)
    question.querySelector('button')?.focus()
  }

  const entries: HTMLElement[] = [
    entry(words.newConversation, ICONS.pen, isSaid && isOnline && closing(conversation.startConversation)),
    entry(words.transcript, ICONS.save, isSaid && closing(() => downloadTranscript(messages, site, words))),
  ]
  if (sound) {
    const bell = entry(words.sound, ICONS.bell, () => {
      sound.set(!sound.isOn())
      bell.ariaChecked = String(sound.isOn())
    })
    bell.role = 'menuitemcheckbox'
    bell.ariaChecked = String(sound.isOn())
    entries.push(bell)
  }
  entries.push(entry(words.erase, ICONS.bin, isSaid && isOnline && ask))
  if (contact) {
    const attributes = { href: contact, target: '_blank', rel: 'noopener noreferrer', role: 'menuitem', tabindex: '-1', onclick: done }
    entries.push(element('a', attributes, icon(ICONS.mail), words.contact))
  }

  function keyDown(event: KeyboardEvent) {
    const present = entries.indexOf(event.target as HTMLElement)
    const next = { ArrowDown: present + 1, ArrowUp: present - 1, Home: 0, End: -1 }[event.key]
    if (next !== undefined) entries.at(next % entries.length)?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') done()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': words.menu, onkeydown: keyDown }, ...entries)
  place.append(menu)
  entries[0]?.focus()
  const root = place.getRootNode()
  const press = (event: Event) => {
    if (!place.contains(event.target as Node)) leave()
  }
  root.addEventListener('pointerdown', press)
  return () => {
    root.removeEventListener('pointerdown', press)
    place.querySelector('.menu')?.remove()
  }
}
