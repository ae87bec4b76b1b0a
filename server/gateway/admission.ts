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

export function createAdmission({ sites, clientAddress, ownOrigin, limits }: AdmissionOptions) {
  const perAddress = new Map<string, number>()
  let all = 0
  let closed = false

  async function refusalFor(request: IncomingMessage, response: ServerResponse): Promise<ErrorCode | undefined> {
    const site = await sites.byKey(siteKeyOf(request))
    if (!site) return 'site_unknown'
    const origin = allowedOrigin(request, site, ownOrigin())
    if (origin === undefined) return 'origin_refused'
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Vary', 'Origin')
    const isNew = !/[?&]sid=/.test(request.url ?? '')
    if (!isNew) return undefined
    if (closed) return 'unavailable'
    if (all >= limits.connections) return 'connections_exceeded'
    if ((perAddress.get(networkOf(clientAddress(request))) ?? 0) >= limits.connectionsPerAddress) return 'connections_exceeded'
    return undefined
  }

  return {
    check(request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void): void {
      refusalFor(request, response).then(
        (code) => (code === undefined ? next() : refuse(response, code)),
        () => refuse(response, 'internal'),
      )
    },

    /** Counts a connection in; the result counts it out again. */
    enter(address: string): () => void {
      const network = networkOf(address)
      all += 1
      perAddress.set(network, (perAddress.get(network) ?? 0) + 1)
      return () => {
        all -= 1
        const left = (perAddress.get(network) ?? 1) - 1
        if (left > 0) perAddress.set(network, left)
        else perAddress.delete(network)
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
