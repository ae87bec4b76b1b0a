/**
 * The open panel on a phone: it covers the page, follows the keyboard, keeps the focus, and leaves with the back button. Fetched on phones only.
 */

const MARK = 'kefu'

/** The page stands on the step of its history that the open panel made. */
export const isOurs = (): boolean => Boolean((history.state as Record<string, unknown> | null)?.[MARK])

/** Returns what gives the page back to itself. */
export function coverPage(panel: HTMLElement, close: () => void): () => void {
  const releases = [followKeyboard(panel), keepFocusInside(panel), closeOnBack(close)]
  return () => releases.forEach((release) => release())
}

/** The panel is as high as what the keyboard leaves to be seen. */
function followKeyboard({ style }: HTMLElement): () => void {
  const { visualViewport: viewport } = globalThis
  const follow = () => {
    style.setProperty('--visible-height', viewport ? `${viewport.height}px` : '100%')
    style.setProperty('--visible-top', `${viewport?.offsetTop ?? 0}px`)
  }
  follow()
  viewport?.addEventListener('resize', follow)
  viewport?.addEventListener('scroll', follow)
  return () => {
    viewport?.removeEventListener('resize', follow)
    viewport?.removeEventListener('scroll', follow)
  }
}

/** What lies under a full-screen panel cannot be seen, so the focus must not get there. */
function keepFocusInside(panel: HTMLElement): () => void {
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return
    const stops = [...panel.querySelectorAll<HTMLElement>('button:not(:disabled), textarea, a[href], [tabindex="0"]')]
    const present = (panel.getRootNode() as ShadowRoot).activeElement
    const [first] = stops
    const last = stops.at(-1)
    if (event.shiftKey ? present === first || present === panel : present === last) {
      event.preventDefault()
      ;(event.shiftKey ? last : first)?.focus()
    }
  }
  panel.addEventListener('keydown', keyDown)
  return () => panel.removeEventListener('keydown', keyDown)
}

/**
 * People leave what covers the screen with the back button. While the panel is open it has an entry in the page's history, a copy of the
 * page's own, so that a router that meets it finds what it knows.
 */
function closeOnBack(close: () => void): () => void {
  const popped = () => {
    if (!isOurs()) close()
  }
  // Left over from before a reload, and not taken back yet.
  if (!isOurs()) history.pushState({ ...(history.state as object | null), [MARK]: true }, '')
  addEventListener('popstate', popped)
  return () => {
    removeEventListener('popstate', popped)
    // After whatever the page does in the same breath: going back must not undo a step of its own.
    setTimeout(() => isOurs() && history.back())
  }
}
