/** One run from beginning to end: what is measured, and in which order. */

import type { Browser } from '@playwright/test'
import { sizesOfBuilt } from '../../e2e/sizes.ts'
import { beforeIntentOf } from './before-intent.ts'
import { floors } from './floor.ts'
import { startHost } from './host.ts'
import { startKefu } from './kefu.ts'
import { linesOf } from './lines.ts'
import { memoryOf } from './memory.ts'
import { fetchedToFirstAnswer } from './ours.ts'
import { fetchPeers } from './peers.ts'
import { restOf, weighProduct, type Product } from './product.ts'
import type { Record } from './record.ts'
import { FAST_3G, startSlowLine } from './slow-line.ts'
import { streamingOf } from './streaming.ts'
import { tapsOn } from './tap.ts'

export type MeasureOptions = { isQuick: boolean; withPeers: boolean; say: (line: string) => void }

/** What a cheap phone makes of a processor. */
const SLOW = 4

export async function measure(browser: Browser, how: MeasureOptions): Promise<Pick<Record, 'rows' | 'missing' | 'lines'>> {
  const { isQuick, withPeers, say } = how
  const rounds = isQuick ? 1 : 7
  await using host = await startHost()
  await using kefu = await startKefu(host.origin)
  await using slowLine = await startSlowLine(kefu.url, FAST_3G)
  const snippet = (server: string): string => `<script async src="${server}/kefu.js?site=${kefu.siteKey}"></script>`
  host.add({ path: '/kefu/', snippet: snippet(kefu.url) })
  host.add({ path: '/kefu-far-away/', snippet: snippet(slowLine.url) })
  const [url, bareUrl] = [`${host.origin}/kefu/`, `${host.origin}/`]

  const ours: Product = { name: 'Kefu', url, resting: 'kefu-chat .launcher', opened: 'kefu-chat textarea' }
  const { products: theirs, missing } = withPeers ? await fetchPeers(host, say) : { products: [], missing: ['The peers were left out.'] }

  say('bytes')
  const bare = await floors()
  const bytes = await weighProduct(browser, ours)
  const fetched = await fetchedToFirstAnswer(browser, { kefu, url })
  const weighed = new Map([[ours, bytes]])
  for (const product of theirs) {
    try {
      weighed.set(product, await weighProduct(browser, product))
    } catch (error) {
      missing.push(`${product.name} did not come up: ${String(error).split('\n')[0]}`)
    }
  }

  const atRest = (cpuSlowdown: number) => {
    say(`before anybody asks, CPU ÷ ${cpuSlowdown}`)
    return restOf(browser, [...weighed.keys()], { bareUrl, rounds, cpuSlowdown })
  }
  const rests = await atRest(1)
  const restsSlow = await atRest(SLOW)
  const intentless = { url, bareUrl, resting: ours.resting, turns: isQuick ? 3 : 15 }
  const beforeIntent = await beforeIntentOf(browser, { ...intentless, cpuSlowdown: 1 })
  const beforeIntentSlow = await beforeIntentOf(browser, { ...intentless, cpuSlowdown: SLOW })
  // The same of ours in both tables, and by the steadier way.
  rests.set(ours, { ...found(rests, ours), ...beforeIntent })
  restsSlow.set(ours, { ...found(restsSlow, ours), ...beforeIntentSlow })

  say('from tap to usable')
  const taps = await tapsOn(browser, { url, bareUrl, rounds })
  const tapsFar = await tapsOn(browser, { url: `${host.origin}/kefu-far-away/`, bareUrl, rounds })

  say('a long answer')
  const pace = { kefu, url, tokensPerSecond: isQuick ? 1_000 : 200 }
  const streaming = await streamingOf(browser, { ...pace, cpuSlowdown: 1 })
  const streamingSlow = await streamingOf(browser, { ...pace, cpuSlowdown: SLOW })

  say('an hour of chat')
  const memory = await memoryOf(browser, { kefu, url, messages: isQuick ? 60 : 600 })

  return {
    rows: [
      ...bare.map((floor) => ({ name: floor.name, firstBytes: floor.bytes })),
      ...[...weighed].map(([product, { first, opened, layoutShift, otherHosts }]) => ({
        name: product.name,
        firstBytes: first,
        openedBytes: opened,
        taskMs: found(rests, product).taskMs,
        taskMsSlow: found(restsSlow, product).taskMs,
        heapBytes: found(rests, product).heapBytes,
        layoutShift,
        otherHosts,
      })),
    ],
    missing,
    lines: linesOf({
      bytes,
      fetched,
      lazy: sizesOfBuilt().lazy,
      beforeIntent,
      beforeIntentSlow,
      taps,
      tapsFar,
      streaming,
      streamingSlow,
      memory,
    }),
  }
}

function found<Value>(values: Map<Product, Value>, product: Product): Value {
  const value = values.get(product)
  if (value === undefined) throw new Error(`${product.name} was not measured`)
  return value
}
