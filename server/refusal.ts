/** How a stage stops a message: with a code of the one error table, and nothing else for the outside. */

import { ERRORS, type ErrorCode } from '../shared/errors.ts'
import type { Refused } from '../shared/protocol.ts'

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined

  constructor(
    code: ErrorCode,
    options: { retryAfterMs?: number; cause?: unknown; /** What this case needs, for whoever reads the sentence. */ detail?: string } = {},
  ) {
    super([ERRORS[code].says, options.detail].filter(Boolean).join(' '), { cause: options.cause })
    this.code = code
    this.retryAfterMs = options.retryAfterMs
  }

  /** As it stands in an acknowledgement. */
  toRefused(): Refused {
    return this.retryAfterMs === undefined ? { code: this.code } : { code: this.code, retryAfterMs: Math.ceil(this.retryAfterMs) }
  }
}

/** Says what is wrong with a request and where, never the value. */
export const requestInvalid = (faults: readonly string[]): Refusal =>
  new Refusal('request_invalid', { detail: faults.slice(0, 10).join('; ') })

/** What the outside may know of any error: a `Refusal` speaks for itself, everything else is `internal`. */
export const asRefusal = (error: unknown): Refusal => (error instanceof Refusal ? error : new Refusal('internal', { cause: error }))
