/** One call of the desk, as data: from it come its route and its checks, and the tests read who may make it. */

import type { Person, Role } from '../../shared/people.ts'
import type { LoggedIn } from '../people/login.ts'
import type { Present } from '../people/sessions.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Reading, Said } from './request-reading.ts'

type Call = Reading & {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As Express writes it, below `/desk/api`: `/conversations/:conversation/notes`. */
  path: string
  /** The status of success; 204 answers with nothing. */
  status: 200 | 201 | 204
  /** Its answer holds what nobody else may learn, so it is never compressed. Writes never are. */
  holdsSecret?: true
}

/** A request of somebody who need not be logged in. */
export type StrangerCall = Said & {
  address: string
  userAgent: string
  /** What an earlier login on this device was given. */
  deviceToken: string | undefined
  /** Sets the cookies. Throws `login_insecure` where they would travel in the clear. */
  logIn: (loggedIn: Pick<LoggedIn, 'secret' | 'deviceToken'>) => void
  /** Throws `login_insecure` before a password is even looked at. */
  checkSecure: () => void
}

/** A request of a person whose role suffices. `tenant` is all that they can reach. */
export type PersonCall = Said & {
  person: Person
  tenantId: string
  tenant: TenantDatabase
  /** For whatever takes the one who acts as a whole. */
  present: Present
  address: string
  /** Ends long work when nobody is there any more to read the answer. */
  signal: AbortSignal
  /** Takes the session's cookie away. */
  logOut: () => void
  /** The device is known by another token from now on. */
  keepDevice: (deviceToken: string) => void
}

/** `least`: the role that it needs; `anyone` needs no session. Every write carries the header `x-kefu-csrf`, the session's own where there is one. */
export type DeskOperation =
  | (Call & { least: Role; carryOut: (call: PersonCall) => Promise<unknown> })
  | (Call & { least: 'anyone'; carryOut: (call: StrangerCall) => Promise<unknown> })
