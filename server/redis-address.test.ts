import { describe, expect, test } from 'vitest'
import { parseConfig } from './config.ts'
import { parseRedisAddress, shownRedisAddress } from './redis-address.ts'

const plain = { isCluster: false, hasTls: false, username: '', password: '', database: 0 }
const node = (host: string, port = 6379) => ({ host, port })

describe('REDIS_URL', () => {
  test.each([
    ['redis://cache', { ...plain, nodes: [node('cache')] }],
    ['redis://127.0.0.1:7000/3', { ...plain, nodes: [node('127.0.0.1', 7000)], database: 3 }],
    ['redis://[::1]:7000', { ...plain, nodes: [node('::1', 7000)] }],
    [
      'rediss://me:p%40ss%2Fword@cache:6380',
      { ...plain, nodes: [node('cache', 6380)], hasTls: true, username: 'me', password: 'p@ss/word' },
    ],
    [
      'redis://:secret@a:7000,b:7001, redis://c:7002',
      { ...plain, nodes: [node('a', 7000), node('b', 7001), node('c', 7002)], isCluster: true, password: 'secret' },
    ],
    ['rediss-cluster://entry', { ...plain, nodes: [node('entry')], isCluster: true, hasTls: true }],
  ])('%s is understood', (text, address) => {
    expect(parseRedisAddress(text)).toEqual(address)
  })

  test.each([
    'cache',
    'http://cache',
    'redis://',
    'redis://cache/x',
    'redis://cache/-1',
    'redis://a,b/1',
    'redis://a/1,b',
    'redis://a,,b',
    'redis://a?tls=1',
    'redis://%ff@a',
    'unix:/run/redis.sock',
  ])('%s is refused', (text) => {
    expect(parseRedisAddress(text)).toBeUndefined()
  })

  test('is shown without user name and password', () => {
    for (const [text, shown] of [
      ['redis://me:secret@cache/3', 'redis://cache:6379/3'],
      ['rediss://:secret@[::1]:7000,b', 'rediss-cluster://[::1]:7000,b:6379'],
    ] as const)
      expect(shownRedisAddress(parseRedisAddress(text)!)).toBe(shown)
  })

  test('a wrong one is a fault that does not repeat the password', () => {
    expect(() => parseConfig({ REDIS_URL: 'http://me:secret@cache' })).toThrow('REDIS_URL must be redis://HOST:PORT')
    expect(() => parseConfig({ REDIS_URL: 'http://me:secret@cache' })).not.toThrow('secret')
  })
})
