/** The page that a customer writes from, on the built files: told where the site's owner shares it, and nowhere else. */

import { withDatabase } from './database.ts'
import { expect, test } from './harness.ts'

test.use({ server: 'own' })

for (const share of [[], ['page']] as const) {
  test(`[S-PAGE] shared: ${share.join() || 'nothing'}`, async ({ page, shop, chat, upstream }) => {
    await withDatabase(shop, async (database) => {
      const site = await database.siteByKey('late-light')
      if (!site) throw new Error('the demo has no site')
      await database.forTenant(site.tenantId).updateSite(site.id, { policy: { ...site.policy, share: [...share] } })
    })
    upstream.reply('It has a warm light.')
    await page.goto(`${shop.shopUrl}/?token=canary#canary`)
    await chat.openOnline()
    await page.waitForLoadState('networkidle')
    // Half a surrogate pair, which no message carries.
    await page.evaluate(() => void (document.title = `The lamp ${String.fromCharCode(0xd83d)}`))
    await chat.say('What is this one like?')
    await expect.poll(chat.answers).toEqual(['It has a warm light.'])
    const told = JSON.stringify(upstream.requests[0]?.body)
    expect(told).not.toContain('canary')
    if (share.length === 0) expect(told).not.toContain('The lamp')
    else expect(told).toContain(`| title: The lamp\\n| address: ${shop.shopUrl}/\\n`)
  })
}
