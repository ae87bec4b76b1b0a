/** One call of the API, as data: from it come its route, its checks and its place in the OpenAPI document. */

import type * as z from 'zod'
import type { ErrorCode } from '../../shared/errors.ts'
import type { ApiKey } from '../ports/tenants.ts'
import type { Reading, Said } from './request-reading.ts'

export const SCOPES = [
  'questions:read',
  'questions:write',
  'documents:read',
  'documents:write',
  'words:read',
  'words:write',
  'reports:read',
  'visitors:read',
  'visitors:write',
  'sites:write',
  'settings:read',
  'settings:write',
  'tickets:read',
  'tickets:write',
] as const
export type Scope = (typeof SCOPES)[number]

export type Operation = Reading & {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As Express writes it: `/sites/:site/questions`. */
  path: string
  scope: Scope
  summary: string
  params: z.ZodObject
  /** The status of success, and what it answers with; nothing for 204. */
  status: 200 | 201 | 204
  answer?: z.ZodType
  /** Instead of JSON: a text of one of these types. `carryOut` gives a `TextAnswer`. */
  textAnswer?: readonly string[]
  /** Calls per second of one key, where they are dearer than usual. */
  rate?: { perSecond: number; burst: number }
  /** Codes of the error table that this call has besides those that all calls have. */
  errors: ErrorCode[]
  carryOut: (call: Said & { key: ApiKey }) => Promise<unknown>
}

export type TextAnswer = { type: string; text: string }
