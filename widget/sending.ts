/** What the customer does with messages: write, try again, give up. Each goes through the outbox. */

import { uuidv7 } from '../shared/identity.ts'
import { faultOfText } from '../shared/text.ts'
import type { Environment } from './environment.ts'
import type { Outbox } from './outbox.ts'
import { RETRYABLE } from './wire.ts'

export type SendingOptions = {
  outbox: Outbox
  environment: Environment
  pump(): void
  changed(): void
}

/** Zero for what is no id of ours. */
const timeOf = (cid: string): number => parseInt(cid.slice(0, 13).replace('-', ''), 16) || 0

export function createSending({ outbox, environment, pump, changed }: SendingOptions) {
  /** Ids sort in the order of writing, even within a millisecond, and where the clock was set back between two pages. */
  function nextCid(): string {
    const others = outbox.items().map(({ cid }) => timeOf(cid) + 1)
    return uuidv7(Math.max(environment.now(), ...others), environment.randomBytes())
  }

  function enqueue(text: string) {
    // [C-OUTBOX] Kept before it is sent for the first time.
    outbox.put({ cid: nextCid(), text, conversation: '', status: 'sending', at: environment.now() })
    pump()
  }

  return {
    /** Why the text cannot be sent, or `undefined` when it is on its way. */
    send(given: string): string | undefined {
      const text = given.trim()
      const fault = faultOfText(text)
      if (!fault) enqueue(text)
      return fault
    },

    retry(cid: string) {
      const item = outbox.find(cid)
      if (item?.status !== 'failed') return
      // A passing refusal leaves open whether the server has the message: only the same id keeps it from being doubled.
      // A final one does not, and would be repeated for the same id; the text then goes to the present conversation.
      if (RETRYABLE.includes(item.code ?? '')) {
        const { code: _code, ...rest } = item
        outbox.put({ ...rest, status: 'sending' })
        pump()
      } else {
        outbox.remove(cid)
        enqueue(item.text)
      }
      changed()
    },

    discard(cid: string) {
      const status = outbox.find(cid)?.status
      if (status === 'failed' || status === 'elsewhere') outbox.remove(cid)
      changed()
    },
  }
}
