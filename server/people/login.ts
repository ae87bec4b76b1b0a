/**
 * E-mail address and password in, a session out. Guessing is slowed down by network address, and by network address and account together; never by the
 * account alone, which would let a stranger lock somebody out. A device on which the person has logged in before has an allowance of its own, so that
 * not even a stranger behind the same address can use it up.
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Person } from '../../shared/people.ts'
import { networkOf } from '../network.ts'
import type { Database } from '../ports/database.ts'
import type { Bucket, Store } from '../ports/store.ts'
import type { Account } from '../ports/people.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { Audit } from './audit.ts'
import { emailKey } from './email.ts'
import type { Passwords } from './password.ts'
import type { DeskSessions, Present } from './sessions.ts'

/** `deviceToken`: what an earlier login on this device was given. */
export type LoginAttempt = { email: string; password: string; address: string; userAgent: string; deviceToken: string | undefined }

export type LoggedIn = Present & { secret: string; deviceToken: string }

/** A login belongs to no tenant before it succeeds. */
const HOUSE = '~house'

const RATES = {
  address: { perSecond: 1 / 10, burst: 30 },
  account: { perSecond: 1 / 60, burst: 6 },
  device: { perSecond: 1 / 30, burst: 12 },
}

export const newDeviceKey = (): string => randomBytes(16).toString('base64url')

const macOf = (deviceKey: string, nonce: string): string => createHmac('sha256', deviceKey).update(nonce).digest('base64url')

/** By bytes: what comes from outside may have letters of several. */
function isEqual(one: string, two: string): boolean {
  const [given, expected] = [Buffer.from(one), Buffer.from(two)]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The person has logged in here before, and has the same password since. */
function isDeviceOf({ deviceKey }: Account, deviceToken: string): boolean {
  const [nonce = '', mac = ''] = deviceToken.split('.')
  return /^[\w-]{16,64}$/.test(nonce) && isEqual(mac, macOf(deviceKey, nonce))
}

/** Keeps the number of a device that is known already. */
export function deviceTokenFor(account: Pick<Account, 'deviceKey'>, nonce = randomBytes(16).toString('base64url')): string {
  return `${nonce}.${macOf(account.deviceKey, nonce)}`
}

export type LoginOptions = { database: Database; store: Store; passwords: Passwords; sessions: DeskSessions; audit: Audit }

export function createLogin({ database, store, passwords, sessions, audit }: LoginOptions) {
  async function throttle(buckets: Bucket[]): Promise<void> {
    const tokens = await store.forTenant(HOUSE).takeTokens(buckets)
    if (!tokens.taken) throw new Refusal('throttled', { retryAfterMs: tokens.waitMs })
  }

  return async function login({ email, password, address, userAgent, deviceToken = '' }: LoginAttempt): Promise<LoggedIn> {
    const found = await database.accountsByEmail(email)
    const known = found.find(({ account }) => isDeviceOf(account, deviceToken))
    const network = networkOf(address)
    await throttle(
      known
        ? [{ key: `login:device:${known.account.id}:${deviceToken.split('.')[0]}`, ...RATES.device }]
        : [
            { key: `login:address:${network}`, ...RATES.address },
            { key: `login:account:${network}:${sha256(emailKey(email))}`, ...RATES.account },
          ],
    )
    const isKnown = known !== undefined
    // The device's own tenant first: who works for two of them with one password is logged in where this device belongs.
    const candidates = known ? [known, ...found.filter((other) => other !== known)] : found
    if (candidates.length === 0) await passwords.check(password, undefined)
    for (const { tenantId, account } of candidates) {
      const { isRight, isOld } = await passwords.check(password, account.passwordHash, { isKnown })
      if (!isRight) continue
      const { id, name, role, deviceKey } = account
      if (isOld) await rehash({ tenantId, account, password })
      const person: Person = { id, name, email: account.email, role }
      const present = await sessions.begin({ tenantId, person, userAgent })
      await audit(present, 'session.begun')
      return {
        ...present,
        deviceToken: deviceTokenFor({ deviceKey }, isDeviceOf(account, deviceToken) ? deviceToken.split('.')[0] : undefined),
      }
    }
    throw new Refusal('login_failed')
  }

  /** The same password under today's parameters. No session ends by that: it is nobody's decision. */
  async function rehash({ tenantId, account, password }: { tenantId: string; account: Account; password: string }): Promise<void> {
    const passwordHash = await passwords.hash(password)
    await database.forTenant(tenantId).changePasswordHash({ personId: account.id, from: account.passwordHash, to: passwordHash })
  }
}
