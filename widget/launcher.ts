/** The bubble: one button in a shadow root at the end of the page. What it shows once the app is there, the app brings. */

import styles from './launcher.css?inline'

export type LauncherState = 'closed' | 'loading' | 'open' | 'failed' | 'gone'

export type Launcher = {
  /** The element that stands in the page. */
  host: HTMLElement
  root: ShadowRoot
  frame: HTMLElement
  button: HTMLButtonElement
  /** `note` is said beside the bubble. */
  draw(state: LauncherState, label: string, note?: string): void
  remove(): void
}

export type LauncherOptions = {
  /** Declarations of the site's colours. */
  colors: string
  position: string
  zIndex: string
  toggle(opener: HTMLElement): void
}

/** Read past elements that the page named after a property of the document. */
export const ofDocument = (property: 'body' | 'currentScript'): unknown => Reflect.get(Document.prototype, property, document)

export function createLauncher({ colors, position, zIndex, toggle }: LauncherOptions): Launcher {
  const host = document.createElement('kefu-chat')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    `${styles}:host{z-index:${zIndex}!important;${position}:max(20px,env(safe-area-inset-${position}))!important}.note,.panel{${position}:0}`,
  )
  root.adoptedStyleSheets = [sheet]

  const element = <Name extends 'button' | 'div'>(name: Name, className: string, parent: Node): HTMLElementTagNameMap[Name] => {
    const made = document.createElement(name)
    made.className = className
    parent.appendChild(made)
    return made
  }
  const frame = element('div', 'frame', root)
  frame.style.cssText = colors
  const note = element('div', 'note', frame)
  note.role = 'status'
  const button = element('button', 'launcher', frame)
  button.onclick = () => toggle(button)

  let timer: ReturnType<typeof setTimeout>
  /** Frameworks replace what stands in a body, or the body. A page that removes us again and again is met ten times a second, not in a loop. */
  const observer = new MutationObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(attach, 100)
  })
  function attach() {
    const body = ofDocument('body') as HTMLElement
    if (host.isConnected) return
    // In the body, as a framework that owns the whole document bears strangers there only.
    body.append(host)
    for (const parent of [document.documentElement, body]) observer.observe(parent, { childList: true })
    // A body that is transformed or contained would carry the bubble away.
    requestAnimationFrame(() => host.offsetParent && document.documentElement.append(host))
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', attach)
  else attach()

  return {
    host,
    root,
    frame,
    button,
    draw(state, label, text = '') {
      frame.dataset['state'] = state
      note.textContent = text
      button.ariaLabel = label
      button.ariaExpanded = String(state === 'open')
      button.ariaBusy = String(state === 'loading')
    },
    remove() {
      removeEventListener('DOMContentLoaded', attach)
      observer.disconnect()
      clearTimeout(timer)
      host.remove()
    },
  }
}
