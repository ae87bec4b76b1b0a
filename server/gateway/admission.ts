/**
 * The door of the socket stack: stands before Engine.IO reads anything, on every request, the upgrade included. Origin against the
 * site's list, and how many connections one address and all together may hold.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { ERRORS, type ErrorCode } from '../../shared/errors.ts'
import { networkOf } from '../network.ts'
import type { ClientAddress } from './client-address.ts'
import { allowedOrigin, siteKeyOf } from './origin.ts'
import type { SiteDirectory } from './site-directory.ts'

/** Connections at a time. */
export type AdmissionLimits = { connections: number; connectionsPerAddress: number }

export type AdmissionOptions = { sites: SiteDirectory; clientAddress: ClientAddress; ownOrigin: () => string; limits: AdmissionLimits }

/** Held from the moment a handshake may go on: by then many others may be on their way, and all of them count. */
type Place = { isConnection: boolean; leave: () => void }

export type Admission = ReturnType<typeof createAdmission>

export function createAdmission({ sites, clientAddress, ownOrigin, limits }: AdmissionOptions) {
  const perAddress = new Map<string, number>()
  const places = new WeakMap<IncomingMessage, Place>()
  const sessions = new Set<string>()
  let all = 0
  let closed = false

  async function refusalFor(request: IncomingMessage, response: ServerResponse): Promise<ErrorCode | undefined> {
    const site = await sites.byKey(siteKeyOf(request))
    if (!site) return 'site_unknown'
    const origin = allowedOrigin(request, site, ownOrigin())
    if (origin === undefined) return 'origin_refused'
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Vary', 'Origin')
    return undefined
  }

  /** Whatever is no open session could become one. A name given twice is read in two ways by two readers, so each of its values counts. */
  function isOfSession(request: IncomingMessage): boolean {
    const named = new URL(request.url ?? '', 'http://x').searchParams.getAll('sid')
    return named.length > 0 && named.every((session) => sessions.has(session))
  }

  function take(network: string): Place {
    let isTaken = true
    all += 1
    perAddress.set(network, (perAddress.get(network) ?? 0) + 1)
    return {
      isConnection: false,
      leave() {
        if (!isTaken) return
        isTaken = false
        all -= 1
        const left = (perAddress.get(network) ?? 1) - 1
        if (left > 0) perAddress.set(network, left)
        else perAddress.delete(network)
      },
    }
  }

  /** Nothing may be awaited between looking and taking. */
  function reserve(request: IncomingMessage, response: ServerResponse): ErrorCode | undefined {
    // Nobody is there any more, so nothing would ever tell us to give the place back.
    if (closed || request.socket.destroyed) return 'unavailable'
    const network = networkOf(clientAddress(request))
    if (all >= limits.connections || (perAddress.get(network) ?? 0) >= limits.connectionsPerAddress) return 'connections_exceeded'
    const place = take(network)
    places.set(request, place)
    // Engine.IO makes a connection of a request before its answer is over, or never.
    response.once('close', () => {
      if (!place.isConnection) place.leave()
    })
    return undefined
  }

  return {
    check(request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void): void {
      refusalFor(request, response).then(
        (refusal) => {
          const code = refusal ?? (isOfSession(request) ? undefined : reserve(request, response))
          if (code === undefined) next()
          else refuse(response, code)
        },
        () => refuse(response, 'internal'),
      )
    },

    /** This request became a connection, which keeps the place until the result is called. */
    enter(request: IncomingMessage, session: string): () => void {
      const place = places.get(request) ?? take(networkOf(clientAddress(request)))
      place.isConnection = true
      sessions.add(session)
      return () => {
        sessions.delete(session)
        place.leave()
      }
    },

    refuseNew(): void {
      closed = true
    },
  }
}

/** A refused upgrade shows a page only that it failed; the poll that the widget tries next may be read by any page, for the reason in it. */
function refuse(response: ServerResponse, code: ErrorCode): void {
  response.statusCode = ERRORS[code].status
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Connection', 'close')
  response.end(JSON.stringify({ error: { code, says: ERRORS[code].says } }))
}
