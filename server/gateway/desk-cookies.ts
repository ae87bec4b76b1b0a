/**
 * The desk's two cookies: the session, and the token of a device on which somebody has logged in. Over HTTPS they carry the prefix `__Host-`, which
 * browsers accept only with `Secure` and for this one host; on this machine itself (`http://localhost`) they go without. Over any other plain HTTP
 * nobody logs in.
 */

import type { IncomingMessage } from 'node:http'
import type { Response } from 'express'
import { SESSION_SECONDS } from '../people/sessions.ts'
import { Refusal } from '../refusal.ts'

export const SESSION_COOKIE = 'kefu'
export const DEVICE_COOKIE = 'kefu-device'
type Name = typeof SESSION_COOKIE | typeof DEVICE_COOKIE

const SECURE_PREFIX = '__Host-'
const DEVICE_SECONDS = 365 * 86_400

/** `undefined`: nothing that a cookie may travel over. */
export type Transport = 'https' | 'local' | undefined

const isLocal = (hostname: string): boolean => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

function transportOf(address: string): Transport {
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname } = new URL(address)
  if (protocol === 'https:') return 'https'
  return protocol === 'http:' && isLocal(hostname) ? 'local' : undefined
}

/**
 * How the page that asks was reached. Browsers say so in `Origin` on every write, and a proxy in front may have changed everything else; whoever lies
 * there only spoils their own cookie. Without it our own public address counts.
 */
export const transport = (request: IncomingMessage, publicUrl: string): Transport => transportOf(request.headers.origin ?? publicUrl)

/** A proxy in front of us may well call us `localhost` itself; what it says of the browser's own line counts then. */
const isOnThisMachine = ({ headers }: IncomingMessage): boolean =>
  transportOf(`http://${headers.host}`) === 'local' && !/^https\b/i.test(String(headers['x-forwarded-proto'] ?? ''))

/** The one with the prefix counts first: the other one could have been planted by a neighbouring host, so it counts on this machine only. */
export function cookieOf(request: IncomingMessage, name: Name): string | undefined {
  const cookies = new Map<string, string>()
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key = '', ...value] = pair.trim().split('=')
    if (!cookies.has(key)) cookies.set(key, value.join('='))
  }
  const secure = cookies.get(`${SECURE_PREFIX}${name}`)
  return secure ?? (isOnThisMachine(request) ? cookies.get(name) : undefined)
}

const LIFE: Record<Name, number> = { [SESSION_COOKIE]: SESSION_SECONDS, [DEVICE_COOKIE]: DEVICE_SECONDS }

/** An empty value takes the cookie away. */
export function setCookie(response: Response, over: Transport, cookie: { name: Name; value: string }): void {
  if (over === undefined) throw new Refusal('login_insecure')
  const { name, value } = cookie
  const isSecure = over === 'https'
  const life = value === '' ? 0 : LIFE[name]
  const full = `${isSecure ? SECURE_PREFIX : ''}${name}=${value}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  response.append('Set-Cookie', full)
}
