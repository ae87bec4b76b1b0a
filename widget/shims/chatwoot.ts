/**
 * `window.$chatwoot` for pages that were written for Chatwoot: the calls and events that its website SDK documents, said to `window.Kefu`.
 * What has no counterpart says so in the console, once.
 */

import type { Attributes, ColorScheme, HostEvents, Label } from '../public-api.ts'
import { createMissing, hear, isRecord, say, type ShimPage } from './kefu-queue.ts'

export function installChatwoot(page: ShimPage): void {
  const missing = createMissing('Chatwoot')
  const settings = isRecord(page['chatwootSettings']) ? page['chatwootSettings'] : {}
  let isOpen = false

  const nothing = (name: string) => () => missing(name)
  page['$chatwoot'] = {
    hasLoaded: true,
    get isOpen() {
      return isOpen
    },
    toggle: (state?: unknown) => say(page, [state === 'open' || state === 'close' ? state : 'toggle']),
    toggleBubbleVisibility: (state: unknown) => say(page, [state === 'hide' ? 'hide' : 'show']),
    setUser: (id: string, user: Label = {}) => say(page, ['identify', { ...user, id }]),
    setCustomAttributes: (attributes: Attributes) => say(page, ['setAttributes', attributes]),
    deleteCustomAttribute: (name: string) => say(page, ['setAttributes', { [name]: null }]),
    setLocale: (locale: string) => say(page, ['setLocale', locale.replace('_', '-')]),
    setColorScheme: (scheme: ColorScheme) => say(page, ['setColorScheme', scheme]),
    reset: () => say(page, ['reset']),
    setLabel: nothing('setLabel'),
    removeLabel: nothing('removeLabel'),
    setConversationCustomAttributes: nothing('setConversationCustomAttributes'),
    deleteConversationCustomAttribute: nothing('deleteConversationCustomAttribute'),
    popoutChatWindow: nothing('popoutChatWindow'),
  }

  const tell = (name: string, detail?: unknown) => page.dispatchEvent?.(new CustomEvent(`chatwoot:${name}`, { detail }))
  const message = ({ id, text, author }: HostEvents['message-received']) => ({
    id,
    content: text,
    // As Chatwoot numbers them: 0 from the customer, 1 to them.
    message_type: author === 'visitor' ? 0 : 1,
    sender_type: author,
  })

  if (typeof settings['locale'] === 'string') say(page, ['setLocale', settings['locale'].replace('_', '-')])
  if (settings['darkMode'] === 'auto' || settings['darkMode'] === 'light') say(page, ['setColorScheme', settings['darkMode']])
  if (settings['hideMessageBubble'] === true) say(page, ['hide'])
  hear(page, 'ready', () => tell('ready'))
  hear(page, 'message-sent', ({ id, text }) => tell('on-message', message({ id, text, author: 'visitor' })))
  hear(page, 'message-received', (detail) => tell('on-message', message(detail)))
  hear(page, 'opened', () => {
    isOpen = true
    tell('opened')
  })
  hear(page, 'closed', () => {
    isOpen = false
    tell('closed')
  })
  hear(page, 'error', (detail) => tell('error', detail))
  hear(page, 'shutdown', () => void Reflect.deleteProperty(page, '$chatwoot'))
}
