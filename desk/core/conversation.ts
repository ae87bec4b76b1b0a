/**
 * One conversation that is open at the desk: followed live by the customer's own delivery rules, so that nothing is missed or doubled, with notes, who else is
 * here, who writes, and what can be done. It lives as long as it is shown.
 */

import { createFollowedLog } from '../../shared/followed-log.ts'
import { createBubble, type StreamingAnswer } from '../../shared/streaming-answer.ts'
import type { ConversationDetail, ConversationSummary, Note, NotesPage } from '../../shared/desk.ts'
import type { ConversationEvent } from '../../shared/desk-protocol.ts'
import type { Api, FaultCode } from './api.ts'
import { ApiFault } from './api.ts'
import { createCompany, type Company } from './company.ts'
import { createEarlierPages } from './earlier-pages.ts'
import type { Environment } from './environment.ts'
import type { DeskPacket, Line } from './line.ts'
import { lineOfMessage, merged, rated, withNote, type FloorLine, type Line as Shown, type MessageLine } from './timeline.ts'
import { createValue, type Readable } from './value.ts'

export type OpenConversation = Company & {
  readonly id: string
  readonly summary: ConversationSummary | undefined
  readonly detail: ConversationDetail | undefined
  readonly lines: readonly Shown[]
  readonly epoch: string
  readonly last: number
  /** So many entries of the log lie before the first line. */
  readonly earlier: number
  readonly answer: StreamingAnswer | undefined
  /** Everything that was there when it was opened has come. */
  readonly isSynced: boolean
  /** It cannot be shown: it is not there, or not to be had now. */
  readonly fault: FaultCode | undefined
}

export type ConversationFollower = {
  id: string
  /** Where a search has found something, by its `seq`. */
  sought: number | undefined
  state: Readable<OpenConversation>
  /** A new connection stands. */
  connected(): void
  received(packet: DeskPacket): void
  learn(summary: ConversationSummary): void
  /** A page of what lies before the first line. */
  earlier(): Promise<void>
  /** The agent writes; said at most every two seconds. */
  typing(): void
  /** The agent has seen everything up to the last line. */
  seen(): void
  close(): void
}

export type FollowerOptions = {
  id: string
  api: Api
  line: Line
  environment: Environment
  /** The person who looks. */
  me: string
  summary: ConversationSummary | undefined
  sought?: number | undefined
  /** What was written under this `cid` stands where everybody sees it. */
  stands(cid: string): void
}

const TYPING_MS = 2_000
/** Sent before what was looked for, for what it answers. */
const BEFORE_SOUGHT = 20

