/**
 * Pages of other people, made up by a test, at the shop's own address: the origin is one that the site allows, everything else is up to
 * the test.
 */

import type { Frame, Page } from '@playwright/test'
import type { Shop } from './shop.ts'

export const tagOf = (shop: Shop, key = 'late-light', attributes = ''): string =>
  `<script async ${attributes} src="${shop.url}/kefu.js?site=${key}"></script>`

export type GuestPage = {
  body: string
  headers?: Record<string, string>
  /** What stands before the body; a page without a doctype is in quirks mode. */
  prologue?: string
  contentType?: string
  /** Path at the shop's address. */
  path?: string
}

const PROLOGUE = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title>'

/** Makes the page up, without going there. Tells its address. */
export async function furnish(page: Page, shop: Shop, { body, headers, prologue, contentType, path }: GuestPage): Promise<string> {
  // A page that the driver makes up comes from no network at all, and Chromium asks before such a page may reach this machine.
  await page.context().grantPermissions(['local-network-access'])
  const address = `${shop.shopUrl}${path ?? '/'}`
  await page.route(address, (route) =>
    route.fulfill({ contentType: contentType ?? 'text/html; charset=utf-8', headers: headers ?? {}, body: (prologue ?? PROLOGUE) + body }),
  )
  return address
}

export const visit = async (page: Page, shop: Shop, made: GuestPage): Promise<void> => {
  await page.goto(await furnish(page, shop, made))
}

/** What the page's own script keeps under this name. */
export const kept = (page: Page | Frame, name: string): Promise<string[]> =>
  page.evaluate((key) => (window as unknown as Record<string, string[]>)[key] ?? [], name)

/** As the page's own script would call it. */
export const call = (page: Page | Frame, command: 'open' | 'close' | 'shutdown'): Promise<void> =>
  page.evaluate((name) => (window as unknown as { Kefu: Record<string, () => void> }).Kefu[name]?.(), command)
