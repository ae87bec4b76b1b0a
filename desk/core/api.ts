/**
 * Commands and questions to the server, by HTTP. What it refuses becomes an `ApiFault` with a code of the error table; what does not reach it, one with
 * the code `offline`.
 */

import type { ErrorCode } from '../../shared/errors.ts'

export type FaultCode = ErrorCode | 'offline'

export class ApiFault extends Error {
  override readonly name = 'ApiFault'
  readonly code: FaultCode
  readonly status: number
  readonly retryAfterMs: number
  constructor(code: FaultCode, { status = 0, retryAfterMs = 0 } = {}) {
    super(code)
    this.code = code
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Query = { readonly [name: string]: string | number | undefined }

export type Api = {
  /** `Answer` is what the server's own type of this route says. */
  get<Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer>
  send<Answer>(method: Method, path: string, body?: object): Promise<Answer>
}

export type ApiOptions = {
  fetch: typeof globalThis.fetch
  /** Goes with every write; where there is no session yet, any word will do. */
  csrf(): string
  /** The session is over, whatever was asked. */
  sessionEnded(): void
}

export function createApi({ fetch, csrf, sessionEnded }: ApiOptions): Api {
  async function ask<Answer>(path: string, request: RequestInit): Promise<Answer> {
    const response = await fetch(`/desk/api/${path}`, { credentials: 'same-origin', cache: 'no-store', ...request }).catch(
      (cause: unknown) => {
        throw Object.assign(new ApiFault('offline'), { cause })
      },
    )
    const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
    if (response.ok) return body as Answer
    const { code, retryAfterMs } = (body as { error?: { code?: FaultCode; retryAfterMs?: number } } | undefined)?.error ?? {}
    if (code === 'login_needed') sessionEnded()
    const afterMs = retryAfterMs ?? Number(response.headers.get('retry-after') ?? 0) * 1000
    throw new ApiFault(code ?? 'internal', { status: response.status, retryAfterMs: afterMs })
  }

  return {
    get(path, query = {}, signal) {
      const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
      const search = new URLSearchParams(said.map(([name, value]) => [name, String(value)]))
      return ask(said.length > 0 ? `${path}?${search}` : path, signal ? { signal } : {})
    },
    send: (method, path, body) =>
      ask(path, {
        method,
        headers: { 'x-kefu-csrf': csrf() || 'none', ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
  }
}
