/**
 * Listens to channels over a connection of its own, for as long as it takes. What was published while it was broken nobody hears; so whenever a channel is heard,
 * or heard again, the caller is told, and looks for itself.
 */

import type { Redis } from 'ioredis'
import { pauseMs } from './client.ts'

export type ListenerOptions = {
  /** A new connection, which ends when it breaks. */
  connect: () => Redis
  heard: (channel: string, message: Buffer) => void
  /** From now on these are heard. */
  listening: (channels: string[]) => void
  onFault: (error: Error) => void
}

export type Listener = { add(channel: string): void; remove(channel: string): void; close(): void }

/** A connection that only listens does not notice that the line is dead, unless it asks. */
const ASK_MS = 2_000

export function createListener({ connect, heard, listening, onFault }: ListenerOptions): Listener {
  const wanted = new Set<string>()
  let connection: Redis | undefined
  let attempt = 0
  let pause: NodeJS.Timeout | undefined
  let isClosed = false

  const isReady = (redis: Redis): boolean => redis === connection && redis.status === 'ready'

  function open(): void {
    const redis = connect()
    connection = redis
    redis.on('error', onFault)
    redis.on('messageBuffer', (channel: Buffer, message: Buffer) => heard(channel.toString(), message))
    redis.on('ready', () => {
      attempt = 0
      if (wanted.size > 0) subscribe(redis, Array.from(wanted))
    })
    redis.on('end', () => {
      if (!isClosed) pause = setTimeout(open, pauseMs(attempt++))
    })
  }

  function subscribe(redis: Redis, channels: string[]): void {
    redis.subscribe(...channels).then(
      () => listening(channels),
      // Without its channels the connection is worth nothing; the next one begins anew.
      (error: Error) => {
        onFault(error)
        redis.disconnect()
      },
    )
  }

  const asking = setInterval(() => {
    if (connection && isReady(connection)) connection.ping().catch(onFault)
  }, ASK_MS)
  asking.unref()
  open()

  return {
    add(channel) {
      wanted.add(channel)
      if (connection && isReady(connection)) subscribe(connection, [channel])
    },
    remove(channel) {
      wanted.delete(channel)
      if (connection && isReady(connection)) connection.unsubscribe(channel).catch(onFault)
    },
    close() {
      isClosed = true
      clearInterval(asking)
      clearTimeout(pause)
      connection?.disconnect()
    },
  }
}
