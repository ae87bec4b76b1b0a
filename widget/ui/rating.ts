/** Thumbs up and down under a finished answer. */

import type { Rating } from '../../shared/protocol.ts'
import type { Words } from '../i18n/dictionary.ts'
import { allWords } from '../i18n/rare-words.ts'
import { element, icon } from './element.ts'

const UP =
  'M7.500 20V10.500l4-6.500c1.500 0 2.300 1 2 2.500L13 9.500h5.500c1 0 1.700.9 1.500 1.900l-1.400 7c-.2.9-.9 1.600-1.800 1.600zM7.500 10.500H4V20h3.500'
const DOWN =
  'M16.500 4v9.500l-4 6.500c-1.500 0-2.300-1-2-2.500L11 14.500H5.500c-1 0-1.700-.9-1.500-1.900l1.400-7C5.600 4.700 6.300 4 7.200 4zM16.500 13.500H20V4h-3.500'

export type RatingOptions = {
  rating: Rating | undefined
  words: Words
  /** `undefined` takes a rating back. Tells whether the server took it. */
  rate(rating: Rating | undefined): Promise<boolean>
}

/** Draws it, or what became of it: the buttons stay, as one of them may have the focus. */
export function drawRating(place: HTMLElement, { rating, words: spoken, rate }: RatingOptions) {
  const words = allWords(spoken)
  if (!place.firstChild) place.append(...[UP, DOWN].map((path) => element('button', { type: 'button' }, icon(path))), thanks())
  const status = place.lastElementChild as HTMLElement
  place.querySelectorAll('button').forEach((button, index) => {
    const value = index ? 'down' : 'up'
    const label = index ? words.notHelpful : words.helpful
    button.ariaLabel = button.title = label
    button.ariaPressed = String(rating === value)
    button.onclick = async () => {
      const wanted = rating === value ? undefined : value
      status.textContent = ''
      if ((await rate(wanted)) && wanted) status.textContent = words.thanks
    }
  })
}

const thanks = () => element('span', { class: 'hidden', role: 'status' })
