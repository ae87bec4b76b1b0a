/**
 * The part of the widget that is loaded on intent: joins core, connection and view inside the loader's shadow root.
 * Its only export is what the loader calls.
 */

import { render } from 'preact'
import type { Attention } from './attention.ts'
import { browserEnvironment } from './environment.ts'
import { createConnection } from './connection.ts'
import { createConversation } from './conversation.ts'
import type { Snapshot } from './snapshot.ts'
import type { App, AppearanceModule, AppHost, Settings } from './handover.ts'
import { loadWords, type Words } from './i18n/dictionary.ts'
import { appearancePath, type Language } from './site.ts'
import { createStorage } from './storage.ts'
import { Panel } from './ui/panel.tsx'
import darkStyles from './ui/styles/dark.css?inline'
import styles from './ui/styles/panel.css?inline'

const FOLLOWING = '(prefers-color-scheme: dark)'
/** When the dark sheet counts. */
const DARK = new Map<string, string>([
  ['auto', FOLLOWING],
  ['light', 'not all'],
  ['dark', 'all'],
])

/** `data-sound` alone is as good as `data-sound="true"`. */
const isOn = (said: string | undefined): boolean => said !== undefined && said !== 'false'

/** For the owner, in the console. */
const hint = (code: string, value = '') => void import('./owner-hints.ts').then((module) => module.hint(code, value)).catch(() => {})

export function mount({ site: firstSite, language: firstLanguage, origin, launcher, tell, close, label }: AppHost): App {
  const { root, frame, button } = launcher
  let site = firstSite
  let language = firstLanguage
  let words: Words | undefined
  let whenDrawn: Promise<void> | undefined
  let heard: Settings = {}
  let attention: Attention | undefined
  let description: Promise<{ say(said: Settings): void }> | undefined
  let isOpen = false
  let isGone = false
  let unread = 0

  const environment = { ...browserEnvironment }
  if (site.page) import('./visited-page.ts').then((module) => (environment.page = module.visitedPage)).catch(() => {})
  const line = createConnection({ origin, siteKey: site.key, environment })
  const storage = createStorage(site.key, () => localStorage)
  const conversation = createConversation({
    line,
    storage,
    environment,
    locale: () => language,
    announce({ event, ...detail }) {
      if ('code' in detail) hint(detail.code)
      tell(event, detail as never)
    },
  })
  // Connecting and fetching the words take a round trip each: together, not one after the other.
  conversation.start()

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  const dark = new CSSStyleSheet({ media: FOLLOWING })
  dark.replaceSync(darkStyles)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet, dark]
  frame.style.setProperty('--mark-light', site.marks.light)
  frame.style.setProperty('--mark-dark', site.marks.dark)
  const place = document.createElement('div')
  frame.prepend(place)
  const badge = document.createElement('span')
  badge.className = 'badge'
  button.append(badge)

  function draw() {
    if (!words || isGone) return
    badge.textContent = unread > 9 ? '9+' : String(unread || '')
    label(words.close, unread ? `, ${words.unread(unread)}` : '')
    render(<Panel conversation={conversation} site={site} words={words} isOpen={isOpen} sound={attention?.sound} close={close} />, place)
  }

  function count(snapshot: Pick<Snapshot, 'unread'>) {
    if (snapshot.unread === unread) return
    unread = snapshot.unread
    draw()
    tell('unread-changed', { unread })
  }
  count(conversation.snapshot())
  conversation.subscribe(count)

  async function speak(next: Language) {
    language = next
    const address = origin + appearancePath(site.key, next)
    const [loadedWords, loadedSite] = await Promise.all([
      loadWords(next),
      next === firstLanguage
        ? firstSite
        : import(/* @vite-ignore */ address).then((module: AppearanceModule) => module.appearance).catch(() => site),
    ])
    // Another language was asked for meanwhile.
    if (language !== next) return
    words = loadedWords
    site = loadedSite
    draw()
  }

  /** In order: each waits for the same module. */
  function describe(settings: Settings) {
    description ??= import('./description.ts').then((module) => module.createDescription({ line, conversation }))
    description.then(({ say }) => say(settings)).catch(() => hint('description_untold'))
  }

  /** Both are the owner's to want, on the tag. */
  async function attend(isSounding: boolean, isInTitle: boolean) {
    const { createAttention } = await import('./attention.ts')
    if (isGone) return
    attention = createAttention({ conversation, storage, siteKey: site.key, sound: isSounding, titleBadge: isInTitle })
    draw()
  }

  return {
    whenDrawn: () => whenDrawn ?? Promise.resolve(),
    open() {
      isOpen = true
      draw()
    },
    close() {
      isOpen = false
      draw()
    },
    update(next, settings) {
      if (!whenDrawn || next !== language) whenDrawn = speak(next)
      const { colorScheme = 'auto', locale, label: customer, attributes, sound, titleBadge } = settings
      if (colorScheme !== heard.colorScheme) {
        const media = DARK.get(colorScheme)
        if (!media) hint('scheme_unknown', colorScheme)
        dark.media.mediaText = media ?? FOLLOWING
      }
      if (
        locale !== heard.locale &&
        !String(locale ?? next)
          .toLowerCase()
          .startsWith(next)
      )
        hint('locale_unknown', locale)
      if (customer !== heard.label || attributes !== heard.attributes) describe(settings)
      if (!heard.colorScheme && (isOn(sound) || isOn(titleBadge))) attend(isOn(sound), isOn(titleBadge)).catch(() => {})
      heard = { ...settings, colorScheme }
    },
    shutdown() {
      isGone = true
      attention?.stop()
      count({ unread: 0 })
      label('', '')
      render(null, place)
      place.remove()
      badge.remove()
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet && other !== dark)
      conversation.close()
    },
  }
}
