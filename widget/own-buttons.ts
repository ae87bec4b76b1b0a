/** The owner's own buttons instead of our bubble: they may be in the page already, or come later. */

import { warn } from './host-api.ts'

export type OwnButtons = {
  draw(isOpen: boolean): void
  remove(): void
}

/** Nothing, where the selector is none. */
export function createOwnButtons(selector: string, toggle: (opener: HTMLElement) => void): OwnButtons | undefined {
  const each = (change: (button: Element) => void) => document.querySelectorAll(selector).forEach(change)
  try {
    each(() => {})
  } catch {
    return warn('no CSS selector:', selector) as undefined
  }
  function clicked(event: MouseEvent) {
    const button = (event.target as Element).closest?.<HTMLElement>(selector)
    if (!button) return
    event.preventDefault()
    toggle(button)
  }
  document.addEventListener('click', clicked)

  return {
    draw: (isOpen) => each((button) => (button.ariaExpanded = String(isOpen))),
    remove() {
      document.removeEventListener('click', clicked)
      each((button) => (button.ariaExpanded = null))
    },
  }
}
