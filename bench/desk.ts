/**
 * The desk in numbers: what its first load costs, how an inbox of 10,000 conversations opens, scrolls and is searched beside one of 100, and how long a
 * customer's key takes to an agent's screen. One real server from the built files, one real Chromium, on this machine.
 *
 *     npm run build && npm run bench:desk [-- --record] [-- --quick] [-- --conversations 10000]
 *
 * `--record` keeps the run and writes it into docs/desk.md and docs/bench-desk.svg.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium, type Browser } from '@playwright/test'
import { chromium as settings } from '../e2e/chromium.ts'
import { enterAsOwner } from '../e2e/desk.ts'
import { startShop } from '../e2e/shop.ts'
import { firstLoad, memoryOf, newPage, scrollThrough, search } from './desk/agent.ts'
import { chartOf } from './desk/chart.ts'
import { keyToScreen } from './desk/customer.ts'
import { pageWith, tableOf, type DeskRecord, type Inbox } from './desk/report.ts'
import { seedInbox } from './desk/seed.ts'
import { machineName } from './widget/record.ts'

const FEW = 100

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((one, other) => one - other)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? Number.NaN
const middleAndEdge = (times: readonly number[]) => ({ p50: quantile(times, 0.5), p95: quantile(times, 0.95) })

async function measure(browser: Browser, conversations: number, isQuick: boolean): Promise<Inbox> {
  const shop = await startShop({ slot: 9, host: 'localhost', settings: {} })
  try {
    const desk = await enterAsOwner(await newPage(browser), shop)
    const common = await seedInbox(shop, conversations)
    const load = await firstLoad(browser, shop, { desk, rounds: isQuick ? 2 : 9 })
    const { page } = desk
    const session = await page.context().newCDPSession(page)
    await page.goto(`${shop.url}/desk/inbox/all`)
    await desk.rows.first().waitFor()
    const before = await memoryOf(session)
    const scrolled = await scrollThrough(page)
    if (scrolled.rows !== conversations) throw new Error(`${scrolled.rows} rows for ${conversations} conversations`)
    const memory = await memoryOf(session)
    const arrivals = await keyToScreen(browser, shop, { desk, keys: isQuick ? 5 : 40 })
    const searches = await search(page, { conversations, common, rounds: isQuick ? 1 : 9 })
    return {
      conversations,
      firstLoad: load,
      scrolled,
      memory,
      grownBytes: memory.heapBytes - before.heapBytes,
      searches,
      arrival: { open: middleAndEdge(arrivals.openMs), list: middleAndEdge(arrivals.listMs) },
    }
  } finally {
    await shop.close()
  }
}

const { values } = parseArgs({
  options: {
    record: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    conversations: { type: 'string', default: '10000' },
  },
})
const browser = await chromium.launch(settings.launchOptions)
const inboxes: Inbox[] = []
try {
  for (const conversations of [FEW, Number(values.conversations)]) inboxes.push(await measure(browser, conversations, values.quick))
} finally {
  await browser.close()
}
const record: DeskRecord = {
  date: new Date().toISOString().slice(0, 10),
  machine: machineName(),
  node: process.versions.node,
  chromium: browser.version(),
  isQuick: values.quick,
  inboxes,
}
process.stdout.write(`${tableOf(record)}\n`)
if (values.record) {
  if (values.quick) throw new Error('a quick run is nothing to go by, and not kept')
  mkdirSync(at('records'), { recursive: true })
  writeFileSync(at(`records/desk-${record.date}-${record.machine}.json`), `${JSON.stringify(record, null, 2)}\n`)
  writeFileSync(at('../docs/bench-desk.svg'), chartOf(record))
  const page = at('../docs/desk.md')
  writeFileSync(page, pageWith(record, readFileSync(page, 'utf8')))
}
