/** An hour of chat, compressed: what every message with its answer leaves in memory, and whether the last is as quick as the first. */

import { expect, type Browser } from '@playwright/test'
import { chatOn } from '../../e2e/chat.ts'
import { replyScript } from '../../server/testing/upstream.ts'
import { shortAnswer } from './answers.ts'
import { openTab, spent } from './browser.ts'
import type { Kefu as PublicApi } from '../../widget/public-api.ts'
import type { Kefu } from './kefu.ts'
import { slope } from './statistics.ts'

export type Memory = {
  messages: number
  heapBytesPerMessage: number
  /** Of the last part alone: more than over all means that what a message leaves grows with the conversation. */
  lastHeapBytesPerMessage: number
  nodesPerMessage: number
  /** The main thread's time for one message with its answer, of the first part and of the last. */
  firstTaskMs: number
  lastTaskMs: number
}

const PARTS = 6
const DRAWN_MS = 60

export async function memoryOf(browser: Browser, { kefu, url, messages }: { kefu: Kefu; url: string; messages: number }): Promise<Memory> {
  let asked = 0
  kefu.upstream.respond = () => replyScript(shortAnswer(asked))
  await using tab = await openTab(browser)
  const { page } = tab
  const chat = chatOn(page)
  let answered = (): void => {}
  await page.exposeFunction('benchAnswered', () => answered())
  await page.goto(url)
  await chat.openOnline()
  // The page tells when an answer is there: looking for it in a long conversation would cost the page more than the answer does.
  await page.evaluate(() => {
    const { Kefu, benchAnswered } = window as unknown as { Kefu: PublicApi; benchAnswered: () => void }
    Kefu.on('message-received', benchAnswered)
  })

  const points: { x: number; heapBytes: number; nodes: number; taskMs: number }[] = []
  const perPart = messages / PARTS
  for (let part = 0; part < PARTS; part++) {
    const before = await tab.read()
    for (let index = 0; index < perPart; index++) {
      asked++
      const answer = new Promise<void>((resolve) => (answered = resolve))
      await page.keyboard.insertText(`Question ${asked}`)
      await page.keyboard.press('Enter')
      await answer
      // Nobody writes before the answer is drawn.
      await page.waitForTimeout(DRAWN_MS)
    }
    const { taskMs } = spent(before, await tab.read())
    await expect(chat.log.locator('.row[data-kind="bot"]')).toHaveCount(asked)
    await expect(chat.log.locator('.row[data-kind="bot"]').last()).toContainText(`§${asked}.`)
    const heapBytes = await tab.heapBytes()
    points.push({ x: asked, heapBytes, nodes: (await tab.read()).nodes, taskMs: taskMs / perPart })
  }
  const heap = points.map(({ x, heapBytes }) => ({ x, y: heapBytes }))
  return {
    messages,
    heapBytesPerMessage: slope(heap),
    lastHeapBytesPerMessage: slope(heap.slice(-2)),
    nodesPerMessage: slope(points.map(({ x, nodes }) => ({ x, y: nodes }))),
    firstTaskMs: points.at(0)?.taskMs ?? Number.NaN,
    lastTaskMs: points.at(-1)?.taskMs ?? Number.NaN,
  }
}
