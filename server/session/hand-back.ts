/**
 * When an agent gives a customer back, the model sums up what was said and agreed: for the assistant, who reads it in the place of the older part of the
 * log, and as a note for whoever takes over next.
 *
 * Nobody waits for it, neither the agent nor a customer who writes meanwhile: until it is there, the log says the same in more words, so waiting would buy
 * nothing. It belongs to the fence under which it was begun. Where the floor has changed since, it comes to nothing: the next one to hand back has a longer
 * stretch summed up. Where it fails, everything is as if it had never been begun.
 */

import { randomBytes, randomUUID } from 'node:crypto'
import { BY_MODEL, type Note } from '../../shared/desk.ts'
import { uuidv7 } from '../../shared/identity.ts'
import type { Conversation } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { createAside } from './aside.ts'
import { wholeLineOf } from './gist.ts'
import type { SessionContext } from './session-context.ts'
import type { Sessions } from './sessions.ts'
import type { SummaryCall } from './summary-call.ts'

export type HandBackOptions = {
  database: Database
  store: Store
  sessions: Pick<Sessions, 'upTo' | 'sumUp'>
  summarise: SummaryCall
  /** What an answer may not say, a summary may not either: rejects, or masks. */
  filterForDesk: (site: Site, text: string) => Promise<string>
  failed: (error: unknown) => void
  now: () => number
}

export type HandBack = ReturnType<typeof createHandBack>

export function createHandBack({ database, store, sessions, summarise, filterForDesk, failed, now }: HandBackOptions) {
  const aside = createAside(failed)

  async function sumUp(site: Site, conversation: Conversation): Promise<void> {
    const { tenantId } = site
    const { id, epoch, top, visitorId } = conversation
    const place = { tenantId, id, epoch, top }
    const session = await sessions.upTo(place)
    const last = session.history.at(-1)
    if (!last || !hasAgent(session)) return
    const lines = [...session.summary, ...session.history.map(wholeLineOf)]
    const { signal, leave } = whileCurrent(site, conversation)
    try {
      const text = await filterForDesk(site, await summarise({ site, visitorId }, lines, signal))
      const note = await noted(site, conversation, text)
      if (!note) return
      try {
        await sessions.sumUp(place, last.id, text)
      } finally {
        // Last: who sees the note knows that the assistant has been told.
        await store.forTenant(tenantId).publish({ topic: 'desk', entries: [], desk: { 'note-added': { conversation: id, note } } })
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      leave()
    }
  }

  /** Ends the call when the floor has changed or the customer has erased. Where the hint gets lost, the note is refused by its fence. */
  function whileCurrent({ tenantId }: Site, { id, visitorId, fence }: Conversation): { signal: AbortSignal; leave: () => void } {
    const outdated = new AbortController()
    const look = async (): Promise<void> => {
      if ((await database.forTenant(tenantId).conversation(id))?.fence !== fence) outdated.abort(new Error('the floor has changed'))
    }
    const heard = (): void => void look().catch(failed)
    const leaves = [id, `visitor:${visitorId}`].map((topic) => store.forTenant(tenantId).subscribe(topic, heard))
    return {
      signal: AbortSignal.any([outdated.signal, aside.signal]),
      leave: () => {
        for (const leave of leaves) leave()
      },
    }
  }

  /** `undefined` once the floor has changed. */
  async function noted({ tenantId, policy }: Site, { id: conversationId, fence }: Conversation, text: string): Promise<Note | undefined> {
    const at = now()
    return database.forTenant(tenantId).addNote({
      id: uuidv7(at, randomBytes(16)),
      cid: randomUUID(),
      conversationId,
      person: { id: BY_MODEL, name: policy.assistantName },
      text,
      at,
      fence,
    })
  }

  return {
    /** Returns at once, and never throws. `conversation`: as it was given back. */
    begin(site: Site, conversation: Conversation): void {
      if (conversation.floor.state === 'bot') aside.begin(() => sumUp(site, conversation))
    },

    /** Resolves when nothing is being summed up any more. */
    idle: aside.idle,
    stop: aside.stop,
  }
}

/** Where no agent has said anything, the assistant knows it all. */
const hasAgent = ({ history }: SessionContext): boolean => history.some(({ role }) => role === 'agent')
