/**
 * Who a visitor is, by the word of the site's backend: a short-lived token (`identity-token.ts`), or HMAC-SHA256 of the user id under the site's secret, in
 * hex. Two secrets count at once while one takes the place of the other.
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { TenantDatabase } from '../ports/database.ts'
import { isToken, tokenFault, type TokenFault, type TokenWanted } from './identity-token.ts'

export const newIdentitySecret = (): string => `kfs_${randomBytes(24).toString('base64url')}`

export const signUserId = (userId: string, secret: string): string => createHmac('sha256', secret).update(userId).digest('hex')

/** Nothing, where somebody vouches for this user. */
export function identityFault(proof: string, wanted: TokenWanted): TokenFault | undefined {
  if (isToken(proof)) return tokenFault(proof, wanted)
  return isSigned(wanted.secrets, wanted.userId, proof) ? undefined : 'identity_refused'
}

/** All secrets are tried, also when one fits: how long it takes says nothing. */
function isSigned(secrets: readonly string[], userId: string, userHash: string): boolean {
  const given = Buffer.from(userHash.toLowerCase())
  const fits = secrets.map((secret) => {
    const expected = Buffer.from(signUserId(userId, secret))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return fits.includes(true)
}

/** A new secret beside the one before it, which counts until it is retired. `undefined` when there is no such site. */
export async function rotateSecret(tenant: TenantDatabase, siteId: string): Promise<string | undefined> {
  const secret = newIdentitySecret()
  const secrets = [secret, ...(await tenant.identitySecrets(siteId))].slice(0, 2)
  return (await tenant.setIdentitySecrets({ siteId, secrets })) ? secret : undefined
}

/** Only the newest one counts from now on. */
export async function retireSecrets(tenant: TenantDatabase, siteId: string): Promise<void> {
  await tenant.setIdentitySecrets({ siteId, secrets: (await tenant.identitySecrets(siteId)).slice(0, 1) })
}
