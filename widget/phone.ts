/**
 * On a phone people leave what covers the screen with the back button. While the panel is open it has an entry in the page's
 * history, a copy of the page's own, so that a router that meets it finds what it knows. Fetched on phones only.
 */

const MARK = 'kefu'

const isOurs = (): boolean => Boolean((history.state as Record<string, unknown> | null)?.[MARK])

/** Returns what takes the entry away again, when the panel was closed in another way. */
export function closeOnBack(close: () => void): () => void {
  const popped = () => {
    if (!isOurs()) close()
  }
  // Left over from before a reload.
  if (!isOurs()) history.pushState({ ...(history.state as object | null), [MARK]: true }, '')
  addEventListener('popstate', popped)
  return () => {
    removeEventListener('popstate', popped)
    // After whatever the page does in the same breath: going back must not undo a step of its own.
    setTimeout(() => isOurs() && history.back())
  }
}
