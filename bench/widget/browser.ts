/** The browser that everything is measured in, and what its developer tools tell of a page. */

import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { chromium as system } from '../../e2e/chromium.ts'

/** Only this machine can be reached, whatever a page asks for. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...system.launchOptions,
    args: [...(system.launchOptions?.args ?? []), '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
  })

/** Sums since the page was opened. */
export type Reading = { taskMs: number; scriptMs: number; layoutMs: number; nodes: number }

export type Tab = {
  context: BrowserContext
  page: Page
  read: () => Promise<Reading>
  /** What is left when everything that nobody holds is gone. */
  heapBytes: () => Promise<number>
  /** What moved without being moved, and the tasks that kept the page from answering for more than 50 ms, since the page was loaded. */
  trouble: () => Promise<{ layoutShift: number; longTasksMs: number[] }>
} & AsyncDisposable

declare global {
  interface Window {
    benchTrouble: { layoutShift: number; longTasksMs: number[] }
  }
}

/** `cpuSlowdown` 4 is about a cheap phone. */
export async function openTab(browser: Browser, { cpuSlowdown = 1 } = {}): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IE' })
  await context.addInitScript(() => {
    const trouble: Window['benchTrouble'] = { layoutShift: 0, longTasksMs: [] }
    window.benchTrouble = trouble
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) trouble.layoutShift += (entry as PerformanceEntry & { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) trouble.longTasksMs.push(entry.duration)
    }).observe({ type: 'longtask', buffered: true })
  })
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  // Of the processor's time, and not of the clock's: what else the machine does is no cost of the page.
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' })
  await tools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
  return {
    context,
    page,
    read: () => read(tools),
    async heapBytes() {
      // Twice: what the first round finalises is garbage in the second.
      for (let round = 0; round < 2; round++) await tools.send('HeapProfiler.collectGarbage')
      const { usedSize } = await tools.send('Runtime.getHeapUsage')
      return usedSize
    },
    trouble: () => page.evaluate(() => window.benchTrouble),
    [Symbol.asyncDispose]: () => context.close(),
  }
}

async function read(tools: CDPSession): Promise<Reading> {
  const { metrics } = await tools.send('Performance.getMetrics')
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return {
    taskMs: value('TaskDuration') * 1000,
    scriptMs: value('ScriptDuration') * 1000,
    layoutMs: (value('LayoutDuration') + value('RecalcStyleDuration')) * 1000,
    nodes: value('Nodes'),
  }
}

export const spent = (before: Reading, after: Reading): Reading => ({
  taskMs: after.taskMs - before.taskMs,
  scriptMs: after.scriptMs - before.scriptMs,
  layoutMs: after.layoutMs - before.layoutMs,
  nodes: after.nodes - before.nodes,
})
