/**
 * The connection to Redis, to one server or to a Cluster. A command never hangs and is never sent twice: without a connection it fails at once,
 * without an answer after a second, and who sent it decides what that means. The connection itself is made again for as long as it takes.
 */

import { Cluster, Redis } from 'ioredis'
import type { RedisAddress } from '../../redis-address.ts'
import { Connector } from './connector.ts'

export type RedisValue = string | number | Buffer

/** What is asked of either kind. */
export type RedisClient = {
  call(command: string, ...values: RedisValue[]): Promise<unknown>
  /** The same, with the answer as bytes. */
  callBuffer(command: string, ...values: RedisValue[]): Promise<unknown>
}

export type Connection = {
  client: RedisClient
  /** Every server that can be written to, as far as known now. */
  masters(): Redis[]
  /** A connection of its own for listening, to any server. It ends when it breaks. */
  listen(): Redis
  /** Calls back whenever commands can be sent, again after every break. */
  onReady(ready: () => void): void
  onFault(fault: (error: Error) => void): void
  close(): void
}

/** What takes longer counts as lost: the customer's message waits for it. */
export const COMMAND_MS = 1_000
const CONNECT_MS = 2_000
/** Redis is back: this long at most until we notice. */
const LONGEST_PAUSE_MS = 1_000

/** Doubles, with jitter, so that many processes do not all knock at once. */
export const pauseMs = (attempt: number): number => Math.min(LONGEST_PAUSE_MS, 25 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2)

export const connectTo = (address: RedisAddress): Connection => (address.isCluster ? connectToCluster(address) : connectToServer(address))

function optionsFor(address: RedisAddress) {
  return {
    ...(address.username === '' ? {} : { username: address.username }),
    ...(address.password === '' ? {} : { password: address.password }),
    ...(address.hasTls ? { tls: {} } : {}),
    db: address.database,
    Connector,
    connectionName: 'kefu',
    disableClientInfo: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    // Commands are out and nothing comes: the line is dead, although nobody has said so.
    socketTimeout: COMMAND_MS,
    keepAlive: 10_000,
    // A reservation that was perhaps made must not be made again.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // The library would not catch what goes wrong there.
    autoResubscribe: false,
    maxLoadingRetryTime: 500,
  }
}

function connectToServer(address: RedisAddress): Connection {
  const options = { ...optionsFor(address), ...address.nodes[0] }
  let leftAt = 0
  const redis = new Redis({
    ...options,
    enableOfflineQueue: false,
    retryStrategy: pauseMs,
    // It has become a replica: its name may lead to the new master by now.
    reconnectOnError(error: Error) {
      if (!error.message.startsWith('READONLY') || Date.now() - leftAt < LONGEST_PAUSE_MS) return false
      leftAt = Date.now()
      return true
    },
  })
  return {
    client: redis,
    masters: () => [redis],
    listen: () => new Redis({ ...options, retryStrategy: () => null }),
    onReady: (ready) => redis.on('ready', ready),
    onFault: (fault) => redis.on('error', fault),
    close: () => redis.disconnect(),
  }
}

function connectToCluster(address: RedisAddress): Connection {
  const options = optionsFor(address)
  const cluster = new Cluster(address.nodes, {
    redisOptions: options,
    clusterRetryStrategy: pauseMs,
    // Only what Redis refused, and so did not do, is sent again: MOVED, ASK, TRYAGAIN.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: 50,
    slotsRefreshInterval: 2_000,
    slotsRefreshTimeout: COMMAND_MS,
    // Certificates name hosts, not addresses.
    ...(address.hasTls ? { dnsLookup: (host: string, found: (error: null, address: string) => void) => found(null, host) } : {}),
  })
  // The library sends ASKING and does not look whether that went well; on a breaking connection it would end the process.
  cluster.on('+node', (node: Redis) => {
    const asking = node.asking.bind(node)
    node.asking = () => asking().catch(() => 'OK' as const)
  })
  /** The library keeps what it has no connection for, without a limit of number or time. A connection to one of the nodes that is being made is worth waiting for. */
  function soon(send: () => Promise<unknown>): Promise<unknown> {
    if (cluster.status !== 'ready') return Promise.reject(new Error('The Cluster is not connected'))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The Cluster did not answer in time')), COMMAND_MS)
      send()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })
  }

  return {
    client: {
      call: (command, ...values) => soon(() => cluster.call(command, ...values)),
      callBuffer: (command, ...values) => soon(() => cluster.callBuffer(command, ...values)),
    },
    masters: () => cluster.nodes('master'),
    listen() {
      const known = cluster.nodes('master').flatMap(({ options: { host, port } }) => (host && port ? [{ host, port }] : []))
      const places = known.length > 0 ? known : address.nodes
      const place = places[Math.floor(Math.random() * places.length)]
      return new Redis({ ...options, ...place, retryStrategy: () => null })
    },
    onReady: (ready) => cluster.on('ready', ready),
    onFault(fault) {
      cluster.on('error', (error: Error & { lastNodeError?: Error }) => fault(error.lastNodeError ?? error))
      cluster.on('node error', fault)
    },
    close: () => cluster.disconnect(),
  }
}
