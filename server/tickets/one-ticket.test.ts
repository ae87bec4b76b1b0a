import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteDatabase } from '../adapters/database-sqlite/database-sqlite.ts'
import { world } from '../adapters/database/fixture.contract.ts'
import { opening, ticketIn } from '../adapters/database/tickets.contract.ts'
import { Duplicate } from '../ports/database.ts'
import { randomFrom } from '../testing/seeded-random.ts'
import type { TicketMove } from '../ports/tickets.ts'

const by = { kind: 'person', id: 'ada' } as const
const solved = (at: number): TicketMove => ({ to: 'solved', by, at })
const FLOORS = ['waiting', 'agent', 'closed', 'bot'] as const

/** Who acts looks at the conversation, and acts on what was seen then, however late: or never, where it has died meanwhile. */
test('[T-ONE] [T-NUMBER] no order of hand-overs, closings, openings and deaths makes two unsolved tickets, or none for who waits (seeds 1 to 30)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-one-ticket-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const database = await openSqliteDatabase({ folder })
  onTestFinished(() => database.close())
  await database.migrate()
  let changes = 0
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomFrom(seed)
    const origin = await world(database)
    const { tenant, conversation } = origin
    const pick = (most: number): number => Math.floor(random() * most)

    async function act(at: number): Promise<void> {
      const kind = pick(8)
      const number = 1 + pick(3)
      const isDead = pick(6) === 0
      const seen = await tenant.conversation(conversation.id)
      if (isDead || !seen) return
      try {
        if (kind < 5) {
          const state = FLOORS[pick(FLOORS.length)] ?? 'bot'
          const ticket = state === 'waiting' ? opening({ at, reopenSince: at - pick(20) }) : state === 'closed' ? solved(at) : undefined
          const floor = { state, reason: 'r', since: at }
          const entries = await tenant.changeFloor({ conversationId: conversation.id, fence: seen.fence, floor, ticket })
          if (entries) changes++
        } else if (kind === 5) await tenant.openTicket({ ticket: ticketIn(origin, { conversation: conversation.id, at }), by })
        else if (kind === 6 && seen.floor.state !== 'waiting')
          await tenant.updateTicket({ number, changes: { status: (['open', 'pending'] as const)[pick(2)] ?? 'open' }, by, at })
        else await tenant.addTicketNote({ number, text: 'note', by, at })
      } catch (error) {
        if (!(error instanceof Duplicate)) throw error
      }
    }

    for (let round = 0; round < 12; round++) {
      await Promise.all(Array.from({ length: 4 }, (_, index) => act(20_000 + round * 10 + index)))
      const tickets = await tenant.tickets({ limit: 100 })
      const unsolved = tickets.filter(({ status }) => status !== 'solved')
      const floor = (await tenant.conversation(conversation.id))?.floor.state
      expect(unsolved.length, `seed ${seed}, round ${round}`).toBeLessThanOrEqual(1)
      if (floor === 'waiting') expect(unsolved, `seed ${seed}, round ${round}`).toHaveLength(1)
      expect(tickets.map(({ number }) => number)).toEqual(Array.from({ length: tickets.length }, (_, index) => tickets.length - index))
    }
  }
  expect(changes).toBeGreaterThan(200)
}, 60_000)
