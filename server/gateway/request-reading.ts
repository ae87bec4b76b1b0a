/** What a request says, checked against the schemas of the call that it makes. For the API and for the desk alike. */

import express, { type Request, type Response } from 'express'
import type * as z from 'zod'
import { ERRORS } from '../../shared/errors.ts'
import { Refusal } from '../refusal.ts'

export type Reading = {
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Instead of JSON: a text of one of these types. */
  textBody?: readonly string[]
  /** Most bytes of the body, where it may be larger than usual. */
  bodyBytes?: number
}

export type TextBody = { type: string; text: string }

export type Said = { params: Record<string, string>; query: unknown; body: unknown }

const BODY_BYTES = 256 * 1024

/** Not before it is known who asks: what a stranger sends is not worth parsing. */
export async function readRequest(reading: Reading, request: Request, response: Response): Promise<Said> {
  if (reading.body || reading.textBody) await parseBody(reading, request, response)
  return {
    params: reading.params ? (parse(reading.params, request.params, 'path') as Record<string, string>) : {},
    query: reading.query ? parse(reading.query, request.query, 'query') : {},
    body: reading.textBody ? readText(reading.textBody, request) : reading.body ? parse(reading.body, request.body, 'body') : undefined,
  }
}

function parseBody({ textBody, bodyBytes: limit = BODY_BYTES }: Reading, request: Request, response: Response): Promise<void> {
  const parser = textBody ? express.text({ limit, type: [...textBody] }) : express.json({ limit, strict: true })
  return new Promise((resolve, reject) => parser(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error))))
}

/** A body of another type was not read at all. */
function readText(types: readonly string[], request: Request): TextBody {
  const type = request.is([...types])
  if (typeof request.body === 'string' && type) return { type, text: request.body }
  // No body at all is an empty text.
  if (request.headers['content-length'] === '0') return { type: types[0] ?? '', text: '' }
  throw new RequestInvalid([`the body must be ${types.join(' or ')}`])
}

/** A refusal that names every fault and its place, never the value. */
function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `${[where, ...issue.path.map(String)].join('.')}: ${issue.message}`)
  throw new RequestInvalid(faults)
}

/** Says which fields are wrong, in the one form of all errors. */
class RequestInvalid extends Refusal {
  constructor(faults: string[]) {
    super('request_invalid')
    this.message = `${ERRORS.request_invalid.says} ${faults.slice(0, 10).join('; ')}`
  }
}
