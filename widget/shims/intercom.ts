/**
 * `Intercom(method, …)` for pages that were written for Intercom: the methods of its JavaScript API that a chat can answer, said to
 * `window.Kefu`. What has no counterpart says so in the console, once.
 */

import type { Command, ColorScheme, HostEvents } from '../public-api.ts'
import { createMissing, hear, isRecord, plainValues, say, type ShimPage } from './kefu-queue.ts'

/** Settings that are no attributes of the customer. */
const OURS = ['app_id', 'api_base', 'name', 'email', 'user_id', 'user_hash', 'language_override', 'theme_mode', 'hide_default_launcher']
const LOOK = [
  'alignment',
  'vertical_padding',
  'horizontal_padding',
  'action_color',
  'background_color',
  'z_index',
  'custom_launcher_selector',
]

const SCHEMES: Record<string, ColorScheme> = { light: 'light', dark: 'dark', system: 'auto' }

export function installIntercom(page: ShimPage): void {
  const missing = createMissing('Intercom')
  const given: unknown = page['Intercom']
  const queue: unknown = typeof given === 'function' && 'q' in given ? given.q : undefined

  function update(settings: unknown) {
    if (!isRecord(settings)) return
    const { name, email, user_id: id, language_override: locale, theme_mode: theme, hide_default_launcher: hides } = settings
    const label = plainValues({ name, email, id })
    const rest = Object.entries(plainValues(settings)).filter(([key]) => !OURS.includes(key) && !LOOK.includes(key))
    for (const key of Object.keys(settings)) if (LOOK.includes(key)) missing(key)
    const commands: Command[] = []
    if (Object.keys(label).length > 0) commands.push(['identify', label])
    if (rest.length > 0) commands.push(['setAttributes', Object.fromEntries(rest)])
    if (typeof locale === 'string') commands.push(['setLocale', locale])
    if (typeof theme === 'string' && SCHEMES[theme]) commands.push(['setColorScheme', SCHEMES[theme]])
    if (typeof hides === 'boolean') commands.push([hides ? 'hide' : 'show'])
    say(page, ...commands)
  }

  const open = () => say(page, ['open'])
  const listen = <E extends keyof HostEvents>(event: E, handler: unknown, pick: (detail: HostEvents[E]) => unknown[]) => {
    if (typeof handler === 'function') hear(page, event, (detail) => (handler as (...values: unknown[]) => void)(...pick(detail)))
  }
  const methods = new Map<unknown, (value: unknown) => void>([
    ['boot', (settings) => (say(page, ['show']), update(settings))],
    ['update', update],
    // There it ends a session, and `boot` begins another.
    ['shutdown', () => say(page, ['reset'], ['hide'])],
    ['show', open],
    ['showMessages', open],
    ['showNewMessage', open],
    ['showSpace', open],
    ['hide', () => say(page, ['close'])],
    ['onShow', (handler) => listen('opened', handler, () => [])],
    ['onHide', (handler) => listen('closed', handler, () => [])],
    ['onUnreadCountChange', (handler) => listen('unread-changed', handler, ({ unread }) => [unread])],
  ])

  const intercom = (method: unknown, value?: unknown) => (methods.get(method) ?? (() => missing(method)))(value)
  page['Intercom'] = intercom
  hear(page, 'shutdown', () => void Reflect.deleteProperty(page, 'Intercom'))
  update(page['intercomSettings'])
  // The vendor's snippet keeps `arguments` objects.
  for (const call of Array.isArray(queue) ? (queue as ArrayLike<unknown>[]) : []) intercom(call[0], call[1])
}
