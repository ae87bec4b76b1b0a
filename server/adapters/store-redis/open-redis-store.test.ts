/** What the operator reads at the start. */

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { OperatorFault } from '../../operator-fault.ts'
import { parseRedisAddress } from '../../redis-address.ts'
import { hasRedis, needsRedis, startRedis, type RedisServer } from '../../testing/redis-server.ts'
import { openRedisStore } from './open-redis-store.ts'

/** Opens, notes what was said, and closes again. */
async function tryToOpen(url: string, patienceMs = 5_000) {
  const said: string[] = []
  const note = (details: object, message: string): void => void said.push(`${message} ${JSON.stringify(details)}`)
  const log = { info: note, warn: note, error: note }
  const outcome = await openRedisStore({ address: parseRedisAddress(url)!, log, patienceMs }).then(
    (store) => ({ store, fault: undefined }),
    (fault: unknown) => ({ store: undefined, fault }),
  )
  return { ...outcome, said }
}

async function refusalOf(url: string): Promise<string> {
  const { fault, store } = await tryToOpen(url)
  await store?.close()
  expect(fault).toBeInstanceOf(OperatorFault)
  return (fault as OperatorFault).message
}

async function warningsOf(url: string): Promise<string> {
  const { store, said } = await tryToOpen(url)
  await store!.close()
  return said.join('\n')
}

/** Something at a port that answers every piece in its own way. */
async function listenAs(answer: (socket: Socket, said: string) => void): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    socket.on('data', (piece) => answer(socket, piece.toString('latin1')))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await once(server.close(), 'close')
    },
  }
}

