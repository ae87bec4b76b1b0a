/** What a customer's browser fetches of ours until the first answer is there, by its own account. */

import { expect, type Browser } from '@playwright/test'
import { chatOn } from '../../e2e/chat.ts'
import { networkLog, type Fetched } from './bytes.ts'
import { openTab } from './browser.ts'
import type { Kefu } from './kefu.ts'

/** A customer comes, taps, asks, and reads the first answer to its end. */
export async function fetchedToFirstAnswer(browser: Browser, { kefu, url }: { kefu: Kefu; url: string }): Promise<Fetched[]> {
  const said = 'Your parcel **leaves tomorrow**, and is with you in two days.'
  kefu.upstream.reply(said)
  await using tab = await openTab(browser)
  const log = networkLog(tab.context)
  const chat = chatOn(tab.page)
  await tab.page.goto(url)
  await chat.openOnline()
  await chat.say('Where is my order?')
  await chat.streaming.waitFor()
  await expect.poll(async () => (await chat.answers()).at(-1)).toContain(said.replaceAll('**', ''))
  await chat.settled()
  return log.files()
}
