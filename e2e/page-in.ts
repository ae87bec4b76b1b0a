/** An empty page at the shop's address that says its language and holds the snippet. */

import type { Page } from '@playwright/test'
import type { Shop } from './shop.ts'

export async function pageIn(page: Page, shop: Shop, language: string): Promise<void> {
  // A page that the driver makes up comes from no network at all, and Chromium asks before such a page may reach this machine.
  await page.context().grantPermissions(['local-network-access'])
  const snippet = `<script async src="${shop.url}/kefu.js?site=late-light"></script>`
  await page.route(`${shop.shopUrl}/`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${snippet}`,
    }),
  )
  await page.goto(shop.shopUrl)
}