describe('at the start, something else than Redis', () => {
  test('that speaks HTTP is told as that', async () => {
    await using web = await listenAs((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await refusalOf(`redis://127.0.0.1:${web.port}`)).toMatch(/is no Redis/)
  })

  test('that speaks TLS is told as that', async () => {
    await using tls = await listenAs((socket) => socket.end(Buffer.of(0x15, 3, 1, 0, 2, 2, 40)))
    expect(await refusalOf(`redis://127.0.0.1:${tls.port}`)).toMatch(/speaks TLS there. Write rediss:/)
  })

  test('that does not speak TLS is told as that', async () => {
    await using plain = await listenAs((socket) => socket.end('-ERR Protocol error: unbalanced quotes in request\r\n'))
    expect(await refusalOf(`rediss://127.0.0.1:${plain.port}`)).toMatch(/does not speak TLS there/)
  })

  test('that is too old is told its version', async () => {
    const info = 'redis_version:5.0.14\r\nredis_mode:standalone\r\nrole:master\r\n'
    await using old = await listenAs((socket, said) => {
      for (const word of said.match(/HELLO|INFO|setname/gi) ?? [])
        socket.write(
          /hello/i.test(word) ? "-ERR unknown command 'HELLO'\r\n" : /info/i.test(word) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n',
        )
    })
    expect(await refusalOf(`redis://127.0.0.1:${old.port}`)).toMatch(/is version 5\.0\.14; Kefu needs 6\.2 or later/)
  })

  test('that says nothing does not keep the server from starting', async () => {
    await using mute = await listenAs(() => {})
    const { store, said } = await tryToOpen(`redis://127.0.0.1:${mute.port}`, 300)
    await store!.close()
    expect(said.join('\n')).toMatch(/Redis cannot be reached. Does it want TLS/)
  })

  test('a name that nobody has is told as that', async () => {
    expect(await refusalOf('redis://nowhere.invalid')).toMatch(/no host has this name/)
  })
})

describe.skipIf(!hasRedis)(`at the start, Redis${needsRedis}`, () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis(['--databases', '4'])
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  test('without anything on disk is warned of, with it not', async () => {
    expect(await warningsOf(redis.url)).toMatch(/writes nothing to disk.*lost when Redis restarts; budgets are rebuilt from settled usage/)
    await redis.ask('CONFIG', 'SET', 'save', '3600 1')
    expect(await warningsOf(redis.url)).not.toMatch(/disk/)
    await redis.ask('CONFIG', 'SET', 'save', '')
  })

  test('that throws keys away when it is full is warned of', async () => {
    for (const policy of ['allkeys-lru', 'volatile-ttl']) {
      await redis.ask('CONFIG', 'SET', 'maxmemory-policy', policy)
      expect(await warningsOf(redis.url)).toContain(`maxmemory-policy ${policy}`)
    }
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    expect(await warningsOf(redis.url)).not.toContain('maxmemory')
  })

  test('that is a replica is warned of', async () => {
    await redis.ask('REPLICAOF', '127.0.0.1', '1')
    expect(await warningsOf(redis.url)).toMatch(/is a replica/)
    await redis.ask('REPLICAOF', 'NO', 'ONE')
  })

  test('without such a database, or that is no Cluster, is refused', async () => {
    expect(await refusalOf(`${redis.url}/9`)).toMatch(/has no database with this number/)
    expect(await refusalOf(redis.url.replace('redis:', 'redis-cluster:'))).toMatch(/is no Cluster/)
  })

  test('that is one node of a Cluster is refused', async () => {
    await using node = await startRedis(['--cluster-enabled', 'yes'])
    expect(await refusalOf(node.url)).toMatch(/is a node of a Cluster. Write redis-cluster:/)
  })

  test('with a password wants it, and the right one, and neither is ever shown', async () => {
    await using locked = await startRedis()
    await locked.ask('CONFIG', 'SET', 'requirepass', 's3cret')
    expect(await refusalOf(locked.url)).toMatch(/wants a password/)
    const refusal = await refusalOf(`redis://:wr0ng@127.0.0.1:${locked.port}`)
    expect(refusal).toMatch(/refuses this user name or password/)
    expect(refusal).not.toContain('wr0ng')
    const { store, said } = await tryToOpen(`redis://:s3cret@127.0.0.1:${locked.port}`)
    expect(await store!.forTenant('one').takeLease({ key: 'turn', holder: 'a', ttlMs: 1_000 })).toBe(true)
    expect(await store!.forTenant('one').takeLease({ key: 'turn', holder: 'b', ttlMs: 1_000 })).toBe(false)
    await store!.close()
    expect(said.join('')).not.toContain('s3cret')
  })

  test('lets a user work who may do no more than the manual says', async () => {
    const [, rights = ''] =
      /^ACL SETUSER kefu on >PASSWORD (.+)$/m.exec(readFileSync(new URL('../../../docs/redis.md', import.meta.url), 'utf8')) ?? []
    await redis.ask('ACL', 'SETUSER', 'kefu', 'on', '>s3cret', ...rights.split(' '))
    const { store, said } = await tryToOpen(`redis://kefu:s3cret@127.0.0.1:${redis.port}`)
    const tenant = store!.forTenant('one')
    const heard = vi.fn<() => void>()
    tenant.subscribe('c1', heard)
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    expect(await tenant.keepSession('c1', { seq: 1, bytes: Uint8Array.of(1), ttlMs: 1_000 })).toBe(true)
    expect(await tenant.session('c1')).toMatchObject({ seq: 1 })
    await tenant.forgetSession('c1')
    await tenant.keepAnswer('a', 'text', 1_000)
    expect(await tenant.keptAnswer('a')).toBe('text')
    await tenant.seedBudget({ key: 'day', spent: 0, ttlMs: 1_000 })
    expect(await tenant.reserve(1, [{ key: 'day', limit: 9 }])).toMatchObject({ state: 'reserved' })
    await tenant.settle({ keys: ['day'], reserved: 1, spent: 2 })
    await tenant.takeTokens([{ key: 'b', perSecond: 1, burst: 1 }])
    await tenant.takeLease({ key: 'l', holder: 'a', ttlMs: 1_000 })
    await tenant.returnLease({ key: 'l', holder: 'a' })
    await tenant.publish({ topic: 'c1', entries: [] })
    await tenant.keptAnswer('a')
    await store!.close()
    expect(said.join('\n')).not.toMatch(/did not answer|could not be asked/)
    expect(rights).not.toBe('')
  })

  test('that comes later is found, and then asked about itself', async () => {
    await using late = await startRedis()
    await late.kill()
    const { store, said } = await tryToOpen(late.url, 200)
    expect(said.join('\n')).toMatch(/Redis cannot be reached\. Starting without it/)
    const tenant = store!.forTenant('one')
    await expect(tenant.reserve(1, [{ key: 'day', limit: 9 }])).rejects.toThrow('the budget cannot be asked')
    late.launch()
    await vi.waitFor(async () => expect(await tenant.reserve(1, [{ key: 'day', limit: 9 }])).toMatchObject({ state: 'unknown' }), 5_000)
    await vi.waitFor(() => expect(said.join('\n')).toMatch(/short-lived data is kept in Redis/))
    expect(said.join('\n')).toMatch(/writes nothing to disk/)
    await store!.close()
  })

  const canMakeCertificates = spawnSync('openssl', ['version']).status === 0
  test.skipIf(!canMakeCertificates)(
    `with TLS is refused when its certificate cannot be trusted, and TLS is suggested where it is missing${canMakeCertificates ? '' : ' (skipped: needs openssl)'}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'kefu-tls-'))
      const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
      try {
        const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${key} -out ${certificate} -days 2 -subj /CN=localhost`
        spawnSync('openssl', [...words.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1'])
        await using secure = await startRedis()
        for (const [name, value] of [
          ['tls-cert-file', certificate],
          ['tls-key-file', key],
          ['tls-ca-cert-file', certificate],
          ['tls-auth-clients', 'no'],
        ] as const)
          await secure.ask('CONFIG', 'SET', name, value)
        const port = secure.busPort
        await secure.ask('CONFIG', 'SET', 'tls-port', port)
        expect(await refusalOf(`rediss://127.0.0.1:${port}`)).toMatch(/certificate that cannot be trusted. .*NODE_EXTRA_CA_CERTS/)
        const { store, said } = await tryToOpen(`redis://127.0.0.1:${port}`, 300)
        await store!.close()
        expect(said.join('\n')).toMatch(/Does it want TLS \(rediss:/)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
})
