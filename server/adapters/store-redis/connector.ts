/**
 * Makes the connection, as the library's own connector does, but for one thing: Node may report a second error on a connection that has failed already, on TLS
 * above all. The library listens for the first only, and the second would end the process.
 */

import { createConnection, type Socket } from 'node:net'
import { connect as connectByTls, type ConnectionOptions } from 'node:tls'
import { AbstractConnector } from 'ioredis'

/** How long the other side may take to take leave. */
const LEAVING_MS = 2_000

type Place = { host: string; port: number; tls?: ConnectionOptions }

export class Connector extends AbstractConnector {
  readonly #place: Place

  constructor(options: unknown) {
    super(LEAVING_MS)
    this.#place = options as Place
  }

  override connect(): Promise<Socket> {
    this.connecting = true
    const { host, port, tls } = this.#place
    return new Promise((resolve, reject) => {
      // The caller may change its mind until then.
      process.nextTick(() => {
        if (!this.connecting) return reject(new Error('Connection is closed.'))
        const stream = tls ? connectByTls({ host, port, ...tls }) : createConnection({ host, port })
        this.stream = stream
        stream.on('error', (error) => (this.firstError ??= error))
        resolve(stream)
      })
    })
  }
}
