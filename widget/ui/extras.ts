/**
 * What few customers reach for or meet, or none before an answer is finished: the menu, the thumbs, buttons at code, what went wrong. It is
 * fetched then, and is plain DOM, sharing no module with the app: after a failed load the app comes from another address, and a shared
 * module would come twice.
 */

import styles from './styles/extras.css?inline'

export { giveSigns } from '../signs.ts'
export { addCopyButtons } from './copy-code.ts'
export { openMenu, type MenuOptions } from './menu.ts'
export { reasonOf } from '../i18n/rare-words.ts'
export { drawFailure, drawNotices } from './notices.ts'
export { drawRating, type RatingOptions } from './rating.ts'

const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)

/** The styles of these parts come with them, into the shadow root that they are drawn in. */
export function adoptStyles(place: Element) {
  const root = place.getRootNode() as ShadowRoot
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
