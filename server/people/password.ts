/**
 * Passwords are kept as scrypt hashes that name their own parameters, so that those can grow: `scrypt$15$8$1$salt$hash`. A hash made with others
 * than today's is told as `isOld` and made anew at the next login.
 *
 * One hash takes 32 MB and some 80 ms of a core: only a few are made at once. Strangers wait in a short line of their own, and hold up nobody who is
 * known by a device or by a link.
 */

import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { PEOPLE_LIMITS } from '../../shared/people.ts'
import { Refusal } from '../refusal.ts'
import { emailKey } from './email.ts'

/** N is 2 to the power of `costBits`. */
export type PasswordCost = { costBits: number; blockSize: number; parallelism: number }

export const PASSWORD_COST: PasswordCost = { costBits: 15, blockSize: 8, parallelism: 1 }

const HASH_BYTES = 32
const AT_ONCE = 1
const IN_LINE = 30

export type Passwords = ReturnType<typeof createPasswords>

export function createPasswords(cost: PasswordCost = PASSWORD_COST) {
  const known = createLine()
  const strangers = createLine()

  async function hash(password: string): Promise<string> {
    const salt = randomBytes(16)
    const made = await known(() => derive(password, salt, cost))
    return ['scrypt', cost.costBits, cost.blockSize, cost.parallelism, salt.toString('base64url'), made.toString('base64url')].join('$')
  }

  /** Compared with when nobody has the address, so that it takes as long as a wrong password. */
  let nobody: Promise<string> | undefined

  return {
    hash,

    /** `kept` is `undefined` where there is nobody: then it is wrong after the same time. */
    async check(password: string, kept: string | undefined, { isKnown = false } = {}): Promise<{ isRight: boolean; isOld: boolean }> {
      const [name, costBits, blockSize, parallelism, salt = '', wanted = ''] = (kept ?? (await (nobody ??= hash('nobody')))).split('$')
      if (name !== 'scrypt') throw new Error('a password hash of an unknown kind')
      const of = { costBits: Number(costBits), blockSize: Number(blockSize), parallelism: Number(parallelism) }
      const expected = Buffer.from(wanted, 'base64url')
      const inTurn = isKnown ? known : strangers
      const made = await inTurn(() => derive(password, Buffer.from(salt, 'base64url'), of))
      const isOld = of.costBits !== cost.costBits || of.blockSize !== cost.blockSize || of.parallelism !== cost.parallelism
      return { isRight: timingSafeEqual(made, expected) && kept !== undefined, isOld }
    },
  }
}

/** Throws `password_weak`. No rules of letters and digits: length is what counts. */
export function checkStrength(password: string, email: string): void {
  const { length } = password
  const isBad =
    length < PEOPLE_LIMITS.passwordLeastUnits ||
    length > PEOPLE_LIMITS.passwordUnits ||
    new Set(password).size === 1 ||
    emailKey(password) === emailKey(email)
  if (isBad) throw new Refusal('password_weak')
}

/** The same key whatever keyboard wrote it. */
function derive(password: string, salt: Buffer, { costBits, blockSize, parallelism }: PasswordCost): Promise<Buffer> {
  const N = 2 ** costBits
  const options: ScryptOptions = { N, r: blockSize, p: parallelism, maxmem: 256 * N * blockSize }
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}

function createLine() {
  const waiting: (() => void)[] = []
  let running = 0
  return async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (running >= AT_ONCE) {
      if (waiting.length >= IN_LINE) throw new Refusal('unavailable', { retryAfterMs: 5_000 })
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
