/** Phones: the panel covers the page, follows the keyboard, and keeps the focus. */

import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** The same width as in the stylesheets. */
const PHONE = '(max-width: 479px)'

/** Tells whether this is a phone, and keeps the panel as high as what the keyboard leaves to be seen. */
export function useVisibleHeight(panel: RefObject<HTMLElement | null>, isOpen: boolean): boolean {
  const [isPhone, setPhone] = useState(() => matchMedia(PHONE).matches)

  useEffect(() => {
    if (!isOpen) return undefined
    const query = matchMedia(PHONE)
    const viewport = globalThis.visualViewport
    const follow = () => {
      setPhone(query.matches)
      panel.current?.style.setProperty('--visible-height', viewport ? `${viewport.height}px` : '100%')
      panel.current?.style.setProperty('--visible-top', `${viewport?.offsetTop ?? 0}px`)
    }
    follow()
    query.addEventListener('change', follow)
    viewport?.addEventListener('resize', follow)
    viewport?.addEventListener('scroll', follow)
    return () => {
      query.removeEventListener('change', follow)
      viewport?.removeEventListener('resize', follow)
      viewport?.removeEventListener('scroll', follow)
    }
  }, [isOpen, panel])

  return isPhone
}

/** What lies under a full-screen panel cannot be seen, so the focus must not get there. */
export function keepFocusInside(panel: HTMLElement, event: KeyboardEvent) {
  const stops = [...panel.querySelectorAll<HTMLElement>('button:not(:disabled), textarea, a[href], [tabindex="0"]')]
  const present = (panel.getRootNode() as ShadowRoot).activeElement
  const [first] = stops
  const last = stops.at(-1)
  if (event.shiftKey ? present === first || present === panel : present === last) {
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }
}
