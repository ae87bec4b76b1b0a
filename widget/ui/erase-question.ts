/** Asks once before everything that was said is gone. The first button, which gets the focus, does no harm. */

import type { AllWords } from '../i18n/rare-words.ts'
import { element } from './element.ts'

export function eraseQuestion({ words, erase, done }: { words: AllWords; erase(): void; done(): void }): HTMLElement {
  function keyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    done()
  }
  const confirm = () => {
    done()
    erase()
  }
  return element(
    'div',
    { class: 'menu question', role: 'alertdialog', 'aria-label': words.erase, 'aria-describedby': 'erase', onkeydown: keyDown },
    element('p', { id: 'erase' }, words.eraseQuestion),
    element(
      'div',
      {},
      element('button', { type: 'button', onclick: done }, words.cancel),
      element('button', { type: 'button', class: 'grave', onclick: confirm }, words.eraseConfirm),
    ),
  )
}
