/** The desk through an agent's eyes and hands: gets an account, looks at the inbox, takes over, answers. */

import { expect, type Browser, type Locator, type Page } from '@playwright/test'
import { en } from '../desk/i18n/en.ts'
import type { Shop } from './shop.ts'

const PASSWORD = 'a lamp in every window'

export type DeskPage = ReturnType<typeof deskOn>

export function deskOn(page: Page) {
  const list = page.getByRole('region', { name: en.inbox })
  const log = page.getByRole('log', { name: en.log })
  const field = page.getByRole('textbox', { name: new RegExp(`^(?:${en.replyField}|${en.noteField})$`) })
  return {
    page,
    list,
    rows: list.locator('.row'),
    log,
    field,
    /** Who has the floor, as the head of the open conversation says. */
    floor: page.locator('.conversation-head > .chip'),
    strip: page.locator('.strip'),
    toast: page.locator('.toast'),
    streaming: log.locator('[data-coming]'),
    button: (name: string): Locator => page.getByRole('button', { name, exact: true }),
    take: page.getByRole('button', { name: en.take }).first(),
    view: (view: keyof typeof en.views): Promise<void> =>
      page.getByRole('navigation', { name: en.viewsLabel }).getByRole('link', { name: en.views[view] }).click(),
    async open(text: string): Promise<void> {
      await list.locator('.row', { hasText: text }).first().click()
      await expect(log).toBeVisible()
    },
    async say(text: string): Promise<void> {
      await field.fill(text)
      await field.press('Enter')
    },
    /** Of what customers and we have said, the bubbles in order. */
    said: (): Promise<string[]> => log.locator('.entry:not([data-coming]) .bubble').allInnerTexts(),
  }
}

/** The first owner, by the link that the server printed. */
export async function enterAsOwner(page: Page, shop: Shop, name = 'Mira'): Promise<DeskPage> {
  const links = shop.printed().match(/http\S+\/desk\/welcome#\S+/g)
  await page.goto(links?.at(-1) ?? '')
  await page.getByLabel(en.email).fill('mira@shop.example')
  return settleIn(page, name)
}

/** Invited by an owner, in a browser of their own. */
export async function enterAsColleague(browser: Browser, owner: DeskPage, name: string): Promise<DeskPage> {
  const url = await owner.page.evaluate(async (email) => {
    const { csrf } = (await (await fetch('/desk/api/me')).json()) as { csrf: string }
    const invited = await fetch('/desk/api/invitations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-kefu-csrf': csrf },
      body: JSON.stringify({ email, role: 'agent' }),
    })
    return ((await invited.json()) as { url: string }).url
  }, `${name.toLowerCase()}@shop.example`)
  const page = await (await browser.newContext({ locale: 'en-IE' })).newPage()
  await page.goto(url)
  return settleIn(page, name)
}

async function settleIn(page: Page, name: string): Promise<DeskPage> {
  await page.getByLabel(en.yourName).fill(name)
  await page.getByLabel(en.password).fill(PASSWORD)
  await page.getByRole('button', { name: en.createAccount }).click()
  const desk = deskOn(page)
  await expect(desk.list).toBeVisible()
  return desk
}
