/** How a stage stops a message: with a code of the one error table, and nothing else for the outside. */

import { ERRORS, type ErrorCode } from '../shared/errors.ts'
import type { Refused } from '../shared/protocol.ts'

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(ERRORS[code].says, { cause: options.cause })
    this.code = code
    this.retryAfterMs = options.retryAfterMs
  }

  /** As it stands in an acknowledgement. */
  toRefused(): Refused {
    return this.retryAfterMs === undefined ? { code: this.code } : { code: this.code, retryAfterMs: Math.ceil(this.retryAfterMs) }
  }
}

/** What the outside may know of any error: a `Refusal` speaks for itself, everything else is `internal`. */
export const asRefusal = (error: unknown): Refusal => (error instanceof Refusal ? error : new Refusal('internal', { cause: error }))
