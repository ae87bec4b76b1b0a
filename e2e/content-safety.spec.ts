/**
 * Hostile text through every door: said by customer, model and agent, and set as the owner's configuration. On the page it is text: nothing
 * runs, nothing is asked for, and no element or attribute is there but the widget's own. What it becomes character by character
 * is tested beside the Markdown reader; here it is the built files in a real browser, on a page that reports whatever its policy blocks.
 */

import type { Page } from '@playwright/test'
import { en } from '../widget/i18n/en.ts'
import type { Chat } from './chat.ts'
import { withDatabase } from './database.ts'
import { kept, tagOf, visit } from './guest-page.ts'
import { expect, test } from './harness.ts'
import { batches, expectNoHarm, expectOnlyOurs, hostileTexts, watchHarm } from './hostile.ts'
import type { Shop } from './shop.ts'

test.use({ server: 'own' })

/** One of three of those that differ little. */
const hostile = hostileTexts(3)

/** The page allows itself only what the README asks for, and notes what is blocked and what would have run. */
async function visitWatched(page: Page, shop: Shop): Promise<readonly string[]> {
  const asked = await watchHarm(page)
  await visit(page, shop, {
    prologue: '<!doctype html><title>Shop</title>',
    body: `<h1>Shop</h1>${tagOf(shop)}`,
    headers: {
      'content-security-policy': [
        "default-src 'none'",
        `script-src ${shop.url} 'report-sample'`,
        `connect-src ${shop.url} ${shop.url.replace('http', 'ws')}`,
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ].join('; '),
    },
  })
  return asked
}

const OUR_FILES = /^\/(?:kefu\.js\?site=late-light|kefu-site\.js\?site=late-light&language=en|assets\/[\w.-]+\.js|socket\.io\/\?.*)$/

type Watched = { page: Page; shop: Shop; chat: Chat; asked: readonly string[] }

async function expectHarmless({ page, shop, chat, asked }: Watched): Promise<void> {
  await expectNoHarm(page)
  const others = asked.filter(
    (url) => url !== `${shop.shopUrl}/` && !(url.startsWith(shop.url) && OUR_FILES.test(url.slice(shop.url.length))),
  )
  expect(others, 'requests').toEqual([])
  expect(new URL(page.url()).origin).toBe(shop.shopUrl)
  const looked = await expectOnlyOurs(chat.widget, {
    drawn: '.bubble *',
    tags: 'div p span strong em s code pre blockquote ul ol li a br hr table tbody tr th td bdi button',
    attributes: 'class dir href target rel start type role',
    addresses: '^(?:https?:\\/\\/|mailto:|tel:)',
  })
  expect(looked).toBeGreaterThan(0)
}

test('what customer, model and agent say is text, however hostile', async ({ page, shop, chat, upstream }) => {
  const answers = batches(
    hostile.flatMap((text) => [text, `[x](${text})`]),
    15_000,
  ).slice(0, 8)
  const questions = batches(hostile, 3_500).slice(0, answers.length)
  const asked = await visitWatched(page, shop)
  await chat.open()
  for (const [index, answer] of answers.entries()) {
    upstream.reply(answer)
    await chat.say(questions[index] ?? 'And now?')
    await expect.poll(async () => (await chat.answers()).length, { timeout: 20_000 }).toBe(index + 1)
  }
  await expect(chat.log).toContainText('[javascript](javascript:alert(1))')
  await expectHarmless({ page, shop, chat, asked })

  await withDatabase(shop, async (database) => {
    const tenant = database.forTenant('demo')
    const [conversation] = await tenant.conversationsByFloor('bot', 10)
    if (!conversation) throw new Error('the conversation is not with the assistant')
    const { id: conversationId, fence, floor } = conversation
    const text = answers[1] ?? ''
    const notice = { id: 'agent-1', author: { kind: 'agent', name: hostile[0] ?? '' }, text, at: Date.now() } as const
    expect(await tenant.changeFloor({ conversationId, fence, floor, notice })).toBeDefined()
  })
  await page.reload()
  await chat.open()
  await expect(chat.log.locator('[data-kind="agent"]')).toHaveCount(1)
  await expectHarmless({ page, shop, chat, asked })
})

