import { afterAll, beforeAll, describe } from 'vitest'
import { parseRedisAddress } from '../../redis-address.ts'
import { hasRedis, needsRedis, startRedis, startRedisCluster, type RedisCluster, type RedisServer } from '../../testing/redis-server.ts'
import { storeContract } from '../store.contract.ts'
import { connectTo } from './client.ts'
import { createRedisStore } from './store-redis.ts'

const pass = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds + 5))
const log = { warn: () => {}, error: () => {} }

describe.skipIf(!hasRedis)(`one server${needsRedis}`, () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  storeContract('Redis', async () => {
    await redis.ask('FLUSHALL')
    const connection = connectTo(parseRedisAddress(redis.url)!)
    await new Promise<void>((ready) => connection.onReady(ready))
    const store = createRedisStore({ connection, log })
    return { store, pass, close: () => store.close() }
  })
})

describe.skipIf(!hasRedis)(`a Cluster${needsRedis}`, () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterAll(() => cluster[Symbol.asyncDispose]())

  storeContract('Redis Cluster', async () => {
    for (const node of cluster.nodes) await node.ask('FLUSHALL')
    const connection = connectTo(parseRedisAddress(cluster.url)!)
    await new Promise<void>((ready) => connection.onReady(ready))
    const store = createRedisStore({ connection, log })
    return { store, pass, close: () => store.close() }
  })
})
