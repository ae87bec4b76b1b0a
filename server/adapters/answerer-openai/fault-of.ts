/**
 * Names what went wrong. Messages of endpoints and parsers quote keys ("Incorrect API key provided: sk-…") and
 * customers' words ("… is not valid JSON"), so neither they nor the errors that hold them go on from here: only the
 * status and the endpoint's short code do.
 */

import { APIError } from 'openai'

import { AnswerFault } from '../../ports.ts'

const CODE = /^[a-z][a-z0-9_.-]{0,63}$/i

export function faultOf(error: unknown): AnswerFault {
  if (error instanceof AnswerFault) return error
  if (error instanceof APIError) return faultOfApi(error)
  if (error instanceof SyntaxError) return new AnswerFault('stream_error', { message: 'an event is not JSON' })
  return new AnswerFault('stream_error', { message: 'the stream could not be read', cause: error })
}

function faultOfApi(error: APIError): AnswerFault {
  const code = codeOf(error)
  const status: unknown = error.status
  if (typeof status === 'number') return new AnswerFault('status', { status, message: words(`status ${status}`, code) })
  if (error.error === undefined) return new AnswerFault('network', { message: 'the request could not be sent', cause: error.cause })
  return new AnswerFault('stream_error', { status: numberOf(error.code), message: words('an error inside the stream', code) })
}

const words = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ')

/** `insufficient_quota`, `model_not_found`: what decides whether trying again can help. */
function codeOf(error: APIError): string | undefined {
  const candidates: unknown[] = [error.code, error.type]
  return candidates.find((value): value is string => typeof value === 'string' && CODE.test(value))
}

/** Gateways put the status of the provider behind them into the error object. */
function numberOf(code: unknown): number | undefined {
  const status = Number(code)
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : undefined
}
