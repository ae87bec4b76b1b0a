/**
 * The desk's HTTP calls, `/desk/api`. Every part of the desk brings a list of operations; from those lists come the routes and what they check: session,
 * role, CSRF, rate, form. There is no other way to add a route, so none can forget who may use it.
 */

import { timingSafeEqual } from 'node:crypto'
import express, { type Request, type Response, type Router } from 'express'
import { isAtLeast } from '../../shared/people.ts'
import type { Present } from '../people/sessions.ts'
import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import { Refusal } from '../refusal.ts'
import type { ClientAddress } from './client-address.ts'
import { sendJsonCompressed } from './compressed.ts'
import { cookieOf, DEVICE_COOKIE, SESSION_COOKIE, setCookie, transport } from './desk-cookies.ts'
import type { DeskOperation, PersonCall, StrangerCall } from './desk-operation.ts'
import type { Recognise } from './desk-recognition.ts'
import { readRequest } from './request-reading.ts'

export type DeskHttpOptions = {
  /** All of them: the one table of who may do what. */
  operations: readonly DeskOperation[]
  recognise: Recognise
  database: Database
  store: Store
  clientAddress: ClientAddress
  publicUrl: () => string
}

/** Calls per second of one person. */
const RATE = { perSecond: 20, burst: 200 }

export const CSRF_HEADER = 'x-kefu-csrf'

export function createDeskHttp({ operations, recognise, database, store, clientAddress, publicUrl }: DeskHttpOptions): Router {
  const router = express.Router()
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store').set('Cross-Origin-Resource-Policy', 'same-origin')
    next()
  })

  for (const operation of operations) {
    router[operation.method](operation.path, async (request, response) => {
      const gone = goneFrom(response)
      const result = await (
        operation.least === 'anyone' ? letIn(operation, request, response) : serve(operation, { request, response, signal: gone })
      ).catch((error: unknown) => {
        if (!gone.aborted || error !== gone.reason) throw error
      })
      if (gone.aborted) return
      if (operation.status === 204) response.status(204).end()
      else if (operation.method !== 'get' || operation.holdsSecret) response.status(operation.status).json(result)
      else await sendJsonCompressed(request, response.status(operation.status), result)
    })
  }

  /** A header that another site's page cannot send: it would have to ask first, and nobody allows it. */
  async function letIn(operation: DeskOperation & { least: 'anyone' }, request: Request, response: Response): Promise<unknown> {
    if (operation.method !== 'get' && !request.get(CSRF_HEADER)) throw new Refusal('csrf_missing')
    const over = transport(request, publicUrl())
    const call: StrangerCall = {
      ...(await readRequest(operation, request, response)),
      address: clientAddress(request),
      userAgent: request.get('user-agent') ?? '',
      deviceToken: cookieOf(request, DEVICE_COOKIE),
      checkSecure() {
        if (over === undefined) throw new Refusal('login_insecure')
      },
      logIn({ secret, deviceToken }) {
        setCookie(response, over, { name: SESSION_COOKIE, value: secret })
        setCookie(response, over, { name: DEVICE_COOKIE, value: deviceToken })
      },
    }
    return operation.carryOut(call)
  }

  async function serve(operation: Exclude<DeskOperation, { least: 'anyone' }>, { request, response, signal }: Asked): Promise<unknown> {
    const present = await recognise(request)
    if (!present) throw new Refusal('login_needed')
    if (!isAtLeast(present.person.role, operation.least)) throw new Refusal('role_missing')
    if (operation.method !== 'get') checkCsrf(request, present)
    const tokens = await store.forTenant(present.tenantId).takeTokens([{ key: `desk:${present.person.id}`, ...RATE }])
    if (!tokens.taken) throw new Refusal('throttled', { retryAfterMs: tokens.waitMs })
    const over = transport(request, publicUrl())
    const call: PersonCall = {
      ...(await readRequest(operation, request, response)),
      person: present.person,
      tenantId: present.tenantId,
      tenant: database.forTenant(present.tenantId),
      present,
      address: clientAddress(request),
      signal,
      logOut: () => setCookie(response, over, { name: SESSION_COOKIE, value: '' }),
      keepDevice: (deviceToken) => setCookie(response, over, { name: DEVICE_COOKIE, value: deviceToken }),
    }
    return operation.carryOut(call)
  }

  return router
}

type Asked = { request: Request; response: Response; signal: AbortSignal }

/** Aborted when the connection ends before the answer does. */
function goneFrom(response: Response): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('whoever asked has gone'))
  })
  return gone.signal
}

function checkCsrf(request: Request, { csrf }: Present): void {
  const given = Buffer.from(request.get(CSRF_HEADER) ?? '')
  const expected = Buffer.from(csrf)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal('csrf_missing')
}
