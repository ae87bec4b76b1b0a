/** The desk of one logged-in person: all its parts and how what is heard reaches them. It knows neither Preact nor the page. */

import type { ConversationSummary, FloorAction, InboxView } from '../../shared/desk.ts'
import { summaryFromWire } from '../../shared/desk-protocol.ts'
import { isAtLeast, type Me } from '../../shared/people.ts'
import { callFor, type Call } from './attention.ts'
import type { Api } from './api.ts'
import { createCannedReplies } from './canned.ts'
import type { ConversationFollower, followConversation } from './conversation.ts'
import { createDrafts } from './drafts.ts'
import type { Environment } from './environment.ts'
import { createInbox } from './inbox.ts'
import type { DeskPacket, Line } from './line.ts'
import { createOutbox } from './outbox.ts'
import type { DeskStorage } from './storage.ts'
import { createTeam } from './team.ts'
import { createTypists } from './typists.ts'
import { createValue } from './value.ts'

export type Desk = ReturnType<typeof createDesk>

export type DeskOptions = {
  me: Me
  api: Api
  line: Line
  storage: DeskStorage
  environment: Environment
  view: InboxView
  /** Whether the page is before the agent's eyes. */
  isWatched(): boolean
  /** Somebody waits, or a customer has written. */
  called(call: Call, conversation: string): void
  /** The line could not be had: perhaps because the session is over. */
  lineRefused(): void
}

export function createDesk({ me, api, line, storage, environment, view, isWatched, called, lineRefused }: DeskOptions) {
  const inbox = createInbox({ api, me: me.person.id, first: { view, site: '', search: '' } })
  const outbox = createOutbox({ api, storage, environment })
  const team = createTeam({ api, storage, me: me.person.id })
  const canned = createCannedReplies(api)
  const drafts = createDrafts(storage)
  let open: ConversationFollower | undefined
  const mayAnswer = isAtLeast(me.person.role, 'agent')
  /** Conversations in which the customer is writing just now. */
  const customersWriting = createValue<ReadonlySet<string>>(new Set())
  const typists = createTypists(environment, tellWriting)
  /** Grows when a ticket has changed somewhere. */
  const ticketsChanged = createValue(0)

  function connected() {
    inbox.reload()
    open?.connected()
    if (mayAnswer) team.sayAgain()
    void team.load().catch(() => {})
    outbox.hurry()
  }

  function tellWriting() {
    customersWriting.set(new Set(typists.now().map(({ id }) => id)))
  }

  /** Only what is newer changes anything, whichever way it came. */
  function learn(summary: ConversationSummary) {
    inbox.heard(summary)
    if (open?.id === summary.id) open.learn(summary)
  }

  function received(packet: DeskPacket) {
    const follower = open
    switch (packet.event) {
      case 'conversation-changed': {
        const summary = summaryFromWire(packet.payload.summary)
        const before = inbox.find(summary.id)
        if (before && before.revision >= summary.revision) return
        learn(summary)
        if (summary.last?.author === 'visitor') typists.stop(summary.id)
        tellWriting()
        const call = callFor(before, summary, { me: me.person.id, isLooking: follower?.id === summary.id && isWatched(), mayAnswer })
        if (call) called(call, summary.id)
        return
      }
      case 'presence-changed':
        return team.heard(packet.payload)
      case 'ticket-changed':
        ticketsChanged.set(ticketsChanged.get() + 1)
        return
      case 'conversation-gone': {
        const { conversation } = packet.payload
        inbox.gone(conversation)
        drafts.keep(conversation, { kind: 'message', text: '' })
        for (const item of outbox.items.get()) if (item.conversation === conversation) outbox.discard(item.cid)
        if (follower?.id === conversation) follower.received(packet)
        // Its ticket has lost its words.
        ticketsChanged.set(ticketsChanged.get() + 1)
        return
      }
      case 'desk-ready':
        return
      case 'typing-changed': {
        const { conversation, person } = packet.payload
        if (!person) typists.start({ id: conversation, name: '' })
        tellWriting()
        if (follower?.id === conversation) follower.received(packet)
        return
      }
      case 'conversation-event':
      case 'note-added':
      case 'viewers-changed':
      case 'read-changed':
        if (follower?.id === packet.payload.conversation) follower.received(packet)
    }
  }

  line.open({ connected, received, refused: lineRefused })
  inbox.start()
  outbox.hurry()
  void canned.load().catch(() => {})

  return {
    me,
    api,
    inbox,
    outbox,
    team,
    canned,
    mayAnswer,
    ticketsChanged,
    customersWriting,
    drafts,
    line: line.state,
    connectNow: line.hurry,
    /** Follows this conversation, and no other any more. How to follow one comes with the view of it, so that the inbox stands without. */
    openConversation(id: string, follow: typeof followConversation): ConversationFollower {
      open?.close()
      open = follow({
        id,
        api,
        line,
        environment,
        me: me.person.id,
        summary: inbox.find(id),
        sought: inbox.state.get().found.get(id)?.seq,
        stands: outbox.heardOf,
      })
      return open
    },
    /** Where another has been opened in its place, it is closed already. */
    closeConversation(follower: ConversationFollower) {
      if (open !== follower) return
      follower.close()
      open = undefined
    },
    /** Changes who has the floor. A fault says why not; `floor_changed`, that somebody was quicker. */
    async changeFloor(id: string, action: FloorAction, person?: string): Promise<void> {
      const fence = (open?.id === id ? open.state.get().summary : inbox.find(id))?.fence ?? 0
      const call = { action, fence, ...(person ? { person } : {}) }
      const { summary } = await api.send<{ summary?: ConversationSummary }>('POST', `conversations/${id}/floor`, call)
      // The next step may be taken at once, under the fence that there is now.
      if (summary) learn(summary)
    },
    stop() {
      open?.close()
      inbox.stop()
      typists.clear()
      outbox.stop()
      line.close()
    },
  }
}
