/**
 * The number of unread messages before the page's title: “(2) Lamps”. The title is the page's: whatever it makes of it meanwhile
 * is kept, and comes back exactly when there is nothing unread any more.
 */

export type TitleBadge = { show(unread: number): void }

export function createTitleBadge(page: Document): TitleBadge {
  /** The page's own title, while ours stands there. */
  let own: string | undefined
  let shown = ''
  let shownPrefix = ''
  let prefix = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  const title = () => page.querySelector('head > title')
  // In a task of its own: a page that insists on its title in the same way would otherwise never come to rest.
  const observer = new MutationObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(write)
  })

  function write() {
    const element = title()
    if (own === undefined || !element) return
    const present = element.textContent
    // What the page has written, perhaps around what it found there.
    if (present !== shown) own = present.replace(shownPrefix, '')
    shownPrefix = prefix
    shown = prefix + own
    if (present !== shown) element.textContent = shown
    // Our own writing is no news.
    observer.takeRecords()
  }

  return {
    show(unread) {
      prefix = unread > 0 ? `(${unread}) ` : ''
      if (own === undefined && !prefix) return
      if (own === undefined) {
        own = shown = title()?.textContent ?? ''
        shownPrefix = ''
        observer.observe(page.head, { childList: true, characterData: true, subtree: true })
      }
      write()
      if (prefix) return
      observer.disconnect()
      clearTimeout(timer)
      own = undefined
    },
  }
}
