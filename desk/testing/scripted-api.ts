/** An API that answers what a test says, in the order in which it says so, and notes what it was asked. */

import { ERRORS } from '../../shared/errors.ts'
import { ApiFault, type Api, type FaultCode, type Query } from '../core/api.ts'

export type Asked = { method: string; path: string; query?: Query; body?: object | undefined; signal?: AbortSignal }

export function scriptedApi() {
  const asked: Asked[] = []
  const waiting: { asked: Asked; resolve: (answer: unknown) => void; reject: (error: unknown) => void }[] = []
  const ask = (request: Asked): Promise<never> => {
    asked.push(request)
    return new Promise<never>((resolve, reject) => waiting.push({ asked: request, resolve: resolve as never, reject }))
  }
  const next = (path: RegExp) => {
    const at = waiting.findIndex((request) => path.test(request.asked.path))
    const [request] = at < 0 ? [] : waiting.splice(at, 1)
    if (!request) throw new Error(`nobody asks for ${path}; waiting: ${waiting.map(({ asked: { path: other } }) => other).join(' ')}`)
    return request
  }
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  const api: Api = {
    get: (path, query, signal) => ask({ method: 'GET', path, ...(query ? { query } : {}), ...(signal ? { signal } : {}) }),
    send: (method, path, body) => ask({ method, path, body }),
  }
  return {
    api,
    asked,
    /** Answers the oldest request to such a path. */
    async answer(path: RegExp, answer: unknown) {
      next(path).resolve(answer)
      await settled()
    },
    async refuse(path: RegExp, code: FaultCode, retryAfterMs = 0) {
      next(path).reject(new ApiFault(code, { retryAfterMs, status: code === 'offline' ? 0 : ERRORS[code].status }))
      await settled()
    },
    waits: () => waiting.map(({ asked: { path } }) => path),
  }
}