export function followConversation({
  id,
  api,
  line,
  environment,
  me,
  summary: first,
  sought,
  stands,
}: FollowerOptions): ConversationFollower {
  let entries: readonly (MessageLine | FloorLine)[] = []
  let notes: readonly Note[] = []
  /** How often notes were forgotten. */
  let erasures = 0
  let saidTypingAt = 0
  let readUpTo = 0
  let closed = false

  const bubble = createBubble(environment.now, (answer) => log.find(answer) !== undefined)
  const isOnline = (): boolean => line.state.get() === 'online'
  const log = createFollowedLog({ timer: environment, ask: watch, isOnline, isOwed: bubble.isIncomplete })
  const earlier = createEarlierPages({
    api,
    conversation: id,
    took(lines) {
      entries = [...lines, ...entries]
      for (const line of lines) if (line.kind === 'message' && line.message.cid !== undefined) stands(line.message.cid)
      changed()
    },
  })
  const company = createCompany(environment, { me, changed: () => changed() })

  const state = createValue<OpenConversation>({
    id,
    summary: first,
    detail: undefined,
    lines: [],
    epoch: '',
    last: 0,
    earlier: 0,
    answer: undefined,
    ...company.now(),
    isSynced: false,
    fault: undefined,
  })

  function changed(changes: Partial<OpenConversation> = {}) {
    if (closed) return
    state.set({
      ...state.get(),
      lines: merged(entries, notes, earlier.left()),
      epoch: log.present().epoch,
      last: log.present().last,
      earlier: earlier.left(),
      answer: bubble.current(),
      ...company.now(),
      isSynced: log.isSynced(),
      ...changes,
    })
  }

  function watch() {
    const { epoch, last } = log.present()
    const from = sought === undefined ? {} : { from: Math.max(1, sought - BEFORE_SOUGHT) }
    line.send('desk-watch', { conversation: id, epoch, after: last, ...from })
  }

  async function loadDetail(): Promise<void> {
    try {
      const detail = await api.get<ConversationDetail>(`conversations/${id}`)
      learn(detail.summary)
      const { epoch, top } = detail.summary
      if (log.present().epoch === epoch) log.reach(top)
      if (log.present().epoch === epoch || log.present().epoch === '') company.customerRead(detail.read)
      changed({ detail, fault: undefined })
    } catch (error) {
      const code = error instanceof ApiFault ? error.code : 'internal'
      if (code === 'conversation_unknown') vanish()
      else changed({ fault: code })
    }
  }

  /** It was deleted, or never was: nothing of it is shown any more. */
  function vanish() {
    begin('', 0, 0)
    forgetNotes()
    company.clear()
    changed({ summary: undefined, detail: undefined, fault: 'conversation_unknown' })
  }

  /** Those that were written while nobody here listened. What is erased meanwhile does not come back with them. */
  async function loadNotes(): Promise<void> {
    const erasedBefore = erasures
    const { notes: written } = await api.get<NotesPage>(`conversations/${id}/notes`)
    if (erasures !== erasedBefore) return
    for (const note of written) addNote(note)
    changed()
  }

  function addNote(note: Note) {
    notes = withNote(notes, note)
    stands(note.cid)
  }

  function forgetNotes() {
    notes = []
    erasures++
  }

  function begin(epoch: string, top: number, after: number) {
    log.begin(epoch, top, after)
    earlier.begin(epoch, after)
    bubble.clear()
    entries = []
    readUpTo = 0
  }

  function learn(summary: ConversationSummary) {
    const now = state.get().summary
    if (!now || summary.revision > now.revision) changed({ summary })
  }

  function heard(event: ConversationEvent) {
    const added = event['message-added']
    const floor = event['floor-changed']
    const reset = event['history-reset']
    const rating = event['answer-rated']
    if (reset) {
      const isErased = log.present().epoch !== '' && log.present().epoch !== reset.epoch
      begin(reset.epoch, reset.top, reset.after)
      if (isErased) {
        forgetNotes()
        company.beginLog()
      }
      log.reach(reset.top)
    } else if (added) {
      if (log.apply({ event: 'message-added', payload: added })) {
        entries = [...entries, lineOfMessage(added)]
        bubble.finish(added.message.id)
        if (added.message.author.kind === 'visitor') company.customerSaid()
      }
      if (added.message.cid !== undefined) stands(added.message.cid)
    } else if (floor) {
      if (log.apply({ event: 'floor-changed', payload: floor }))
        entries = [...entries, { kind: 'floor', seq: floor.seq, floor: floor.floor }]
    } else if (rating) {
      log.rate(rating.answer, rating.rating)
      earlier.rate(rating.answer, rating.rating)
      entries = entries.map((entry) => rated(entry, rating.answer, rating.rating))
    } else if (event['answer-start']) {
      bubble.start(event['answer-start'])
    } else if (event['answer-delta']) {
      if (bubble.write(event['answer-delta'])) log.needed()
    } else if (event['answer-end']) {
      bubble.end(event['answer-end'])
      if (event['answer-end'].outcome === 'recorded') log.expected()
    }
    changed()
  }

  const follower: ConversationFollower = {
    id,
    sought,
    state,
    connected() {
      // What was being written may have come to an end: whatever is still written begins anew.
      bubble.clear()
      watch()
      void loadDetail()
      void loadNotes().catch(() => {})
      changed()
    },
    received({ event, payload }) {
      switch (event) {
        case 'conversation-event':
          return heard(payload)
        case 'note-added':
          addNote(payload.note)
          return changed()
        case 'viewers-changed':
          company.looks(payload)
          return changed()
        case 'typing-changed':
          company.types(payload)
          return changed()
        case 'read-changed':
          company.reads(payload)
          return changed()
        case 'conversation-gone':
          return vanish()
        case 'desk-ready':
        case 'conversation-changed':
        case 'presence-changed':
        case 'ticket-changed':
      }
    },
    learn,
    earlier: earlier.more,
    typing() {
      if (environment.now() - saidTypingAt < TYPING_MS) return
      saidTypingAt = environment.now()
      line.send('typing', { conversation: id })
    },
    seen() {
      const { last } = log.present()
      if (last <= readUpTo) return
      if (line.send('read', { conversation: id, seq: last })) readUpTo = last
    },
    close() {
      closed = true
      log.stop()
      company.clear()
      line.send('desk-leave', { conversation: id })
    },
  }
  if (isOnline()) follower.connected()
  return follower
}
