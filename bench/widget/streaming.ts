/** What a long answer costs the page while it is written. */

import { expect, type Browser } from '@playwright/test'
import { LIMITS } from '../../shared/limits.ts'
import { chatOn } from '../../e2e/chat.ts'
import { longAnswer } from './answers.ts'
import { openTab, spent } from './browser.ts'
import type { Kefu } from './kefu.ts'

export type Streaming = {
  units: number
  /** Frames from the server, each with all the text that had come meanwhile. */
  frames: number
  taskMs: number
  scriptMs: number
  layoutMs: number
  taskMsPerFrame: number
  longTasksMs: number[]
}

export async function streamingOf(
  browser: Browser,
  { kefu, url, cpuSlowdown, tokensPerSecond }: { kefu: Kefu; url: string; cpuSlowdown: number; tokensPerSecond: number },
): Promise<Streaming> {
  const { text, marks } = longAnswer(LIMITS.answerUnits)
  kefu.upstream.reply(text, { tokensPerSecond })
  await using tab = await openTab(browser, { cpuSlowdown })
  const { page } = tab
  let frames = 0
  page.on('websocket', (socket) => socket.on('framereceived', () => frames++))
  const chat = chatOn(page)
  await page.goto(url)
  await chat.openOnline()
  const [before, longBefore, framesBefore] = [await tab.read(), await tab.trouble(), frames]

  await chat.say('Tell me everything.')
  // By a sign in the page, once a second: looking more often would cost it.
  await chat.streaming.waitFor()
  await expect.poll(() => chat.streaming.count(), { intervals: [1_000], timeout: 180_000 }).toBe(0)

  const cost = spent(before, await tab.read())
  const { longTasksMs } = await tab.trouble()
  const [answer = ''] = await chat.answers()
  const lost = marks.filter((mark) => !answer.includes(mark))
  expect(lost, 'parts of the answer that are not on the screen').toEqual([])
  return {
    units: text.length,
    frames: frames - framesBefore,
    ...cost,
    taskMsPerFrame: cost.taskMs / (frames - framesBefore),
    longTasksMs: longTasksMs.slice(longBefore.longTasksMs.length),
  }
}
