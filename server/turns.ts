/**
 * Runs the pipeline's second half: one turn at a time per conversation, whatever is open when it begins answered together.
 * The database knows which turns are open; this only knows which conversations are being worked on here. So nothing is lost
 * when it forgets: `sweep` finds what was left behind by a crash, and by a run that failed.
 */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../shared/identity.ts'
import { languageOf } from '../shared/language.ts'
import type { Logger } from './log.ts'
import type { Conversation } from './ports/conversations.ts'
import type { Database } from './ports/database.ts'
import type { Site } from './ports/sites.ts'
import type { ClaimedTurns } from './ports/turns.ts'
import type { Hint, Store } from './ports/store.ts'
import type { Pipeline } from './pipeline.ts'
import { isSilenced, TurnStop, type Turn } from './turn.ts'

export type Turns = ReturnType<typeof createTurns>

/** `epoch` is that of the turn which runs now. */
type Running = {
  controller: AbortController
  epoch: string
  answerId: string
  network: string | undefined
  again: boolean
  done: Promise<void>
}

export type TurnsOptions = {
  database: Database
  store: Store
  pipeline: Pipeline
  siteById: (tenantId: string, siteId: string) => Promise<Site | undefined>
  /** A run failed for a reason of ours; the turn stays open and is run again. */
  failed: (conversationId: string) => void
  log: Logger
  now: () => number
}

/** How many conversations a sweep takes up at once, so that a start after a crash is no storm on the model. */
const SWEEP = 50

export function createTurns({ database, store, pipeline, siteById, failed, log, now }: TurnsOptions) {
  const running = new Map<string, Running>()
  let draining = false

  async function work(tenantId: string, conversationId: string, run: Running): Promise<void> {
    const tenant = database.forTenant(tenantId)
    // Wherever an agent takes the floor. Where the hint gets lost, the answer is written to its end and then not recorded.
    const leave = store.forTenant(tenantId).subscribe(conversationId, (hint) => {
      if (takesFloor(hint, run.epoch)) run.controller.abort(new TurnStop('agent'))
    })
    try {
      for (;;) {
        run.again = false
        if (draining) return
        const claimed = await tenant.claimTurns(conversationId)
        if (claimed) {
          // At once: what is erased or stopped from here on is this turn.
          run.controller = new AbortController()
          run.epoch = claimed.conversation.epoch
          const site = await siteById(tenantId, claimed.conversation.siteId)
          if (!site) throw new Error('a conversation without its site')
          await pipeline.run(turnOf(site, claimed, run)).catch(unlessSilenced)
        } else if (!run.again) {
          // No await between this look and the `delete` below: a message accepted from now on starts a new run.
          return
        }
      }
    } catch (error) {
      log.error({ err: error, conversationId }, 'a turn failed and stays open')
      failed(conversationId)
    } finally {
      leave()
      running.delete(conversationId)
      // Somebody wrote during a run that failed. Without a new message a failed run waits for the sweep.
      if (run.again) wake(tenantId, conversationId, run.network)
    }
  }

  function turnOf(site: Site, { claim, conversation, turns }: ClaimedTurns, run: Running): Turn {
    if (draining) run.controller.abort(new TurnStop('shutdown'))
    run.answerId = uuidv7(now(), randomBytes(16))
    const question = turns.map((message) => message.text).join('\n')
    const language = languageOf(question, turns.at(-1)?.locale ?? 'en')
    const { answerId, network } = run
    return { site, conversation, claim, messages: turns, question, language, answerId, network, signal: run.controller.signal }
  }

  /** There is something to answer in this conversation. `network`: where it came from, if that is known. */
  function wake(tenantId: string, conversationId: string, network?: string): void {
    const known = running.get(conversationId)
    if (known) {
      known.again = true
      known.network = network
      return
    }
    if (draining) return
    const run: Running = { controller: new AbortController(), epoch: '', answerId: '', network, again: false, done: Promise.resolve() }
    running.set(conversationId, run)
    run.done = work(tenantId, conversationId, run)
  }

  return {
    wake,

    /** The customer has had enough of this answer. False when it is not being written any more. */
    stop(conversationId: string, answerId: string): boolean {
      const run = running.get(conversationId)
      if (!run || run.answerId !== answerId) return false
      run.controller.abort(new TurnStop('customer'))
      return true
    },

    /** The conversation was erased and has this epoch now: what is being answered in it from before is answered to nobody. */
    forget({ id, epoch }: Pick<Conversation, 'id' | 'epoch'>): void {
      const run = running.get(id)
      if (run && run.epoch !== epoch) run.controller.abort(new TurnStop('erasure'))
    },

    /** Takes up open turns that nobody works on. */
    async sweep(): Promise<number> {
      const left = (await database.unfinished(SWEEP + running.size)).filter(({ conversationId }) => !running.has(conversationId))
      for (const { tenantId, conversationId } of left.slice(0, SWEEP)) wake(tenantId, conversationId)
      return left.length
    },

    /** Lets answers in flight finish; those that take longer than `graceMs` are honestly ended. No new turn begins. */
    async drain(graceMs: number): Promise<void> {
      draining = true
      const timer = setTimeout(() => {
        for (const run of running.values()) run.controller.abort(new TurnStop('shutdown'))
      }, graceMs)
      await Promise.all([...running.values()].map((run) => run.done))
      clearTimeout(timer)
    },
  }
}

const takesFloor = ({ entries }: Hint, epoch: string): boolean =>
  entries.some(
    (entry) => entry.kind === 'floor' && entry.epoch === epoch && (entry.floor.state === 'agent' || entry.floor.state === 'closed'),
  )

function unlessSilenced(error: unknown): void {
  if (!isSilenced(error)) throw error
}
