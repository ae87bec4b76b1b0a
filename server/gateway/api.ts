/**
 * The REST API for a tenant's own backend, `/api/v1`. Each resource is a list of operations: method, path, scope, schemas and what to do. From that
 * list come the routes, their checks and the OpenAPI document, so none of them can be forgotten.
 */

import express, { type Request, type Response, type Router } from 'express'
import * as z from 'zod'
import { createDocument } from 'zod-openapi'
import { ERRORS } from '../../shared/errors.ts'
import type { ApiKey, Database, Store } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { SiteFilterDirectory } from '../word-lists/site-filters.ts'
import type { Operation, TextAnswer, TextBody } from './api-operation.ts'
import { questionOperations } from './api-questions.ts'
import { reportOperations } from './api-report.ts'
import { wordOperations } from './api-words.ts'

export type ApiOptions = {
  database: Database
  store: Store
  filters: Pick<SiteFilterDirectory, 'newest'>
  currency: string
  now: () => number
}

/** Calls per second of one key. */
const RATE = { perSecond: 50, burst: 200 }

export function createApi({ database, store, filters, currency, now }: ApiOptions): Router {
  const router = express.Router()
  const operations = [
    ...questionOperations({ database, now }),
    ...wordOperations({ database, store, filters, now }),
    ...reportOperations({ database, currency, now }),
  ]
  const document = describe(operations)

  router.get('/openapi.json', (_request, response) => void response.json(document))
  for (const operation of operations) {
    router[operation.method](operation.path, async (request, response) => {
      // The key first: what a stranger sends is not worth parsing.
      const key = await authenticate(request, operation)
      if (operation.body || operation.textBody) await parseBody(operation, request, response)
      const result = await operation.carryOut({ key, ...read(operation, request) })
      if (operation.status === 204) response.status(204).end()
      else if (operation.textAnswer) sendText(response.status(operation.status), result as TextAnswer)
      else response.status(operation.status).json(result)
    })
  }

  async function authenticate(request: Request, { scope, method, path, rate }: Operation): Promise<ApiKey> {
    const [, secret] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? []
    if (secret === undefined) throw new Refusal('key_missing')
    const key = await database.apiKeyByHash(sha256(secret))
    if (!key) throw new Refusal('key_unknown')
    if (!key.scopes.includes(scope)) throw new Refusal('scope_missing')
    const buckets = [{ key: `api:${key.id}`, ...RATE }]
    if (rate) buckets.push({ key: `api:${key.id}:${method} ${path}`, ...rate })
    const tokens = await store.forTenant(key.tenantId).takeTokens(buckets)
    if (!tokens.taken) throw new Refusal('throttled', { retryAfterMs: tokens.waitMs })
    return key
  }

  return router
}

const BODY_BYTES = 256 * 1024

function parseBody({ textBody, bodyBytes: limit = BODY_BYTES }: Operation, request: Request, response: Response): Promise<void> {
  const parser = textBody ? express.text({ limit, type: [...textBody] }) : express.json({ limit, strict: true })
  return new Promise((resolve, reject) => parser(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error))))
}

const sendText = (response: Response, { type, text }: TextAnswer): void => void response.type(type).send(text)

function read(operation: Operation, request: Request): { params: Record<string, string>; query: unknown; body: unknown } {
  return {
    params: parse(operation.params, request.params, 'path') as Record<string, string>,
    query: operation.query ? parse(operation.query, request.query, 'query') : {},
    body: operation.textBody
      ? readText(operation.textBody, request)
      : operation.body
        ? parse(operation.body, request.body, 'body')
        : undefined,
  }
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

const errorSchema = z
  .object({ error: z.object({ code: z.enum(Object.keys(ERRORS) as [string, ...string[]]), says: z.string() }) })
  .meta({ id: 'Error' })

const textContent = (types: readonly string[]) => Object.fromEntries(types.map((type) => [type, { schema: z.string() }]))

function requestBodyOf({ body, textBody }: Operation): object {
  if (textBody) return { requestBody: { required: true, content: textContent(textBody) } }
  return body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}
}

function answerContent({ answer, textAnswer }: Operation): object {
  if (textAnswer) return { content: textContent(textAnswer) }
  return answer ? { content: { 'application/json': { schema: answer } } } : {}
}

function describe(operations: Operation[]) {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    const codes = [
      ...new Set<keyof typeof ERRORS>(['key_missing', 'scope_missing', 'throttled', 'request_invalid', 'internal', ...operation.errors]),
    ]
    const errors: Record<string, object> = {}
    for (const status of new Set(codes.map((code) => ERRORS[code].status))) {
      const same = codes.filter((code) => ERRORS[code].status === status)
      const description = same.map((code) => `\`${code}\`: ${ERRORS[code].says}`).join(' ')
      errors[String(status)] = { description, content: { 'application/json': { schema: errorSchema } } }
    }
    paths[path] = {
      ...paths[path],
      [operation.method]: {
        summary: operation.summary,
        description: `Needs the scope \`${operation.scope}\`.`,
        security: [{ key: [] }],
        requestParams: { path: operation.params, ...(operation.query ? { query: operation.query } : {}) },
        ...requestBodyOf(operation),
        responses: {
          [String(operation.status)]: { description: 'Done.', ...answerContent(operation) },
          ...errors,
        },
      },
    }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Kefu',
      version: '1',
      description: 'The API of a Kefu server, for the backend of a website’s owner.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: `kefu key create` prints one.' } } },
    paths,
  })
}
