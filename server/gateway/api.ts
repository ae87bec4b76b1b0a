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
import type { Operation, Scope } from './api-operation.ts'
import { questionOperations } from './api-questions.ts'

export type ApiOptions = { database: Database; store: Store; now: () => number }

/** Calls per second of one key. */
const RATE = { perSecond: 50, burst: 200 }

export function createApi({ database, store, now }: ApiOptions): Router {
  const router = express.Router()
  const operations = questionOperations({ database, now })
  const document = describe(operations)

  router.get('/openapi.json', (_request, response) => void response.json(document))
  for (const operation of operations) {
    router[operation.method](operation.path, async (request, response) => {
      // The key first: what a stranger sends is not worth parsing.
      const key = await authenticate(request, operation.scope)
      if (operation.body) await parseBody(request, response)
      const result = await operation.carryOut({ key, ...read(operation, request) })
      if (operation.status === 204) response.status(204).end()
      else response.status(operation.status).json(result)
    })
  }

  async function authenticate(request: Request, scope: Scope): Promise<ApiKey> {
    const [, secret] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? []
    if (secret === undefined) throw new Refusal('key_missing')
    const key = await database.apiKeyByHash(sha256(secret))
    if (!key) throw new Refusal('key_unknown')
    if (!key.scopes.includes(scope)) throw new Refusal('scope_missing')
    const tokens = await store.forTenant(key.tenantId).takeTokens([{ key: `api:${key.id}`, ...RATE }])
    if (!tokens.taken) throw new Refusal('throttled', { retryAfterMs: tokens.waitMs })
    return key
  }

  return router
}

const json = express.json({ limit: '256kb', strict: true })

const parseBody = (request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => json(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error))))

function read(operation: Operation, request: Request): { params: Record<string, string>; query: unknown; body: unknown } {
  return {
    params: parse(operation.params, request.params, 'path') as Record<string, string>,
    query: operation.query ? parse(operation.query, request.query, 'query') : {},
    body: operation.body ? parse(operation.body, request.body, 'body') : undefined,
  }
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
        ...(operation.body ? { requestBody: { required: true, content: { 'application/json': { schema: operation.body } } } } : {}),
        responses: {
          [String(operation.status)]: operation.answer
            ? { description: 'Done.', content: { 'application/json': { schema: operation.answer } } }
            : { description: 'Done.' },
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
