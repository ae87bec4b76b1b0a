/**
 * What every end-to-end test is given: a shop of its own, a model double, a customer's chat, and an eye on the page: an error that
 * nobody expected fails the test, whatever else it showed.
 */

import { expect, test as base, type BrowserContext } from '@playwright/test'
import type { Upstream } from '../server/testing/upstream.ts'
import { chatOn, type Chat } from './chat.ts'
import type { Shop } from './shop.ts'
import { createStarters, type Ready, type Starters, type Wanted } from './starters.ts'

export { expect } from '@playwright/test'

type Options = Omit<Wanted, 'slot'> & {
  /** `shared` with other tests of the worker, which may kill it but leave what it keeps as it was, or gone. `own` for all that goes further. */
  server: 'own' | 'shared'
}

type Fixtures = {
  /** What the test's own server process and model double are. */
  ready: Ready
  upstream: Upstream
  shop: Shop
  /** The chat on the test's first page. */
  chat: Chat
  /** Console lines and errors that fit are no surprise in this test. */
  expectTrouble: (pattern: RegExp) => void
}

/** What Chromium itself prints when nobody answers any more. */
export const DEAD_LINE = /WebSocket connection to .* failed|Failed to load resource: net::ERR_/

export const test = base.extend<Options & Fixtures, { starters: Starters }>({
  server: ['shared', { option: true }],
  answers: ['model', { option: true }],
  settings: [{}, { option: true }],
  host: ['localhost', { option: true }],

  starters: [
    // Playwright reads from the pattern what a fixture needs; this one needs nothing.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using starters = createStarters()
      await use(starters)
    },
    { scope: 'worker' },
  ],

  ready: async ({ server, answers, settings, host, starters }, use, info) => {
    const wanted = { answers, settings, host, slot: info.parallelIndex }
    if (server === 'shared') return use(await starters.share(wanted))
    await using ready = await starters.take(wanted)
    await use(ready)
  },

  upstream: async ({ ready: { upstream } }, use) => {
    await use(upstream)
    expect(upstream.failures, 'requests to the model that nobody had set up').toEqual([])
  },

  shop: async ({ ready: { shop } }, use) => use(shop),

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
