/**
 * Opens the store at the start of the process. What only the operator can mend is said at once and ends the start. A Redis that is merely away does not:
 * the server starts without it, as it would go on without it, and finds it when it comes.
 */

import type { Redis } from 'ioredis'
import { OperatorFault } from '../../operator-fault.ts'
import type { Store } from '../../ports/store.ts'
import { shownRedisAddress, type RedisAddress } from '../../redis-address.ts'
import { connectTo, type Connection } from './client.ts'
import type { OutageLog } from './outages.ts'
import { doubtOf, inspect, remedyFor } from './remedies.ts'
import { createRedisStore, type RedisStoreOptions } from './store-redis.ts'

export type OpenRedisStoreOptions = {
  address: RedisAddress
  log: OutageLog & { info(details: object, message: string): void }
  failed?: NonNullable<RedisStoreOptions['failed']>
  /** How long the start waits for a Redis that is away. */
  patienceMs?: number
}

export async function openRedisStore({ address, log, failed, patienceMs = 5_000 }: OpenRedisStoreOptions): Promise<Store> {
  const connection = connectTo(address)
  const redis = shownRedisAddress(address)

  /** Says what there is to say; answers what should have kept us from starting. */
  async function introduce(): Promise<string[]> {
    try {
      const { faults, warnings, version } = await inspect(address, connection.masters())
      for (const warning of warnings) log.warn({}, warning)
      if (faults.length === 0) log.info({ redis, version }, 'short-lived data is kept in Redis')
      return faults
    } catch (error) {
      log.warn({ redis, reason: error instanceof Error ? error.message : 'unknown' }, 'Redis could not be asked about itself')
      return []
    }
  }

  try {
    const contact = await firstContact(connection, address, patienceMs)
    if (contact.isReady) {
      const faults = await introduce()
      if (faults.length > 0) throw new OperatorFault(faults.join('\n'))
    } else {
      const doubt = doubtOf(address, contact.reason)
      log.warn(
        { redis, reason: contact.reason },
        `Redis cannot be reached.${doubt} Starting without it: nothing is spent on answers of the model until it is there.`,
      )
      let isIntroduced = false
      connection.onReady(() => {
        if (!isIntroduced) void introduce().then((faults) => faults.forEach((fault) => log.error({}, fault)))
        isIntroduced = true
      })
    }
  } catch (error) {
    connection.close()
    throw error
  }
  return createRedisStore({ connection, log, ...(failed ? { failed } : {}) })
}

type Contact = { isReady: true } | { isReady: false; reason: string }

/** A Cluster's connection does not say why it cannot be made; one to a single server does. */
function firstContact(connection: Connection, address: RedisAddress, patienceMs: number): Promise<Contact> {
  const probe: Redis = connection.listen()
  return new Promise<Contact>((resolve, reject) => {
    let reason = 'it does not answer'
    const timer = setTimeout(() => resolve({ isReady: false, reason }), patienceMs)
    const failed = (error: Error): void => {
      const remedy = remedyFor(address, error)
      if (remedy) reject(new OperatorFault(remedy, { cause: error }))
    }
    connection.onFault(failed)
    probe.on('error', (error: Error) => {
      reason = error.message
      failed(error)
    })
    connection.onReady(() => {
      clearTimeout(timer)
      resolve({ isReady: true })
    })
  }).finally(() => probe.disconnect())
}
