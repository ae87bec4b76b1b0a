/** Buttons that copy exactly the code that they stand under. */

import type { Words } from '../i18n/dictionary.ts'
import { allWords, type AllWords } from '../i18n/rare-words.ts'
import { element } from './element.ts'

/** Puts one under all code in the log, in the language that is spoken. */
export function addCopyButtons(place: Element, spoken: Words) {
  const words = allWords(spoken)
  for (const code of place.querySelectorAll('.log :not([data-kind="coming"]) > .bubble pre > code')) {
    if (code.nextElementSibling?.textContent === words.copyCode) continue
    while (code.nextSibling) code.nextSibling.remove()
    const status = element('span', { class: 'hidden', role: 'status' })
    const button = element('button', { type: 'button', onclick: () => void copy() }, words.copyCode)
    code.after(button, status)

    async function copy() {
      // Said anew each time, or a second copy would be silent.
      status.textContent = ''
      button.textContent = status.textContent = await copied(code, words)
    }
  }
}

async function copied(code: Element, words: AllWords): Promise<string> {
  try {
    await navigator.clipboard.writeText(code.textContent)
    return words.copied
  } catch {
    // There is no clipboard on a page without encryption, and a frame may be denied it: the customer copies what is selected.
    getSelection()?.selectAllChildren(code)
    return words.copyFailed
  }
}
