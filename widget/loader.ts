/**
 * The tag: `<script async src="https://HOST/kefu.js?site=KEY">`. It draws the bubble and does nothing else, no request
 * and no storage, until the customer shows intent: a click, the host page's `open`, or a token of an earlier visit.
 * This file runs on every page view of somebody else's site, so it stays small and leaves everything as it found it.
 */

import { firstSpoken } from '../shared/language.ts'
import type { App, AppModule, AppearanceModule, Settings } from './handover.ts'
import { createHostApi, warn } from './host-api.ts'
import { createLauncher, ofDocument, type LauncherState } from './launcher.ts'
import { createOwnButtons } from './own-buttons.ts'
import { isOurs } from './phone.ts'
import type { Command, Commands, Kefu } from './public-api.ts'
import { appearancePath, type Language, type SiteTag } from './site.ts'
import { storagePrefix } from './storage.ts'

/** Replaced by the server with the site's appearance, as an object literal. */
declare const __KEFU_SITE__: SiteTag

/** All that can be said without the app. */
const WORDS: Record<Language, [open: string, failed: string]> = {
  en: ['Open chat', 'Chat unavailable'],
  zh: ['打开聊天', '聊天暂不可用'],
  es: ['Abrir chat', 'Chat no disponible'],
  pt: ['Abrir chat', 'Chat indisponível'],
  fr: ['Ouvrir le chat', 'Chat indisponible'],
  de: ['Chat öffnen', 'Chat nicht verfügbar'],
  ru: ['Открыть чат', 'Чат недоступен'],
  ja: ['チャットを開く', 'チャットを利用できません'],
  ko: ['채팅 열기', '채팅 이용 불가'],
  ar: ['فتح الدردشة', 'الدردشة غير متاحة'],
}

/** An element with the id "Kefu" also answers to this name, but is no property of the page's own. */
const before: unknown = Object.getOwnPropertyDescriptor(window, 'Kefu')?.value
const queue = Array.isArray(before) ? (before as Command[]) : undefined

declare global {
  interface Window {
    Kefu?: unknown
  }
}

