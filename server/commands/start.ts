/** `kefu start`: serves until it is told to stop. */

import { start, type RunningServer } from '../main.ts'
import { shownRedisAddress } from '../redis-address.ts'
import { print, type Command } from './command.ts'
import { ownerLinks } from './desk-link.ts'

export const startCommand: Command = {
  usage: 'start',
  summary: 'serve until stopped (SIGTERM or Ctrl-C)',
  async run(_given, config) {
    const server = await start(config)
    const sites = (
      await Promise.all((await server.database.tenants()).map((tenant) => server.database.forTenant(tenant.id).sites()))
    ).flat()
    const store = config.REDIS_URL ? shownRedisAddress(config.REDIS_URL) : 'memory'
    untilStopped(server)
    server.log.info({ url: server.url, dataFolder: config.DATA_DIR, store, sites: sites.length }, 'kefu is ready')
    const links = await ownerLinks(server.database, server.url)
    // Printed and not logged: it is a key.
    if (links !== '') print(`\n${links}`)
    if (sites.length === 0) server.log.warn('There is no site yet: kefu site create --name "My shop" --origin https://shop.example')
  },
}

/** How long after the grace a stop may take in all: sockets, database, logs. */
const CLOSING_MS = 4_000

/** SIGTERM and Ctrl-C stop gracefully; a second one, or a stop that hangs, ends at once. */
export function untilStopped(server: RunningServer, close: () => Promise<void> = () => Promise.resolve()): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1)
    stopping = true
    server.log.info({ signal }, 'stopping: answers in flight may finish')
    setTimeout(() => process.exit(1), server.graceMs + CLOSING_MS).unref()
    Promise.all([server.stop(), close()]).then(
      () => process.exit(0),
      (error: unknown) => {
        server.log.error({ err: error }, 'the stop failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