test('what the owner configures is text, in the script that the site serves and in the panel', async ({ page, shop, chat }) => {
  const [first = '', second = '', third = ''] = batches(hostile, 4_000)
  const marker = 'Set by the test'
  const contact = 'javascript:alert(1)//a@b.example'
  await withDatabase(shop, async (database) => {
    const site = await database.siteByKey('late-light')
    if (!site) throw new Error('the demo has no site')
    const tenant = database.forTenant('demo')
    for (const question of await tenant.questions(site.id)) await tenant.deleteQuestion(question.id)
    for (const [index, text] of hostile.slice(0, 6).entries()) {
      await tenant.createQuestion({
        id: `hostile-${index}`,
        siteId: site.id,
        locale: 'en',
        text,
        variants: [],
        answer: index === 0 ? second : text,
        tags: [],
        suggested: true,
        updatedAt: Date.now(),
      })
    }
    const greeting = JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":"x"}') as Record<string, string>
    await tenant.updateSite(site.id, {
      name: `${marker} ${third}`,
      policy: {
        ...site.policy,
        assistantName: third,
        greeting: { ...greeting, en: first },
        contact,
        color: '#000;}</style><script>alert(1)</script>',
      },
    })
  })
  const script = async (): Promise<string> => (await fetch(`${shop.url}/kefu-site.js?site=late-light&language=en`)).text()
  await expect.poll(script, { timeout: 15_000 }).toContain(marker)
  // Also where an owner pastes the whole script into a page, and where an old parser reads it.
  expect(await script()).not.toMatch(/<\/script|<!--|[\u2028\u2029]/i)

  const asked = await visitWatched(page, shop)
  await chat.open()
  await expect(chat.panel.locator('[data-kind="greeting"]')).toContainText('javascript <javascript:alert(1)>')
  await expect(chat.suggestions).not.toHaveCount(0)
  await chat.suggestions.first().click()
  await expect.poll(async () => (await chat.answers()).length, { timeout: 20_000 }).toBe(1)
  await chat.button(en.menu).click()
  await expect(chat.entry(en.newConversation)).toBeVisible()
  await expectHarmless({ page, shop, chat, asked })
})

test('the eye that sees no harm sees it where there is some', async ({ page, shop, chat, expectTrouble }) => {
  expectTrouble(/Content Security Policy|TrustedHTML/)
  const asked = await visitWatched(page, shop)
  await chat.open()
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('img'), { src: 'https://pictures.example/p.png' }))
    window.alert('hello')
  })
  await expect
    .poll(() => kept(page, 'harm'))
    .toEqual(['alert was called', expect.stringContaining('img-src https://pictures.example/p.png')])
  await expect(expectHarmless({ page, shop, chat, asked })).rejects.toThrow(/alert was called/)
})

test('finished code has a button that copies exactly its text, and one that cannot copy selects it', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  const code = 'lamp.dim(0.5)\n\n\tlamp.off() // <b>'
  upstream.reply(`Like this:\n\n\`\`\`js\n${code}\n\`\`\`\n\nDone.`)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write', 'local-network-access'])
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Does it hum at night?')
  await expect.poll(async () => (await chat.answers()).length).toBe(1)

  const button = chat.log.locator('pre button')
  await expect(button).toHaveText(en.copyCode)
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(button).toHaveText(en.copied)
  await expect(chat.log.locator('pre').getByRole('status')).toHaveText(en.copied)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code)

  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await button.click()
  await expect(button).toHaveText(en.copyFailed)
  expect(await page.evaluate(() => String(getSelection()))).toBe(code)
})

test('a link that does not name its host shows it behind its text', async ({ page, shop, chat, upstream }) => {
  upstream.reply('See [your bank](https://bank.example@evil.example/login), https://shop.example/help or [call](tel:+491).')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Where do I pay?')
  const links = chat.log.locator('[data-kind="bot"]').getByRole('link')
  await expect(links).toHaveText(['your bank (evil.example)', 'https://shop.example/help', 'call (+491)'])
})
