/** Everything about those who work at the desk, put together. */

import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import { createAudit } from './audit.ts'
import { createLogin } from './login.ts'
import { createPasswords, type PasswordCost } from './password.ts'
import { createDeskSessions } from './sessions.ts'
import { createTeam } from './team.ts'
import { createWelcome } from './welcome.ts'

export type PeopleOptions = {
  database: Database
  store: Store
  publicUrl: () => string
  /** Cheaper in tests only. */
  passwordCost?: PasswordCost | undefined
  now: () => number
}

export type People = ReturnType<typeof createPeople>

export function createPeople({ database, store, publicUrl, passwordCost, now }: PeopleOptions) {
  const passwords = createPasswords(passwordCost)
  const audit = createAudit({ database, now })
  const sessions = createDeskSessions({ database, store, now })
  const welcome = createWelcome({ database, passwords, sessions, audit, publicUrl, now })
  return {
    audit,
    sessions,
    welcome,
    login: createLogin({ database, store, passwords, sessions, audit }),
    team: createTeam({ database, store, passwords, sessions, links: welcome.links, audit, now }),
  }
}
