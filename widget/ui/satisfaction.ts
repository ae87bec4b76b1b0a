/** How was it? One to five stars in a closed conversation, kept at once; then room for a word, which is kept with them. */

import type { AllWords } from '../i18n/rare-words.ts'
import { element } from './element.ts'

export function drawSatisfaction(words: AllWords, rate: (score: number, comment: string) => Promise<boolean>): HTMLElement {
  const status = element('span', { role: 'status' })
  const comment = element('input', { type: 'text', maxlength: '1000', 'aria-label': words.rateComment, placeholder: words.rateComment })
  const send = element('button', { type: 'submit' }, words.rateSend)
  let chosen = 0

  async function keep(score: number): Promise<void> {
    const isWord = score === chosen && comment.value.trim() !== ''
    status.textContent = ''
    if (!(await rate(score, comment.value.trim()))) return
    chosen = score
    for (const [index, star] of stars.entries()) {
      star.ariaPressed = String(index + 1 === score)
      star.classList.toggle('full', index < score)
    }
    comment.hidden = send.hidden = isWord
    if (isWord) group.focus()
    status.textContent = words.thanks
  }

  const stars = [1, 2, 3, 4, 5].map((score) =>
    element(
      'button',
      {
        type: 'button',
        'aria-pressed': 'false',
        'aria-label': words.rateScore(score),
        title: words.rateScore(score),
        onclick: () => void keep(score),
      },
      '★',
    ),
  )
  const group = element('div', { class: 'stars', role: 'group', tabindex: '-1', 'aria-label': words.rateQuestion }, ...stars)
  comment.hidden = send.hidden = true
  const onsubmit = (event: Event) => {
    event.preventDefault()
    void keep(chosen)
  }
  return element(
    'form',
    { class: 'satisfaction', onsubmit },
    element('span', { 'aria-hidden': 'true' }, words.rateQuestion),
    group,
    comment,
    send,
    status,
  )
}
