/** The way out of what the customer writes: the outbox, what carries it to the server, and what other tabs have left in it. */

import { createAdoption } from './adoption.ts'
import { createDelivery } from './delivery.ts'
import type { Environment } from './environment.ts'
import type { FollowedLog } from '../shared/followed-log.ts'
import type { Line } from './line.ts'
import { createOutbox } from './outbox.ts'
import { createSending } from './sending.ts'
import type { ConversationEvent } from './snapshot.ts'
import type { WidgetStorage } from './storage.ts'

export type OutgoingOptions = {
  line: Line
  storage: WidgetStorage
  environment: Environment
  locale(): string
  log: FollowedLog
  /** The conversation of the present connection. */
  conversation(): string
  isOnline(): boolean
  announce(event: ConversationEvent): void
  changed(): void
}

export function createOutgoing({ line, storage, environment, locale, log, conversation, isOnline, announce, changed }: OutgoingOptions) {
  const outbox = createOutbox(storage, (isNew) => (isNew ? adoption.expect() : changed()))

  const delivery = createDelivery({
    line,
    outbox,
    environment,
    locale,
    conversation,
    accepted(item, { id, text, epoch, seq }) {
      announce({ event: 'message-sent', id, text })
      const isHere = epoch === log.present().epoch
      // The customer wrote it last and would never see it again, nor its answer: say where it went.
      if (item.conversation !== conversation()) outbox.put({ ...item, text, status: 'elsewhere' })
      else if (isHere && seq > log.present().last) outbox.put({ ...item, text, status: 'sent' })
      // The log told first, or will tell when it starts over.
      else outbox.remove(item.cid)
      if (isHere) log.reach(seq)
    },
    changed,
  })

  const adoption = createAdoption({
    environment,
    isOnline,
    adopt() {
      outbox.adopt()
      delivery.pump()
      changed()
    },
  })

  return {
    outbox,
    delivery,
    ...createSending({ outbox, environment, pump: delivery.pump, changed }),
    stop() {
      delivery.stop()
      adoption.stop()
    },
  }
}
