/**
 * The bubble: one button in a shadow root, with a badge for unread answers. It stands behind the body, not in it: there a transformed
 * body does not carry it away, a page that replaces its body keeps it, and no layer of the body lies above it.
 */

import { accentOf, inkOn, markOn } from './color.ts'
import styles from './launcher.css?inline'
import type { Language, SiteAppearance } from './site.ts'

export type LauncherState = 'closed' | 'loading' | 'open' | 'failed'

export type Launcher = {
  root: ShadowRoot
  frame: HTMLElement
  attach(): void
  show(state: LauncherState): void
  unread(count: number): void
  focus(): void
  remove(): void
}

const WORDS = {
  en: {
    open: 'Open chat',
    close: 'Close chat',
    unread: (count: number) => `${count} new ${count === 1 ? 'message' : 'messages'}`,
    failed: 'The chat could not be loaded. Check your connection and try again.',
  },
  zh: {
    open: '打开聊天',
    close: '关闭聊天',
    unread: (count: number) => `${count} 条新消息`,
    failed: '聊天窗口加载失败，请检查网络后重试。',
  },
}

const SPEECH =
  'M12 3.5c5 0 9 3.5 9 7.9s-4 7.9-9 7.9c-1 0-2-.15-2.95-.42L5.1 20.6c-.5.2-1-.25-.87-.77l.72-2.85C3.7 15.5 3 13.5 3 11.4c0-4.4 4-7.9 9-7.9Z'
const CHEVRON = 'M6 9.5l6 6 6-6'

export function createLauncher({ site, language, toggle }: { site: SiteAppearance; language: Language; toggle(): void }): Launcher {
  const words = WORDS[language === 'zh' ? 'zh' : 'en']
  const host = document.createElement('kefu-chat')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]

  const frame = element('div', 'frame')
  frame.lang = language
  const accent = accentOf(site.color)
  const colors = { accent, 'on-accent': inkOn(accent), 'mark-light': markOn(accent, 'light'), 'mark-dark': markOn(accent, 'dark') }
  for (const [name, value] of Object.entries(colors)) frame.style.setProperty(`--${name}`, value)

  const button = element('button', 'launcher')
  button.type = 'button'
  button.append(icon(SPEECH, 'speech'), icon(CHEVRON, 'chevron'), element('span', 'spinner'))
  button.addEventListener('click', toggle)
  const badge = element('span', 'badge')
  badge.hidden = true
  button.append(badge)
  const note = element('div', 'note')
  note.setAttribute('role', 'status')
  frame.append(note, button)
  root.append(frame)

  let state: LauncherState = 'closed'
  let unread = 0

  function draw() {
    frame.dataset['state'] = state
    badge.hidden = unread === 0 || state === 'open'
    badge.textContent = unread > 9 ? '9+' : String(unread || '')
    note.textContent = state === 'failed' ? words.failed : ''
    const label = state === 'open' ? words.close : words.open
    button.setAttribute('aria-label', unread > 0 && state !== 'open' ? `${label}, ${words.unread(unread)}` : label)
    button.setAttribute('aria-expanded', String(state === 'open'))
    button.setAttribute('aria-busy', String(state === 'loading'))
  }
  draw()

  const append = () => document.documentElement.append(host)

  return {
    root,
    frame,
    attach() {
      if (document.body) append()
      else document.addEventListener('DOMContentLoaded', append, { once: true })
    },
    show(next) {
      state = next
      draw()
    },
    unread(count) {
      unread = count
      draw()
    },
    focus: () => button.focus(),
    remove() {
      document.removeEventListener('DOMContentLoaded', append)
      host.remove()
    },
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.className = className
  return made
}

function icon(path: string, className: string): SVGElement {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  drawing.setAttribute('viewBox', '0 0 24 24')
  drawing.setAttribute('class', className)
  drawing.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  line.setAttribute('d', path)
  drawing.append(line)
  return drawing
}
