/**
 * The REST API for a tenant's own backend, `/api/v1`. Each resource is a list of operations: method, path, scope, schemas and what to do. From that
 * list come the routes, their checks and the OpenAPI document, so none of them can be forgotten.
 */

import express, { type Request, type Response, type Router } from 'express'
import * as z from 'zod'
import { createDocument } from 'zod-openapi'
import { ERRORS } from '../../shared/errors.ts'
import type { Forgetting } from '../forgetting.ts'
import type { Database } from '../ports/database.ts'
import type { ApiKey } from '../ports/tenants.ts'
import type { Store } from '../ports/store.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { SiteFilterDirectory } from '../word-lists/site-filters.ts'
import type { Tickets } from '../tickets/tickets.ts'
import type { Operation, TextAnswer } from './api-operation.ts'
import { apiSettingsOperations } from './api-settings.ts'
import { apiTicketOperations } from './api-tickets.ts'
import { documentOperations } from './api-documents.ts'
import { phraseOperations } from './api-phrases.ts'
import { questionOperations } from './api-questions.ts'
import { reportOperations } from './api-report.ts'
import { visitorOperations } from './api-visitors.ts'
import { wordOperations } from './api-words.ts'
import { readRequest } from './request-reading.ts'

export type ApiOptions = {
  tickets: Tickets
  database: Database
  store: Store
  filters: Pick<SiteFilterDirectory, 'newest'>
  forgetting: Forgetting
  currency: string
  now: () => number
}

/** Calls per second of one key. */
const RATE = { perSecond: 50, burst: 200 }

export function createApi({ tickets, database, store, filters, forgetting, currency, now }: ApiOptions): Router {
  const router = express.Router()
  const operations = [
    ...questionOperations({ database, now }),
    ...documentOperations({ database, now }),
    ...wordOperations({ database, store, filters, now }),
    ...phraseOperations({ database }),
    ...reportOperations({ database, currency, now }),
    ...visitorOperations({ database, forgetting }),
    ...apiTicketOperations({ tickets, database }),
    ...apiSettingsOperations({ database }),
  ]
  let document: ReturnType<typeof describe> | undefined

  // Made when it is first asked for: that took a tenth of every start, and few servers are ever asked.
  router.get('/openapi.json', (_request, response) => void response.json((document ??= describe(operations))))
  for (const operation of operations) {
    router[operation.method](operation.path, async (request, response) => {
      // The key first: what a stranger sends is not worth parsing.
      const key = await authenticate(request, operation)
      const result = await operation.carryOut({ key, ...(await readRequest(operation, request, response)) })
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
    if (!key.scopes.includes(scope)) throw new Refusal('scope_missing', { detail: `It is ${scope}.` })
    const buckets = [{ key: `api:${key.id}`, ...RATE }]
    if (rate) buckets.push({ key: `api:${key.id}:${method} ${path}`, ...rate })
    const tokens = await store.forTenant(key.tenantId).takeTokens(buckets)
    if (!tokens.taken) throw new Refusal('throttled', { retryAfterMs: tokens.waitMs })
    return key
  }

  return router
}

const sendText = (response: Response, { type, text }: TextAnswer): void => void response.type(type).send(text)

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
