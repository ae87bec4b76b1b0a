/**
 * The part of the widget that is loaded on intent: joins core, connection and view inside the loader's shadow root.
 * Its only export is what the loader calls.
 */

import { render } from 'preact'
import { browserEnvironment } from './environment.ts'
import { createConnection } from './connection.ts'
import { createConversation } from './conversation.ts'
import type { Snapshot } from './snapshot.ts'
import type { App, AppHost } from './handover.ts'
import { loadWords } from './i18n/dictionary.ts'
import { createStorage } from './storage.ts'
import { Panel } from './ui/panel.tsx'
import styles from './ui/styles/panel.css?inline'

/** For the owner, in the console: what a refused connection means, as customers are only told that there is none. */
const OWNER_HINTS: Record<string, string> = {
  site_unknown: 'there is no site with this key; compare it with the snippet that you were given.',
  origin_refused: 'this site key may not be used from this page’s origin; add the origin to the site.',
  protocol_unsupported: 'the page holds an older widget than the server; reload it.',
}

export async function mount(host: AppHost): Promise<App> {
  const { site, language, origin, root, frame, tell } = host
  const conversation = createConversation({
    line: createConnection({ origin, siteKey: site.key, environment: browserEnvironment }),
    storage: createStorage(site.key, () => localStorage),
    environment: browserEnvironment,
    locale: language,
    announce({ event, ...detail }) {
      if ('code' in detail && OWNER_HINTS[detail.code]) console.warn(`Kefu: ${OWNER_HINTS[detail.code]}`)
      tell(event, detail as never)
    },
  })
  // Connecting and fetching the words take a round trip each: together, not one after the other.
  conversation.start()
  const words = await loadWords(language)

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets.push(sheet)
  const place = document.createElement('div')
  frame.prepend(place)

  let unread = 0
  const count = (snapshot: Snapshot) => {
    if (snapshot.unread === unread) return
    unread = snapshot.unread
    tell('unread-changed', { unread })
  }
  count(conversation.snapshot())
  conversation.subscribe(count)

  const draw = (isOpen: boolean) =>
    render(<Panel conversation={conversation} site={site} words={words} isOpen={isOpen} close={host.close} />, place)
  draw(false)

  return {
    open() {
      conversation.opened()
      draw(true)
    },
    close() {
      conversation.closed()
      draw(false)
    },
    shutdown() {
      render(null, place)
      place.remove()
      conversation.close()
    },
  }
}
