/** The shop's page, saying that it is in another language. */

import type { Page } from '@playwright/test'
import type { Shop } from './shop.ts'

export async function pageIn(page: Page, shop: Shop, language: string): Promise<void> {
  // A page that the driver hands over comes from no network, and Chromium asks before such a page may reach this machine.
  await page.context().grantPermissions(['local-network-access'])
  await page.route(`${shop.shopUrl}/`, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace(/<html lang="[^"]*"/, `<html lang="${language}"`) })
  })
  await page.goto(shop.shopUrl)
}
