/** What the core shows to the view and tells the page around it. Values never change; a change is another snapshot. */

import type { Floor } from '../shared/protocol.ts'
import type { LogMessage } from '../shared/log.ts'
import type { OutboxItem } from './outbox.ts'
import type { StreamingAnswer } from '../shared/streaming-answer.ts'

export type ConnectionState = { state: 'idle' | 'connecting' | 'online' | 'reconnecting' } | { state: 'refused'; code: string }

export type Snapshot = {
  readonly connection: ConnectionState
  readonly conversation: string
  readonly epoch: string
  readonly last: number
  readonly messages: readonly LogMessage[]
  /** What is not in the log yet, in order. */
  readonly outbox: readonly OutboxItem[]
  readonly answer: StreamingAnswer | undefined
  /** When the customer began to wait for an answer of which there is no bubble yet. */
  readonly awaitingSince: number | undefined
  readonly floor: Floor
  readonly unread: number
  /** The log is as long as the server's was when it was last asked: only now is an empty one known to be empty. */
  readonly synced: boolean
  /** Nothing has been said, and that is certain: the log is known, or this visitor is new. */
  readonly isEmpty: boolean
  /** A code of the error table that no message carries. */
  readonly fault: string | undefined
  readonly draft: string
  /** The customer has just erased everything that was said here. */
  readonly isErased: boolean
  /** Who said last that they write: when that was, and the log's last `seq` then. Both tell when it is over. */
  readonly typist: { readonly name: string; readonly at: number; readonly last: number } | undefined
}

/** What the page around the widget may hear of. */
export type ConversationEvent =
  | { event: 'message-sent'; id: string; text: string }
  | { event: 'message-received'; id: string; text: string; author: string }
  | { event: 'error'; code: string }
