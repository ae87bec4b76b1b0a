/** Pages that were written for another chat, and the commands that Kefu hears of them. */

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostApi } from '../host-api.ts'
import type { Commands } from '../public-api.ts'
import { installChatwoot } from './chatwoot.ts'
import { installIntercom } from './intercom.ts'
import type { ShimPage } from './kefu-queue.ts'

const warn = vi.spyOn(console, 'warn')
beforeEach(() => void warn.mockReset().mockImplementation(() => {}))

type Heard = { type: string; detail: unknown }
type Vendor = Record<string, (...values: unknown[]) => void>

/** A page, and behind it the true API over commands that are only written down. */
function setUp(page: ShimPage, install: (page: ShimPage) => void) {
  const events: Heard[] = []
  Object.assign(page, { dispatchEvent: (event: CustomEvent) => events.push({ type: event.type, detail: event.detail as unknown }) })
  install(page)
  const said: unknown[][] = []
  const names = ['open', 'close', 'toggle', 'show', 'hide', 'identify', 'setAttributes', 'setLocale', 'setColorScheme', 'reset', 'shutdown']
  const commands = Object.fromEntries(names.map((name) => [name, (...values: unknown[]) => void said.push([name, ...values])]))
  const { api, tell } = createHostApi('late-light', commands as unknown as Commands)
  for (const command of page.Kefu as Parameters<typeof api.push>[0][]) api.push(command)
  page.Kefu = api
  /** What was said since this was last asked, without what a command that takes nothing was given. */
  const news = () => said.splice(0).map((command) => command.filter((value) => value !== undefined))
  return { page, tell, news, events, settled: () => new Promise(setImmediate) }
}

describe('$chatwoot', () => {
  const set = (page: ShimPage = {}) => {
    const made = setUp(page, installChatwoot)
    return { ...made, chatwoot: made.page['$chatwoot'] as Vendor & { isOpen: boolean; hasLoaded: boolean } }
  }

  it('opens, closes, shows and hides', () => {
    const { chatwoot, news } = set()
    chatwoot['toggle']!('open')
    chatwoot['toggle']!('close')
    chatwoot['toggle']!()
    chatwoot['toggleBubbleVisibility']!('hide')
    chatwoot['toggleBubbleVisibility']!('show')
    expect(news()).toEqual([['open'], ['close'], ['toggle'], ['hide'], ['show']])
  })

  it('says who the customer is', () => {
    const { chatwoot, news } = set()
    chatwoot['setUser']!('42', { name: 'Ada', email: 'ada@example.com', identifier_hash: 'x' })
    chatwoot['setCustomAttributes']!({ plan: 'gold' })
    chatwoot['deleteCustomAttribute']!('plan')
    chatwoot['setLocale']!('pt_BR')
    chatwoot['reset']!()
    expect(news()).toEqual([
      ['identify', expect.objectContaining({ id: '42', name: 'Ada', email: 'ada@example.com' })],
      ['setAttributes', { plan: 'gold' }],
      ['setAttributes', { plan: null }],
      ['setLocale', 'pt-BR'],
      ['reset'],
    ])
  })

  it('follows the settings that the page had for it', () => {
    const { news } = set({ chatwootSettings: { locale: 'zh_CN', darkMode: 'auto', hideMessageBubble: true } })
    expect(news()).toEqual([['setLocale', 'zh-CN'], ['setColorScheme', 'auto'], ['hide']])
  })

  it('tells the page under the names that it listens to', async () => {
    const { chatwoot, tell, events, settled } = set()
    tell('ready', {})
    tell('opened', {})
    tell('message-sent', { id: '1', text: 'Hello' })
    tell('message-received', { id: '2', text: 'Hi', author: 'bot' })
    await settled()
    expect(chatwoot.isOpen).toBe(true)
    tell('closed', {})
    await settled()
    expect(chatwoot.isOpen).toBe(false)
    expect(events.map(({ type }) => type)).toEqual([
      'chatwoot:ready',
      'chatwoot:opened',
      'chatwoot:on-message',
      'chatwoot:on-message',
      'chatwoot:closed',
    ])
    expect(events[2]!.detail).toMatchObject({ content: 'Hello', message_type: 0 })
    expect(events[3]!.detail).toMatchObject({ content: 'Hi', message_type: 1 })
  })

  it('says once what it cannot do', () => {
    const { chatwoot, news } = set()
    for (const name of ['setLabel', 'setLabel', 'removeLabel', 'popoutChatWindow']) chatwoot[name]!('vip')
    expect(news()).toEqual([])
    expect(warn).toHaveBeenCalledTimes(3)
  })

  it('is gone with the widget', async () => {
    const { page, tell, settled } = set()
    tell('shutdown', {})
    await settled()
    expect('$chatwoot' in page).toBe(false)
  })
})

describe('Intercom', () => {
  const set = (page: ShimPage = {}) => {
    const made = setUp(page, installIntercom)
    return { ...made, intercom: (...values: unknown[]) => (made.page['Intercom'] as (...given: unknown[]) => void)(...values) }
  }

  it('opens and closes under all the names that it has for that', () => {
    const { intercom, news } = set()
    for (const method of ['show', 'showMessages', 'showNewMessage', 'showSpace']) intercom(method, 'text')
    intercom('hide')
    expect(news()).toEqual([['open'], ['open'], ['open'], ['open'], ['close']])
  })

  it('takes a customer from boot and update, and lets them go at shutdown', () => {
    const { intercom, news } = set()
    intercom('boot', { app_id: 'x', user_id: 7, name: 'Ada', email: 'ada@example.com', plan: 'gold', company: { id: 1 }, user_hash: 'y' })
    intercom('update', { language_override: 'fr', theme_mode: 'system', hide_default_launcher: true })
    intercom('update')
    intercom('shutdown')
    expect(news()).toEqual([
      ['show'],
      ['identify', { id: 7, name: 'Ada', email: 'ada@example.com' }],
      ['setAttributes', { plan: 'gold' }],
      ['setLocale', 'fr'],
      ['setColorScheme', 'auto'],
      ['hide'],
      ['reset'],
      ['hide'],
    ])
  })

  it('does first what waited in the vendor’s queue, after the settings of the page', () => {
    function waiting(..._values: unknown[]): void {}
    waiting.q = [['boot', { email: 'ada@example.com' }], ['show']].map((call) => Object.assign({ length: call.length }, call))
    const { news } = set({ Intercom: waiting, intercomSettings: { name: 'Ada' } })
    expect(news()).toEqual([['identify', { name: 'Ada' }], ['show'], ['identify', { email: 'ada@example.com' }], ['open']])
  })

  it('calls back', async () => {
    const { intercom, tell, settled } = set()
    const heard: unknown[] = []
    intercom('onShow', () => heard.push('shown'))
    intercom('onHide', () => heard.push('hidden'))
    intercom('onUnreadCountChange', (unread: number) => heard.push(unread))
    intercom('onShow')
    tell('opened', {})
    tell('closed', {})
    tell('unread-changed', { unread: 2 })
    await settled()
    expect(heard).toEqual(['shown', 'hidden', 2])
  })

  it('says once what it cannot do', () => {
    const { intercom, news } = set({ intercomSettings: { alignment: 'left' } })
    for (const method of ['trackEvent', 'trackEvent', 'startTour', undefined, 'constructor']) intercom(method, 'x')
    expect(news()).toEqual([])
    expect(warn).toHaveBeenCalledTimes(5)
  })

  it('is gone with the widget', async () => {
    const { page, tell, settled } = set()
    tell('shutdown', {})
    await settled()
    expect('Intercom' in page).toBe(false)
  })
})
