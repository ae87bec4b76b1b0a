/** One relay in a process of its own, so that its processor time is nobody else's: `reading.ts NAME URL STREAMS ROUNDS`, says what it read as JSON. */

import { RELAYS, TEXT, type RelayName } from './relays.ts'

export type Reading = { tokens: number; cpuMicros: number; firstMs: number[] }

const [name, url = '', streams = '1', rounds = '1'] = process.argv.slice(2)
const relay = RELAYS[name as RelayName](url)

async function round(): Promise<Reading> {
  const reading: Reading = { tokens: 0, cpuMicros: 0, firstMs: [] }
  const before = process.cpuUsage()
  await Promise.all(
    Array.from({ length: Number(streams) }, async (_, index) => {
      // Customers do not ask in the same moment.
      await new Promise((resolve) => setTimeout(resolve, index * 5))
      const startedAt = performance.now()
      let text = ''
      let pieces = 0
      for await (const piece of relay.ask(`question ${index}`)) {
        if (pieces++ === 0) reading.firstMs.push(performance.now() - startedAt)
        text += piece
      }
      if (text !== TEXT) throw new Error(`${name} gave another text: ${text.slice(0, 80)}…`)
      reading.tokens += pieces
    }),
  )
  const { user, system } = process.cpuUsage(before)
  return { ...reading, cpuMicros: user + system }
}

// What is compiled and connected once is not what a token costs.
await round()
const readings: Reading[] = []
for (let times = 0; times < Number(rounds); times++) readings.push(await round())
process.stdout.write(JSON.stringify(readings))
await relay.close()
process.exit(0)
