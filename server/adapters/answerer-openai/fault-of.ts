/**
 * Names what went wrong. Messages of endpoints and parsers quote keys ("Incorrect API key provided: sk-…") and
 * customers' words ("… is not valid JSON"), so neither they nor the errors that hold them go on from here: only the
 * status and the endpoint's short code do.
 */

import { APIError } from 'openai'

import { AnswerFault } from '../../ports/answerer.ts'

const CODE = /^[a-z][a-z0-9_.-]{0,63}$/i

/** For what the SDK threw. */
export function faultOf(error: unknown): AnswerFault {
  if (error instanceof AnswerFault) return error
  if (error instanceof APIError && typeof error.status === 'number') {
    const { status, headers } = error
    const code = codeOf(error)
    return new AnswerFault('status', { status, code, retryAfterMs: retryAfterMs(headers), message: words(`status ${status}`, code) })
  }
  return new AnswerFault('network', { message: 'the request could not be made', cause: error })
}

/** For the error object that a stream carries in the place of a chunk. */
export function faultInStream(error: unknown): AnswerFault {
  const fields = typeof error === 'object' && error !== null ? error : {}
  const code = codeOf(fields)
  return new AnswerFault('stream_error', { status: statusOf(fields), code, message: words('an error inside the stream', code) })
}

const words = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ')

/** `insufficient_quota`, `model_not_found`: what decides whether trying again can help. */
function codeOf(error: { code?: unknown; type?: unknown }): string | undefined {
  return [error.code, error.type].find((value): value is string => typeof value === 'string' && CODE.test(value))
}

/** Gateways put the status of the provider behind them into the error object. */
function statusOf(error: { code?: unknown }): number | undefined {
  const status = Number(error.code)
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : undefined
}

/** OpenAI's own header in milliseconds, else the standard one: seconds, or a date. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = numberIn(headers?.get('retry-after-ms'))
  if (exact !== undefined) return exact
  const given = headers?.get('retry-after')
  const seconds = numberIn(given)
  if (seconds !== undefined) return seconds * 1_000
  const at = Date.parse(given ?? '')
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}

function numberIn(text: string | null | undefined): number | undefined {
  return text && /^\d{1,9}(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined
}
