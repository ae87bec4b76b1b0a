/**
 * What every end-to-end test is given: a shop of its own, a model double, a customer's chat, and an eye on the page: an error that
 * nobody expected fails the test, whatever else it showed.
 */

import { expect, test as base, type BrowserContext } from '@playwright/test'
import { startUpstream, type Upstream } from '../server/testing/upstream.ts'
import { chatOn, type Chat } from './chat.ts'
import { startShop, type Shop } from './shop.ts'

export { expect } from '@playwright/test'

type Options = {
  /** Who answers what no approved question does. */
  answers: 'model' | 'approved questions only'
  /** Settings of the server, as they would stand in the environment. */
  settings: Record<string, string>
  host: 'localhost' | '127.0.0.1'
}

type Fixtures = {
  upstream: Upstream
  shop: Shop
  /** The chat on the test's first page. */
  chat: Chat
  /** Console lines and errors that fit are no surprise in this test. */
  expectTrouble: (pattern: RegExp) => void
}

/** What Chromium itself prints when nobody answers any more. */
export const DEAD_LINE = /WebSocket connection to .* failed|Failed to load resource: net::ERR_/

export const test = base.extend<Options & Fixtures>({
  answers: ['model', { option: true }],
  settings: [{}, { option: true }],
  host: ['localhost', { option: true }],

  // Playwright reads from the pattern what a fixture needs; this one needs nothing.
  // oxlint-disable-next-line no-empty-pattern
  upstream: async ({}, use) => {
    await using upstream = await startUpstream()
    await use(upstream)
    expect(upstream.failures, 'requests to the model that nobody had set up').toEqual([])
  },

  shop: async ({ answers, settings, host, upstream }, use, info) => {
    const model: Record<string, string> = answers === 'model' ? { OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'recorded' } : {}
    const shop = await startShop({ slot: info.parallelIndex, host, settings: { ...model, ...settings } })
    await use(shop)
    await shop.close()
  },

  chat: async ({ page }, use) => use(chatOn(page)),

  expectTrouble: [
    // The shop is asked for so that it closes later: what a page says about that is no trouble.
    async ({ context, shop: _shop }, use) => {
      const expected: RegExp[] = []
      const trouble = watch(context)
      await use((pattern) => void expected.push(pattern))
      const surprises = trouble.filter((line) => !expected.some((pattern) => pattern.test(line)))
      expect(surprises, 'errors in the page').toEqual([])
    },
    { auto: true },
  ],
})

/** Errors of every page of the context, and whatever the widget itself warns of. */
function watch(context: BrowserContext): string[] {
  const trouble: string[] = []
  context.on('weberror', (error) => trouble.push(String(error.error())))
  context.on('console', (message) => {
    const isOurs = message.type() === 'warning' && message.text().startsWith('Kefu')
    if (message.type() === 'error' || isOurs) trouble.push(message.text())
  })
  return trouble
}
