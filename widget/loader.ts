/**
 * The tag: `<script async src="https://HOST/kefu.js?site=KEY">`. It draws the bubble and does nothing else, no request
 * and no storage, until the customer shows intent: a click, the host page's `open`, or a token of an earlier visit.
 * This file runs on every page view of somebody else's site, so it stays small and leaves everything as it found it.
 */

import type { App, AppModule } from './handover.ts'
import { createHostApi, queuedCommands, type HostApi } from './host-api.ts'
import { createLauncher } from './launcher.ts'
import { languageOfSite, type SiteAppearance } from './site.ts'

/** Replaced by the server with the site's appearance, as an object literal. */
declare const __KEFU_SITE__: SiteAppearance

declare global {
  interface Window {
    Kefu?: HostApi | unknown[] | undefined
  }
}

// Only readable while this script runs for the first time, never later. An element of the page may stand in its place by name.
const running = document.currentScript
const script = running instanceof HTMLScriptElement ? running : document.querySelector<HTMLScriptElement>('script[src*="kefu.js?site="]')

function install(site: SiteAppearance, origin: string) {
  const language = languageOfSite(site, document.documentElement.lang, navigator.languages)
  const launcher = createLauncher({ site, language, toggle: () => api.toggle() })
  let app: Promise<App> | undefined
  let attempts = 0
  let isOpen = false
  let isGone = false

  const { api, tell } = createHostApi({
    open() {
      if (isOpen || isGone) return
      isOpen = true
      void load().then((loaded) => {
        if (loaded && isOpen) show(loaded)
      })
    },
    close() {
      if (!isOpen) return
      isOpen = false
      launcher.show('closed')
      void app?.then((loaded) => loaded.close()).catch(() => {})
      tell('closed', {})
    },
    toggle: () => (isOpen ? api.close() : api.open()),
    // Says who is there, not that they want to talk: nothing is loaded for it.
    identify() {},
    shutdown() {
      isGone = true
      isOpen = false
      void app?.then((loaded) => loaded.shutdown()).catch(() => {})
      launcher.remove()
      // What the page declared with `var` cannot be deleted.
      window.Kefu = undefined
      Reflect.deleteProperty(window, 'Kefu')
    },
  })

  function show(loaded: App) {
    loaded.open()
    launcher.show('open')
    tell('opened', {})
  }

  /** One load at a time; a failed one may be tried again, under another address because browsers remember failures. */
  async function load(): Promise<App | undefined> {
    if (isOpen) launcher.show('loading')
    const address = `${origin}${site.app}${attempts ? `?retry=${attempts}` : ''}`
    app ??= import(/* @vite-ignore */ address).then((module: AppModule) =>
      module.mount({
        site,
        language,
        origin,
        root: launcher.root,
        frame: launcher.frame,
        close: () => {
          api.close()
          launcher.focus()
        },
        tell(event, detail) {
          if ('unread' in detail) launcher.unread(detail.unread)
          tell(event, detail)
        },
      }),
    )
    try {
      const loaded = await app
      if (isGone) loaded.shutdown()
      return isGone ? undefined : loaded
    } catch {
      app = undefined
      attempts++
      isOpen = false
      launcher.show('failed')
      tell('error', { code: 'unavailable' })
      return undefined
    }
  }

  const commands = queuedCommands(window.Kefu)
  window.Kefu = api
  launcher.attach()
  for (const command of commands) api.push(command)
  tell('ready', {})
  if (cameBack(site.key)) whenIdle(() => isGone || void load())
}

/** A token of an earlier visit: unread answers are worth a connection, but not before the page has had its turn. */
function cameBack(siteKey: string): boolean {
  try {
    return localStorage.getItem(`kefu:${siteKey}:token`) !== null
  } catch {
    return false
  }
}

/** Safari has no `requestIdleCallback`. */
const whenIdle = (run: () => void) =>
  'requestIdleCallback' in window ? requestIdleCallback(run, { timeout: 4_000 }) : setTimeout(run, 1_500)

if (!script) console.warn('Kefu: paste the script tag as it is; its own address was not found.')
else if ('toggle' in Object(window.Kefu)) console.warn('Kefu: the script tag is on this page twice; the second one does nothing.')
else install(__KEFU_SITE__, new URL(script.src).origin)
