/** Somebody at the desk, by HTTP: joins through a real link, keeps the cookies as a browser does, and carries what writes have to carry. */

import type { Me, Person, Role } from '../../shared/people.ts'
import { createLinks } from '../people/welcome.ts'
import type { RunningServer } from '../main.ts'

export type DeskAnswer = {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export type DeskCaller = {
  person: Person
  csrf: string
  cookies: Map<string, string>
  call: (
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
  ) => Promise<DeskAnswer>
  get: (path: string) => Promise<DeskAnswer>
  post: (path: string, body?: unknown) => Promise<DeskAnswer>
  put: (path: string, body?: unknown) => Promise<DeskAnswer>
  patch: (path: string, body?: unknown) => Promise<DeskAnswer>
  delete: (path: string) => Promise<DeskAnswer>
}

export const PASSWORD = 'a long enough password'

export const emailOf = (role: Role, tenantId = 'tenant'): string => `${role}@${tenantId}.example`

const NAMES: Record<Role, string> = { owner: 'Olive Owner', admin: 'Ada Admin', agent: 'Abe Agent', viewer: 'Vic Viewer' }

/** Nobody yet. `origin`: what a browser would say of its page. */
export function stranger(server: Pick<RunningServer, 'url'>, { origin = server.url, headers: usual = {} } = {}): DeskCaller {
  const cookies = new Map<string, string>()
  const caller: DeskCaller = {
    person: { id: '', name: '', email: '', role: 'viewer' },
    csrf: 'none yet',
    cookies,
    async call(method, path, { body, headers, signal } = {}) {
      const response = await fetch(`${server.url}/desk/api${path}`, {
        method,
        headers: {
          origin,
          'x-kefu-csrf': caller.csrf,
          ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...usual,
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      })
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const text = await response.text()
      const said = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> & Partial<Me>
      if (said.csrf !== undefined && said.person !== undefined) Object.assign(caller, { csrf: said.csrf, person: said.person })
      return { status: response.status, headers: response.headers, body: said }
    },
    get: (path) => caller.call('GET', path),
    post: (path, body = {}) => caller.call('POST', path, { body }),
    put: (path, body = {}) => caller.call('PUT', path, { body }),
    patch: (path, body = {}) => caller.call('PATCH', path, { body }),
    delete: (path) => caller.call('DELETE', path),
  }
  return caller
}

export const tokenIn = (url: string): string => url.slice(url.indexOf('#') + 1)

/** Somebody with this role, logged in: the first of a tenant through the owner's link, all others by invitation. */
export async function joinDesk(
  server: Pick<RunningServer, 'url' | 'database'>,
  role: Role,
  { tenantId = 'tenant', email = emailOf(role, tenantId) } = {},
): Promise<DeskCaller> {
  const links = createLinks({ database: server.database, publicUrl: () => server.url, now: Date.now })
  const caller = stranger(server)
  const url = role === 'owner' ? await links.owner(tenantId) : (await links.invitation(tenantId, { email, role, by: '' })).url
  const link = url ?? (await links.invitation(tenantId, { email, role, by: '' })).url
  const joined = await caller.post('/welcome', { token: tokenIn(link), name: NAMES[role], email, password: PASSWORD })
  if (joined.status !== 200) throw new Error(`nobody could join: ${JSON.stringify(joined.body)}`)
  return caller
}
