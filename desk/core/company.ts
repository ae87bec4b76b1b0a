/** Who else is in a conversation: who looks at it, who is writing, and how far each has read. */

import type { PersonName, ReadMark } from '../../shared/desk.ts'
import type { ToDesk } from '../../shared/desk-protocol.ts'
import type { Environment } from './environment.ts'
import { createTypists } from './typists.ts'

export type Company = {
  readonly viewers: readonly PersonName[]
  /** Which colleagues write just now. */
  readonly typists: readonly PersonName[]
  readonly isCustomerTyping: boolean
  /** How far colleagues have read, by their id. */
  readonly read: ReadonlyMap<string, { name: string; seq: number }>
  /** How far the customer has read what people wrote. */
  readonly readByCustomer: ReadMark | undefined
}

/** Among those who write; everybody else has an id. */
const CUSTOMER: PersonName = { id: '', name: '' }

/** `me`: the person who looks, and is no company. `changed`: somebody has stopped writing. */
export function createCompany(environment: Environment, { me, changed }: { me: string; changed: () => void }) {
  const typists = createTypists(environment, changed)
  let viewers: readonly PersonName[] = []
  let read: Company['read'] = new Map()
  let readByCustomer: ReadMark | undefined

  /** What was heard may be newer than what was fetched. */
  function customerRead(mark: ReadMark | undefined) {
    if (mark && mark.seq > (readByCustomer?.seq ?? 0)) readByCustomer = mark
  }

  return {
    now: (): Company => ({
      viewers,
      typists: typists.now().filter((who) => who !== CUSTOMER),
      isCustomerTyping: typists.now().includes(CUSTOMER),
      read,
      readByCustomer,
    }),
    looks({ people }: ToDesk['viewers-changed']) {
      viewers = people.filter(({ id }) => id !== me)
    },
    types({ person = CUSTOMER }: ToDesk['typing-changed']) {
      if (person.id !== me) typists.start(person)
    },
    reads({ person, seq, at = 0 }: ToDesk['read-changed']) {
      if (!person) customerRead({ seq, at })
      else if (person.id !== me) read = new Map(read).set(person.id, { name: person.name, seq })
    },
    customerRead,
    /** What the customer was writing is there. */
    customerSaid: () => typists.stop(CUSTOMER.id),
    /** Another log: of it the customer has read nothing. */
    beginLog() {
      readByCustomer = undefined
      typists.stop(CUSTOMER.id)
    },
    clear() {
      viewers = []
      read = new Map()
      readByCustomer = undefined
      typists.clear()
    },
  }
}
