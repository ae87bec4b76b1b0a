/** The owner's hands on the word lists of the demo's shop. */

import type { Page } from '@playwright/test'
import { sha256 } from '../server/sha256.ts'
import type { Direction } from '../server/ports/word-lists.ts'
import type { WordRule } from '../server/words/rule.ts'
import { withDatabase } from './database.ts'
import type { Shop } from './shop.ts'

const LIST = { id: 'test-words', name: 'Test words', enabled: true, wholeWords: true } as const
const SECRET = 'kefu_of-the-test'

/** A list of the shop with these words. Before the first message it is in force at once. */
export async function makeList(
  shop: Shop,
  words: Record<string, WordRule['action']>,
  directions: readonly Direction[] = ['customer', 'answer'],
): Promise<void> {
  await withDatabase(shop, async (database) => {
    const tenant = database.forTenant('demo')
    const site = await database.siteByKey('late-light')
    await tenant.createWordList({ ...LIST, directions, siteId: site?.id ?? '', foldings: ['case', 'markup'], exceptions: [], updatedAt: 1 })
    const rules = Object.entries(words).map(([word, action]) => ({ word, category: '', action }))
    await tenant.putWordRules({ listId: LIST.id, rules, at: 1 })
    await tenant.createApiKey({ id: 'test', name: 'test', scopes: ['words:write'], secretHash: sha256(SECRET), createdAt: 1 })
  })
}

/** Adds a word to that list over the API, to be masked: in force as soon as this has resolved, give or take a build of milliseconds. */
export async function addWord(shop: Shop, word: string): Promise<void> {
  const response = await fetch(`${shop.url}/api/v1/sites/late-light/word-lists/${LIST.id}/rules`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rules: [{ word }] }),
  })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
}

/** Reads the panel's words at every change of the page and in every frame, and gives everything that ever stood in it. */
export async function watchPanel(page: Page): Promise<() => Promise<{ texts: string[]; frames: number }>> {
  await page.evaluate(() => {
    const seen = { texts: new Set<string>(), frames: 0 }
    const root = document.querySelector('kefu-chat')?.shadowRoot
    if (!root) throw new Error('the chat is not open')
    const read = (): void => {
      const copy = root.querySelector('[role="dialog"]')
      if (copy) seen.texts.add(copy.textContent ?? '')
    }
    const everyFrame = (): void => {
      seen.frames += 1
      read()
      requestAnimationFrame(everyFrame)
    }
    new MutationObserver(read).observe(root, { subtree: true, childList: true, characterData: true })
    everyFrame()
    Object.assign(window, { seenInPanel: seen })
  })
  return () =>
    page.evaluate(() => {
      const { texts, frames } = (window as unknown as { seenInPanel: { texts: Set<string>; frames: number } }).seenInPanel
      return { texts: [...texts], frames }
    })
}
