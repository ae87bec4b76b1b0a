/**
 * JSON logs, one line an event. They never hold message text, tokens, keys or addresses: what may be logged is named here,
 * and the redaction below catches what a library attaches to an error.
 */

import { pino, stdSerializers, type Logger } from 'pino'

export type { Logger }

/** Fields under which libraries hide requests, headers and bodies. */
const REDACT = [
  'err.headers',
  'err.request',
  'err.response',
  'err.error',
  'err.config',
  'err.cause.headers',
  'err.cause.request',
  'err.parameters',
]

export const createLog = (level: string, destination?: NodeJS.WritableStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: { paths: REDACT, remove: true },
      serializers: { err: stdSerializers.err },
    },
    destination ?? process.stdout,
  )
