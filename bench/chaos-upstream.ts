/**
 * The fault matrix of the model's side: `npm run chaos:upstream`. Every kind of fault, many times, with a provider behind the one that fails; then two
 * providers that both fail in random ways, from never to always. Asserts first, prints then, and ends with an error where a promise is broken.
 *
 * `-- --quick` takes a tenth of the messages: it shows that the matrix works. `--speed 20` is for a machine that has much else to do, where timers of
 * milliseconds strike late; 100 is the standard. `--seed N` draws other faults. `node --expose-gc` is what the script runs it with, for the heap.
 */

import { atRate, FAILING, runChaos, type ChaosResult } from '../server/testing/chaos-upstream.ts'
import { UPSTREAM_RULES } from '../server/upstream/rules.ts'

const given = (name: string, standard: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? standard : Number(process.argv[at + 1])
}
const SEED = given('seed', 20_262)
const SPEED = given('speed', 100)
const PART = process.argv.includes('--quick') ? 0.1 : 1
/** Failures in a hundred, and messages: enough to see 0.1 % at 5, and to say “never” with 95 % for one in a thousand. */
const RATES: [number, number][] = [
  [0, 2_995],
  [1, 2_995],
  [5, 10_511],
  [10, 2_995],
  [20, 2_995],
  [50, 2_995],
  [100, 2_995],
]
const RUNS_OF_EACH = 20
const WIDTH = 16
const SHARE_REAL_AT_5 = 0.999
const MOST_AMPLIFICATION = 1.2
const MOST_OPEN_MS = 200
const MOST_HEAP_GROWTH = 0.1

const broken: string[] = []
const promise = (holds: boolean, words: string): void => void (holds || broken.push(words))

function check(name: string, result: ChaosResult): void {
  promise(result.missed.length === 0, `${name}: ${result.missed.length} without an outcome, such as ${result.missed[0]?.slice(0, 200)}`)
  promise(result.real + result.honest === result.messages, `${name}: outcomes do not add up`)
  promise(result.openRequests === 0, `${name}: ${result.openRequests} requests are still open`)
  promise(result.openConnections === 0, `${name}: ${result.openConnections} connections are still open`)
}

function heapBytes(): number {
  for (let times = 0; times < 4; times++) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

async function everyKind(): Promise<void> {
  const runs = Math.max(1, Math.round(RUNS_OF_EACH * PART))
  let at = 0
  const result = await runChaos({
    messages: FAILING.length * runs,
    providers: [() => FAILING[at++ % FAILING.length], () => undefined],
    width: WIDTH,
    speed: SPEED,
    // Open breakers would spare most of the faults.
    rules: { breaker: { ...UPSTREAM_RULES.breaker, leastCalls: Infinity } },
  })
  check('every kind', result)
  console.log(`\nEach of ${FAILING.length} kinds of fault, ${runs} times, at the first of two providers:`)
  console.table({ ...rowOf(result), ...result.byResult })
}

const rowOf = (result: ChaosResult) => ({
  messages: result.messages,
  real: `${((100 * result.real) / result.messages).toFixed(2)} %`,
  honest: result.honest,
  missed: result.missed.length,
  'attempts a message': (result.attempts / result.messages).toFixed(2),
  amplification: result.amplification.toFixed(3),
  'fallback when open, ms': result.openMs?.toFixed(0) ?? '',
  'longest, ms': result.longestMs.toFixed(0),
  'open requests, connections': `${result.openRequests}, ${result.openConnections}`,
})

async function everyRate(): Promise<void> {
  const rows: Record<string, ReturnType<typeof rowOf>> = {}
  for (const [percent, messages] of RATES) {
    const rate = percent / 100
    const providers = [atRate(rate, SEED), atRate(rate, SEED + 1)]
    const result = await runChaos({ messages: Math.round(messages * PART), providers, width: WIDTH, speed: SPEED })
    const name = `${percent} %`
    check(name, result)
    promise(result.amplification <= MOST_AMPLIFICATION, `${name}: amplification ${result.amplification}`)
    promise((result.openMs ?? 0) <= MOST_OPEN_MS, `${name}: fallback with open breakers took ${result.openMs} ms`)
    if (percent === 0) promise(result.real === result.messages, 'without a fault not all answers were real')
    if (percent === 5) promise(result.real >= result.messages * SHARE_REAL_AT_5, `${name}: only ${result.real} of ${result.messages} real`)
    if (percent === 100) promise(result.honest === result.messages && result.openMs !== undefined, 'no breaker ever opened')
    rows[name] = rowOf(result)
    console.log(`${name}: ${JSON.stringify({ ...result.byResult, faults: result.faults })}`)
  }
  console.log('\nTwo providers that fail in random ways, by how often:')
  console.table(rows)
}

// Whatever is made once is made now.
await runChaos({ messages: 600, providers: [atRate(0.5, SEED), atRate(0.1, SEED + 1)], width: WIDTH, speed: SPEED })
const heapBefore = heapBytes()
console.log(`Clocks run ${SPEED} times as fast. Seed ${SEED}.`)
await everyKind()
await everyRate()
const growth = heapBytes() / heapBefore - 1
console.log(
  `\nHeap after all of it: ${(100 * growth).toFixed(1)} % more than after the warm-up${globalThis.gc ? '' : ' (without --expose-gc)'}.`,
)
if (globalThis.gc) promise(growth <= MOST_HEAP_GROWTH, `the heap has grown by ${(100 * growth).toFixed(1)} %`)

for (const words of broken) console.error(`BROKEN: ${words}`)
process.exitCode = broken.length > 0 ? 1 : 0
