/** Who works here: nobody yet, somebody, or nobody any more. Logging in and out, and the one-time links. */

import type { Me, Welcome } from '../../shared/people.ts'
import { createApi, type Api, type ApiFault } from './api.ts'
import { createValue, type Readable } from './value.ts'

export type SessionState =
  | { readonly state: 'asking' }
  /** `ended`: there was one, until the server said otherwise. */
  | { readonly state: 'out'; readonly ended: boolean }
  | { readonly state: 'in'; readonly me: Me }
  /** The server could not be reached, or could not answer. */
  | { readonly state: 'away' }

export type Session = {
  state: Readable<SessionState>
  api: Api
  /** Asks who this browser is logged in as. */
  begin(): Promise<void>
  /** Asks whether the session is still good; a server that cannot be reached changes nothing. */
  check(): Promise<void>
  login(email: string, password: string): Promise<void>
  logout(): Promise<void>
  /** What a one-time link is for. */
  lookAtLink(token: string): Promise<Welcome>
  /** Uses it up, and logs in. */
  useLink(given: { token: string; name?: string; email?: string; password: string }): Promise<void>
}

export function createSession(fetch: typeof globalThis.fetch): Session {
  const state = createValue<SessionState>({ state: 'asking' })
  const csrf = (): string => {
    const now = state.get()
    return now.state === 'in' ? now.me.csrf : ''
  }
  const api = createApi({
    fetch,
    csrf,
    // Several answers may say so; the first one counts.
    sessionEnded() {
      const now = state.get()
      if (now.state !== 'out') state.set({ state: 'out', ended: now.state === 'in' })
    },
  })

  async function begin(): Promise<void> {
    try {
      state.set({ state: 'in', me: await api.get<Me>('me') })
    } catch (error) {
      if ((error as ApiFault).status !== 401) state.set({ state: 'away' })
    }
  }

  return {
    state,
    api,
    begin,
    async check() {
      await api.get<Me>('me').catch(() => {})
    },
    async login(email, password) {
      state.set({ state: 'in', me: await api.send<Me>('POST', 'session', { email, password }) })
    },
    async logout() {
      await api.send('DELETE', 'session')
      state.set({ state: 'out', ended: false })
    },
    lookAtLink: (token) => api.send<Welcome>('POST', 'welcome/look', { token }),
    async useLink(given) {
      state.set({ state: 'in', me: await api.send<Me>('POST', 'welcome', given) })
    },
  }
}
