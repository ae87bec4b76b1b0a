/** A document that the shop's owner uploads, as its customers meet it: an answer with its source, on the built files. */

import { sha256 } from '../server/sha256.ts'
import { withDatabase } from './database.ts'
import { expect, test } from './harness.ts'

test.use({ server: 'own' })

const SECRET = 'kefu_of-the-test'

test('[K-CITE] [K-DATA] an answer from an uploaded document has its source as a link, and the model got the passage as data', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  await withDatabase(shop, (database) =>
    database
      .forTenant('demo')
      .createApiKey({ id: 'test', name: 'test', scopes: ['documents:write'], secretHash: sha256(SECRET), createdAt: 1 }),
  )
  const uploaded = await fetch(`${shop.url}/api/v1/sites/late-light/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Lamps on boats [2026]',
      url: 'https://latelight.example/boats',
      locale: 'en',
      type: 'html',
      text: '<nav>Home</nav><h1>Lamps on boats</h1><h2 id="salt">Salt water</h2><p>Rinse the Quay lantern with tap water after every trip &amp; let it dry.</p>',
    }),
  })
  expect(uploaded.status).toBe(201)

  upstream.reply('Rinse it with tap water after every trip [1], and let it dry. Salt is hard on steel [1].')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('What does salt water on my boat do to the Quay lantern?')
  await expect
    .poll(chat.answers)
    .toEqual([
      expect.stringMatching(/^Rinse it with tap water after every trip \[1\].*steel \[1\]\.\s*Sources: \[1\] Lamps on boats \[2026\]/s),
    ])
  await expect(chat.log.getByRole('link', { name: 'Lamps on boats [2026]' })).toHaveAttribute(
    'href',
    'https://latelight.example/boats#salt',
  )
  await chat.settled()

  const [system, reference, ...asked] = upstream.requests.at(-1)?.body?.messages ?? []
  expect(reference?.role).toBe('user')
  expect(reference?.content).toContain(
    '<knowledge-1>\n| from: Lamps on boats [2026] › Lamps on boats › Salt water\n| # Lamps on boats\n| \n| ## Salt water\n| \n| Rinse the Quay lantern with tap water after every trip & let it dry.\n</knowledge-1>',
  )
  expect(system?.content).not.toContain('tap water')
  expect(asked.map(({ content }) => content)).toEqual(['What does salt water on my boat do to the Quay lantern?'])
})
