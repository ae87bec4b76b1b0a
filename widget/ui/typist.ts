/** That the person who has the floor is writing: a word beside what is said of them, which goes by itself. */

import type { Words } from '../i18n/dictionary.ts'
import type { Snapshot } from '../snapshot.ts'

/** Where it stands. It is read out by itself, without what stands around it. */
export const TYPIST = { class: 'typist', 'aria-atomic': 'false' }

/** It is said again every two seconds. */
const LASTS_MS = 6_000

const timers = new WeakMap<Element, ReturnType<typeof setTimeout>>()

/** Draws it where there is a place for it, and again when its time is up. */
export function drawTypist(strips: Element, { words, snapshot }: { words: Words; snapshot: () => Snapshot }) {
  const place = strips.querySelector(`.${TYPIST.class}`)
  if (!place) return
  const { typist, last } = snapshot()
  // What came since is what was being written, or ended it.
  const leftMs = typist && typist.last === last ? typist.at + LASTS_MS - Date.now() : 0
  const says = typist && leftMs > 0 ? words.typing(typist.name) : ''
  if (place.textContent !== says) place.textContent = says
  clearTimeout(timers.get(place))
  if (says)
    timers.set(
      place,
      setTimeout(() => drawTypist(strips, { words, snapshot }), leftMs),
    )
}
