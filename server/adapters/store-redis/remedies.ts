/** What an operator can do about Redis at the start: faults that no waiting mends, and settings that will hurt later. */

import type { Redis } from 'ioredis'
import { shownRedisAddress, type RedisAddress } from '../../redis-address.ts'

/** The oldest whose commands and scripts do what ours ask. */
const LEAST_VERSION = [6, 2]

const REMEDIES: [RegExp, string][] = [
  [/WRONGPASS|invalid password|invalid username/, 'refuses this user name or password. Correct them in REDIS_URL.'],
  [/NOAUTH|Authentication required/, 'wants a password. Write it into REDIS_URL: redis://:PASSWORD@HOST:PORT'],
  [/NOPERM/, 'does not let this user do what Kefu needs: keys and channels that begin with t:, and the commands named in docs/redis.md.'],
  [/DB index is out of range/, 'has no database with this number. Correct it in REDIS_URL.'],
  [/cluster support disabled/, 'is no Cluster. Write REDIS_URL with redis:// and one server.'],
  [/ENOTFOUND/, 'cannot be found: no host has this name. Correct it in REDIS_URL.'],
  [
    /wrong version number|packet length too long|EPROTO|SSL routines/i,
    'does not speak TLS there. Write redis:// instead of rediss://, or give the port for TLS.',
  ],
  [
    /self.signed|unable to verify|unable to get (local )?issuer|certificate has expired|altnames/i,
    'shows a certificate that cannot be trusted. Give the authority’s certificate with NODE_EXTRA_CA_CERTS, and the name that it was made for in REDIS_URL.',
  ],
  // The first byte of an answer: TLS' alert, or anything that Redis never begins with.
  [/Unknown RESP type 21 /, 'speaks TLS there. Write rediss:// instead of redis://.'],
  [/Unknown RESP type/, 'is no Redis: something else answers there. Correct host and port in REDIS_URL.'],
]

/** What may be wrong with the address of a server that never gets as far as answering. */
export const doubtOf = ({ hasTls }: RedisAddress, reason: string): string =>
  /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(reason) ? '' : hasTls ? ' Is there TLS at this port?' : ' Does it want TLS (rediss://)?'

/** A sentence for what only the operator can mend; `undefined` for what may pass. */
export function remedyFor(address: RedisAddress, error: Error): string | undefined {
  const text = `${error.message} ${'code' in error ? String(error.code) : ''}`
  const remedy = REMEDIES.find(([pattern]) => pattern.test(text))?.[1]
  return remedy && `Redis at ${shownRedisAddress(address)} ${remedy}`
}

/** What the server itself tells. `faults` keep us from starting; `warnings` are said once. */
export async function inspect(address: RedisAddress, servers: Redis[]): Promise<{ faults: string[]; warnings: string[]; version: string }> {
  const [faults, warnings] = [new Set<string>(), new Set<string>()]
  let version = ''
  for (const server of servers) {
    const info = Object.fromEntries(
      String(await server.call('INFO'))
        .split(/\r?\n/)
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
    ) as Record<string, string | undefined>
    version = info['redis_version'] ?? ''
    if (isOlder(version)) faults.add(`is version ${version}; Kefu needs ${LEAST_VERSION.join('.')} or later.`)
    if (info['redis_mode'] === 'sentinel') faults.add('is a Sentinel. Give the server that it watches over.')
    if (info['redis_mode'] === 'cluster' && !address.isCluster)
      faults.add('is a node of a Cluster. Write redis-cluster:// instead of redis://.')
    if (info['role'] === 'slave') warnings.add('is a replica, to which nothing can be written. Give the master.')
    const policy = info['maxmemory_policy'] ?? 'noeviction'
    if (policy !== 'noeviction')
      warnings.add(
        `throws keys away when its memory is full (maxmemory-policy ${policy}): then budgets are forgotten before their time, and rebuilt from settled usage. Better: noeviction.`,
      )
    if (info['aof_enabled'] === '0' && (await savesNothing(server)))
      warnings.add(
        'writes nothing to disk (no save, no appendonly): kept answers, sessions and budgets are lost when Redis restarts; budgets are rebuilt from settled usage.',
      )
  }
  const said = (sentence: string): string => `Redis at ${shownRedisAddress(address)} ${sentence}`
  return { faults: Array.from(faults, said), warnings: Array.from(warnings, said), version }
}

/** Providers often forbid CONFIG; they look after the disk themselves. */
const savesNothing = async (server: Redis): Promise<boolean> =>
  server.call('CONFIG', 'GET', 'save').then(
    (answer) => Array.isArray(answer) && answer[1] === '',
    () => false,
  )

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = LEAST_VERSION
  return major < leastMajor || (major === leastMajor && minor < leastMinor)
}
