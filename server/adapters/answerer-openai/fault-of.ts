/**
 * Names what went wrong. Messages of endpoints and parsers quote keys ("Incorrect API key provided: sk-…") and
 * customers' words ("… is not valid JSON"), so neither they nor the errors that hold them go on from here: only the
 * status and the endpoint's short code do.
 */

import { APIError } from 'openai'

import { AnswerFault } from '../../ports.ts'

const CODE = /^[a-z][a-z0-9_.-]{0,63}$/i

/** For what the SDK threw. */
export function faultOf(error: unknown): AnswerFault {
  if (error instanceof AnswerFault) return error
  if (error instanceof APIError && typeof error.status === 'number') {
    return new AnswerFault('status', { status: error.status, message: words(`status ${error.status}`, codeOf(error)) })
  }
  return new AnswerFault('network', { message: 'the request could not be made', cause: error })
}

/** For the error object that a stream carries in the place of a chunk. */
export function faultInStream(error: unknown): AnswerFault {
  const fields = typeof error === 'object' && error !== null ? error : {}
  return new AnswerFault('stream_error', { status: statusOf(fields), message: words('an error inside the stream', codeOf(fields)) })
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