function install(site: SiteTag, tag: HTMLScriptElement) {
  const { origin } = new URL(tag.src)
  const settings: Settings = Object.assign({}, tag.dataset)
  const prefix = storagePrefix(site.key)
  let language: Language
  let state: LauncherState = 'closed'
  let app: App | undefined
  let attempts = 0
  let close = ''
  let unread = ''
  /** What had the focus when the chat was opened, and gets it back. */
  let opener: HTMLElement | null

  const option = (name: string, form: RegExp) => {
    const value = tag.dataset[name]
    if (value === undefined || form.test(value)) return value
    warn(`“${value}” is no ${name}`)
    return undefined
  }

  const toggle = (from: HTMLElement) => {
    opener = from
    api.toggle()
  }
  const launcher = createLauncher({
    colors: site.colors,
    position: option('position', /^(left|right)$/) ?? site.position ?? 'right',
    zIndex: option('zIndex', /^\d+$/) ?? '2147483647',
    toggle,
  })
  const selector = option('launcher', /\S/)
  const buttons = selector && createOwnButtons(selector, toggle)
  launcher.button.hidden = Boolean(buttons)

  function become(next: LauncherState) {
    state = next
    draw()
  }

  function draw() {
    const [open, failed] = WORDS[language]
    launcher.draw(state, state === 'open' ? close : open + unread, state === 'failed' ? failed : '')
    if (buttons) buttons.draw(state === 'open')
  }

  function set(change: Settings) {
    Object.assign(settings, change)
    const tags = [settings.locale, site.locale, document.documentElement.lang, ...navigator.languages]
    language = firstSpoken(tags, (tag) => Object.hasOwn(WORDS, tag))
    launcher.frame.lang = language
    launcher.frame.dir = language === 'ar' ? 'rtl' : 'ltr'
    draw()
    app?.update(language, settings)
  }

  const commands: Commands = {
    open() {
      if (state !== 'closed' && state !== 'failed') return
      opener ??= document.activeElement as HTMLElement | null
      become('loading')
      void load()
    },
    close() {
      const wasOpen = state === 'open'
      const hadFocus = document.activeElement === launcher.host
      const back = opener
      opener = null
      become('closed')
      if (!wasOpen) return
      app?.close()
      if (hadFocus) ((back?.tabIndex ?? -1) < 0 ? launcher.button : back)?.focus()
      tell('closed', {})
    },
    toggle: () => (state === 'open' || state === 'loading' ? api.close() : api.open()),
    show: () => void (launcher.button.hidden = false),
    hide() {
      api.close()
      launcher.button.hidden = true
    },
    identify: (label) => set({ label }),
    setAttributes: (attributes) => set({ attributes: { ...settings.attributes, ...attributes } }),
    setLocale: (locale) => set({ locale }),
    setColorScheme: (colorScheme) => set({ colorScheme }),
    reset() {
      api.close()
      stop()
      set({ label: undefined, attributes: undefined })
      try {
        for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
      } catch {
        // Storage is denied: nothing was kept there.
      }
    },
    shutdown() {
      api.close()
      become('gone')
      stop()
      launcher.remove()
      if (buttons) buttons.remove()
      if (before !== undefined && !queue) window.Kefu = before
      // What a script declared with `var` cannot be deleted.
      else if (!Reflect.deleteProperty(window, 'Kefu')) window.Kefu = undefined
      tell('shutdown', {})
    },
  }
  const { api, tell } = createHostApi(site.key, commands)

  function stop() {
    app?.shutdown()
    app = undefined
  }

  /** A token of an earlier visit: unread answers are worth a connection, but not before the page has had its turn. */
  function cameBack() {
    try {
      return state === 'closed' && localStorage.getItem(`${prefix}token`) !== null
    } catch {
      return false
    }
  }

  /** Browsers remember failures, by the whole address. */
  const fetchModule = <Module>(path: string): Promise<Module> => {
    const address = origin + path + '#'.repeat(attempts)
    return import(/* @vite-ignore */ address)
  }

  async function load() {
    try {
      const loaded = language
      const [{ mount }, { appearance }] = await Promise.all([
        fetchModule<AppModule>(site.app),
        fetchModule<AppearanceModule>(appearancePath(site.key, loaded)),
      ])
      // The page may have closed, reset or removed us meanwhile.
      if (state !== 'loading' && !cameBack()) return
      app ??= mount({
        site: appearance,
        language: loaded,
        origin,
        launcher,
        close: api.close,
        tell,
        label(...names) {
          ;[close, unread] = names
          draw()
        },
      })
      app.update(language, settings)
      await app.whenDrawn()
      if (state !== 'loading') return
      app.open()
      become('open')
      tell('opened', {})
    } catch {
      attempts++
      if (state !== 'loading') return
      become('failed')
      tell('error', { code: 'unavailable' })
    }
  }

  set({})
  window.Kefu = api
  for (const command of queue ?? []) api.push(command)
  tell('ready', {})
  // Safari has no `requestIdleCallback`.
  const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_500))
  whenIdle(
    () => {
      // After a reload, the step that the open panel had made would be one back that leads nowhere.
      if (state === 'closed' && isOurs()) history.back()
      if (cameBack()) void load()
    },
    { timeout: 4_000 },
  )
}

const script =
  (ofDocument('currentScript') as HTMLScriptElement | null) ?? document.querySelector<HTMLScriptElement>('script[src*="kefu.js?site="]')
const present = before as Partial<Kefu> | undefined
if (!script) warn('the address of this script tag was not found')
else if (present?.shutdown) warn(`the chat of ${present.site} is on this page already`)
else install(__KEFU_SITE__, script)
