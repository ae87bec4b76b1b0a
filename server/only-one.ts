import type { ErrorCode } from '../shared/errors.ts'
import { Duplicate } from './ports/database.ts'
import { Refusal } from './refusal.ts'

/** Refuses with this code what would be the second of its kind. */
export async function onlyOne<Value>(writing: Promise<Value>, code: ErrorCode): Promise<Value> {
  try {
    return await writing
  } catch (error) {
    throw error instanceof Duplicate ? new Refusal(code, { cause: error }) : error
  }
}
