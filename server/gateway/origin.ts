/**
 * May this page use this site's key? Checked on every request of the socket stack, the WebSocket upgrade included: a browser
 * does not apply CORS to WebSockets, so nobody else would.
 */

import type { IncomingMessage } from 'node:http'
import type { Site } from '../ports/sites.ts'

/** `http://Shop.example:80/` → `http://shop.example`. `undefined` for what is no web origin (`null`, `file:`). */
export function normaliseOrigin(value: string): string | undefined {
  try {
    const { origin, protocol } = new URL(value)
    return protocol === 'http:' || protocol === 'https:' ? origin : undefined
  } catch {
    return undefined
  }
}

/** An origin as an owner writes it: the same, but for what names more than a site, which would be passed over in silence. */
export function originFrom(text: string): string | undefined {
  const origin = normaliseOrigin(text)
  return origin !== undefined && new URL(text).href === `${origin}/` && !/[?#]/.test(text) ? origin : undefined
}

/**
 * The origin that may use the site from this request, or `undefined` when it may not. `own` is our public origin: pages that we serve
 * ourselves (the demo) count as well when the site lists them, by the rule below.
 *
 * An upgrade always carries `Origin` in a browser, so one without it is refused. Browsers leave it out of same-origin GETs, which
 * long-polling makes: those pass only when the browser itself says that they are same-origin, which a page cannot fake.
 */
export function allowedOrigin(request: IncomingMessage, site: Site, own: string): string | undefined {
  const { origin } = request.headers
  if (origin !== undefined) {
    const normalised = normaliseOrigin(origin)
    return normalised !== undefined && site.origins.includes(normalised) ? origin : undefined
  }
  const isUpgrade = request.headers.upgrade !== undefined
  return !isUpgrade && request.headers['sec-fetch-site'] === 'same-origin' && site.origins.includes(own) ? own : undefined
}

/** The key stands in the query, so that it is there before any packet is read. */
export const siteKeyOf = (request: IncomingMessage): string => new URL(request.url ?? '', 'http://x').searchParams.get('site') ?? ''
