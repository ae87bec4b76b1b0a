/** What an agent's browser has to do with a long inbox: open it, scroll through all of it, find something in it. */

import type { Browser, CDPSession, Locator, Page } from '@playwright/test'
import { en } from '../../desk/i18n/en.ts'
import type { DeskPage } from '../../e2e/desk.ts'
import type { Shop } from '../../e2e/shop.ts'
import { median } from '../widget/statistics.ts'
import { COMMON, orderOf } from './seed.ts'

/** What the desk loads at once. */
const PAGE = 60

export type FirstLoad = { scriptBytes: number; styleBytes: number; otherBytes: number; firstRowsMs: number }
export type Scrolled = { rows: number; frames: number; slowFrames: number; longTasks: number; longestTaskMs: number; worstFrameMs: number }
export type Memory = { heapBytes: number; nodes: number }
export type Searches = { rareMs: number; commonMs: number; nothingMs: number }

/** A page in a browser of its own. The compiler in front of this script gives functions their names by a helper that pages do not have. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-IE' })
  await context.addInitScript('globalThis.__name = (given) => given')
  return context.newPage()
}

/** Over the wire, and until rows stand, with an empty cache each time. The server compresses scripts and styles; what it answers to calls is as it is. */
export async function firstLoad(browser: Browser, shop: Shop, { desk, rounds }: { desk: DeskPage; rounds: number }): Promise<FirstLoad> {
  const cookies = await desk.page.context().cookies()
  const times: number[] = []
  const bytes = { js: 0, css: 0, other: 0 }
  for (let round = 0; round < rounds; round++) {
    const page = await newPage(browser)
    await page.context().addCookies(cookies)
    Object.assign(bytes, { js: 0, css: 0, other: 0 })
    const session = await page.context().newCDPSession(page)
    const urls = new Map<string, string>()
    await session.send('Network.enable')
    session.on('Network.responseReceived', ({ requestId, response }) => void urls.set(requestId, new URL(response.url).pathname))
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = /\.(js|css)$/.exec(urls.get(requestId) ?? '')?.[1]
      bytes[kind === 'js' || kind === 'css' ? kind : 'other'] += encodedDataLength
    })
    const startedAt = performance.now()
    await page.goto(`${shop.url}/desk/inbox/all`)
    await page.locator('.row').first().waitFor()
    times.push(performance.now() - startedAt)
    // What is fetched while it is looked at is part of it.
    await page.waitForLoadState('networkidle')
    await page.context().close()
  }
  return { scriptBytes: bytes.js, styleBytes: bytes.css, otherBytes: bytes.other, firstRowsMs: median(times) }
}

/** Down to the last row, a screen each frame, while the rest is loaded. Rows are checked: each stands once, and all stand there. */
export async function scrollThrough(page: Page): Promise<Scrolled> {
  return page.evaluate(async () => {
    const list = document.querySelector('[data-scrolls]')
    if (!list) throw new Error('there is no list')
    const tasks: number[] = []
    const observer = new PerformanceObserver((seen) => tasks.push(...seen.getEntries().map(({ duration }) => duration)))
    observer.observe({ entryTypes: ['longtask'] })
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
    const seen = new Map<number, string>()
    const look = (): number => {
      let size = 0
      for (const row of list.querySelectorAll<HTMLElement>('li')) {
        size = Number(row.getAttribute('aria-setsize'))
        const address = row.querySelector('a')?.getAttribute('href') ?? ''
        const index = Number(row.dataset['index'])
        const known = seen.get(index)
        if (known !== undefined && known !== address) throw new Error(`row ${index} has changed`)
        seen.set(index, address)
      }
      return size
    }
    const gaps: number[] = []
    let [size, still] = [look(), 0]
    let before = await frame()
    // At the end, and nothing more has come for two seconds.
    while (still < 120) {
      list.scrollTop += list.clientHeight
      const now = await frame()
      gaps.push(now - before)
      before = now
      const next = look()
      still = next === size && list.scrollTop + list.clientHeight >= list.scrollHeight - 1 ? still + 1 : 0
      size = next
    }
    observer.disconnect()
    if (seen.size !== size || new Set(seen.values()).size !== size) throw new Error(`${seen.size} rows were seen of ${size}`)
    return {
      rows: size,
      frames: gaps.length,
      slowFrames: gaps.filter((gap) => gap > 34).length,
      longTasks: tasks.length,
      longestTaskMs: Math.max(0, ...tasks),
      worstFrameMs: Math.max(...gaps),
    }
  })
}

/** When the garbage is gone. */
export async function memoryOf(session: CDPSession): Promise<Memory> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  return { heapBytes: usedSize, nodes }
}

/** From the last letter until what was found stands there, the quarter of a second included for which the desk waits for another letter. */
export async function search(
  page: Page,
  { conversations, common, rounds }: { conversations: number; common: number; rounds: number },
): Promise<Searches> {
  const field = page.getByRole('searchbox')
  const rows = page.locator('.list li')
  async function seek(words: string, found: Locator): Promise<number> {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get('search') === words)
      const startedAt = performance.now()
      await field.fill(words)
      await answered
      await found.waitFor()
      times.push(performance.now() - startedAt)
      const emptied = page.waitForResponse((response) => response.url().includes('/conversations?'))
      await field.fill('')
      await emptied
      await rows.first().waitFor()
    }
    return median(times)
  }
  const order = orderOf(Math.floor(conversations / 3))
  return {
    rareMs: await seek(order, page.locator('.list li[aria-setsize="1"]')),
    commonMs: await seek(COMMON, page.locator(`.list li[aria-setsize="${Math.min(PAGE, common)}"]`).first()),
    nothingMs: await seek('no such words at all', page.getByText(en.nothingFound)),
  }
}
