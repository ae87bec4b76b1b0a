/**
 * A signed token (JWT) that says who a visitor is, for so long: made by the site's backend, in the one form that is taken here. HS256, and nothing else that
 * a header may ask for; `sub` is the user id; `exp` is a day ahead at most. What cannot be told apart from a forgery is refused without a reason; whoever
 * holds the secret learns what is wrong with the claims.
 *
 * Tokens have a key of their own, derived from the site's secret: the secret itself also signs bare user ids, and at a site where customers choose
 * their ids one of them could be the text of a token.
 */

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

const MOST_AHEAD_S = 86_400
/** By so much the backend's clock may differ. */
const LEEWAY_S = 60

export type TokenFault = 'identity_refused' | 'identity_expired' | 'identity_claims_invalid'

/** What a token has to fit. */
export type TokenWanted = { secrets: readonly string[]; userId: string; siteKey: string; now: number }

/** The same for the same secret. */
export const tokenSecretOf = (secret: string): string =>
  `kft_${Buffer.from(hkdfSync('sha256', secret, '', 'kefu identity token', 32)).toString('base64url')}`

/** A hash is hex: it has no dot. */
export const isToken = (proof: string): boolean => proof.includes('.')

/** Nothing, where the token is good. */
export function tokenFault(token: string, { secrets, userId, siteKey, now }: TokenWanted): TokenFault | undefined {
  const [head = '', body = '', signature = '', ...more] = token.split('.')
  if (more.length > 0 || !isSignedWith(secrets, `${head}.${body}`, bytesOf(signature))) return 'identity_refused'
  const [header, claims] = [objectOf(head), objectOf(body)]
  if (!header || !isPlainHs256(header)) return 'identity_refused'
  if (!claims || claims['sub'] !== userId || !isFor(claims['aud'], siteKey)) return 'identity_claims_invalid'
  return timeFault(claims, now / 1000)
}

/** All secrets are tried, also when one fits: how long it takes says nothing. */
function isSignedWith(secrets: readonly string[], text: string, given: Buffer | undefined): boolean {
  const fits = secrets.map((secret) => {
    const expected = createHmac('sha256', tokenSecretOf(secret)).update(text).digest()
    return given?.length === expected.length && timingSafeEqual(given, expected)
  })
  return fits.includes(true)
}

/** `crit` names what must be understood, and nothing of it is. */
const isPlainHs256 = ({ alg, typ, crit }: Record<string, unknown>): boolean =>
  alg === 'HS256' && crit === undefined && (typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT'))

const isFor = (audience: unknown, siteKey: string): boolean => audience === undefined || [audience].flat().includes(siteKey)

function timeFault({ exp, nbf, iat }: Record<string, unknown>, now: number): TokenFault | undefined {
  const hasBegun = [nbf, iat].every((time) => time === undefined || (isTime(time) && time <= now + LEEWAY_S))
  if (!isTime(exp) || exp > now + MOST_AHEAD_S + LEEWAY_S || !hasBegun) return 'identity_claims_invalid'
  return exp + LEEWAY_S <= now ? 'identity_expired' : undefined
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Base64url as it is written by whoever follows the rules: the same bytes have one form. */
function bytesOf(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function objectOf(part: string): Record<string, unknown> | undefined {
  try {
    const text = decoder.decode(bytesOf(part))
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) && hasEachNameOnce(text) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Of a text that is a JSON object: readers differ in which of two members of one name they believe. */
function hasEachNameOnce(text: string): boolean {
  const names: unknown[] = []
  let depth = 0
  for (const [token, string, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*(:?)|[{}[\]]/g)) {
    if (string === undefined) depth += token === '{' || token === '[' ? 1 : -1
    else if (depth === 1 && colon === ':') names.push(JSON.parse(string))
  }
  return new Set(names).size === names.length
}
