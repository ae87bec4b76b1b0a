/** The owner's hands on the word lists of the demo's shop: the command, and the API. */

import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { Shop } from './shop.ts'

const CLI = fileURLToPath(new URL('../dist/server/cli.js', import.meta.url))
const SITE_KEY = 'late-light'

async function kefu(shop: Shop, ...words: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: join(shop.dataFolder, 'demo') }
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words], { cwd: shop.dataFolder, env })
  return stdout
}

/** A list of the shop with these rules, as CSV: `word,category,action`. Before the first message it is in force at once. */
export async function importWords(shop: Shop, csv: string): Promise<void> {
  const file = join(shop.dataFolder, 'words.csv')
  writeFileSync(file, csv)
  await kefu(shop, 'words', 'import', SITE_KEY, 'Test words', file)
}

/** Adds a word to that list over the API: in force as soon as this has resolved, give or take a build of milliseconds. */
export async function addWord(shop: Shop, word: string): Promise<void> {
  const [secret] = /kefu_[\w-]{32}/.exec(await kefu(shop, 'key', 'create', '--name', 'owner', '--scope', 'words:read,words:write')) ?? []
  const call = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${shop.url}/api/v1/sites/${SITE_KEY}/word-lists${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return response.json()
  }
  const { lists } = (await call('')) as { lists: { id: string; name: string }[] }
  const id = lists.find(({ name }) => name === 'Test words')?.id
  await call(`/${id}/rules`, { rules: [{ word }] })
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
