/** What a request says, checked against the schemas of the call that it makes. For the API and for the desk alike. */

import { isUtf8 } from 'node:buffer'
import express, { type Request, type Response } from 'express'
import type * as z from 'zod'
import { faultSentence } from '../fault-sentence.ts'
import { requestInvalid } from '../refusal.ts'

export type Reading = {
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Instead of JSON: a text of one of these types. `carryOut` is given a `TextBody`. */
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

async function parseBody({ textBody, bodyBytes: limit = BODY_BYTES }: Reading, request: Request, response: Response): Promise<void> {
  const parser = textBody ? express.text({ limit, type: [...textBody], verify: mustBeUtf8 }) : express.json({ limit, strict: true })
  await new Promise<void>((resolve, reject) =>
    parser(request, response, (error?: unknown) =>
      error === undefined ? resolve() : reject(isNoJson(error) ? requestInvalid(['the body is no JSON']) : error),
    ),
  )
  if (!textBody && request.body === undefined && request.is('json') === false)
    throw requestInvalid(['the body must be JSON, with Content-Type: application/json'])
}

const isNoJson = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.parse.failed'

/** Spreadsheets save in the encoding of their country, of which every letter beyond ASCII would be lost in silence. */
function mustBeUtf8(...[, , bytes, charset]: [request: unknown, response: unknown, bytes: Buffer, charset: string]): void {
  if (charset === 'utf-8' && !isUtf8(bytes)) throw requestInvalid(['the body is not UTF-8'])
}

/** A body of another type was not read at all. */
function readText(types: readonly string[], request: Request): TextBody {
  const type = request.is([...types])
  if (typeof request.body === 'string' && type) return { type, text: request.body }
  // No body at all is an empty text.
  if (request.headers['content-length'] === '0') return { type: types[0] ?? '', text: '' }
  throw requestInvalid([`the body must be ${types.join(' or ')}`])
}

/** A refusal that names every fault and its place, never the value. */
function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value, { error: faultSentence })
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `${[where, ...issue.path.map(String)].join('.')}: ${issue.message}`)
  throw requestInvalid(faults)
}
