/**
 * One connection to one SQLite file, for Kysely and for plain commands. Everything on it runs strictly one after another:
 * the driver hands out the same connection to everyone, so whoever uses it must never let two transactions overlap.
 */

import { DatabaseSync, type DatabaseSyncOptions, type StatementSyncInstance } from '@photostructure/sqlite'
import {
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Schema } from '../database/schema.ts'

export type Connection = {
  db: Kysely<Schema>
  /** For `begin`, `commit`, `pragma …`: no parameters, no rows. */
  execute(sql: string): void
  /** Whether a transaction is open. A full disk can end one without being asked. */
  inTransaction(): boolean
  close(): void
}

/**
 * Statements are kept and used again. Besides the time, this keeps memory: a statement let go is freed only when the
 * event loop turns, so a busy loop that prepares would pile them up.
 */
const KEPT_STATEMENTS = 256

/** How long a statement waits for another process that holds the file. */
export const BUSY_TIMEOUT_MS = 5_000

type Prepared = { statement: StatementSyncInstance; givesRows: boolean }

export function connectTo(file: string, options: DatabaseSyncOptions = {}): Connection {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true, ...options })
  const kept = new Map<string, Prepared>()

  function prepare(sql: string): Prepared {
    const known = kept.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const prepared = { statement, givesRows: statement.columns().length > 0 }
    const oldest = kept.keys().next()
    if (kept.size >= KEPT_STATEMENTS && !oldest.done) kept.delete(oldest.value)
    kept.set(sql, prepared)
    return prepared
  }

  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { statement, givesRows } = prepare(sql)
      if (givesRows) return { rows: statement.all(...parameters) as Row[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
    },
    streamQuery() {
      throw new Error('queries are not streamed here')
    },
  }
  return {
    db: new Kysely<Schema>({ dialect: dialectOver(connection) }),
    execute: (sql) => void prepare(sql).statement.run(),
    inTransaction: () => database.isTransaction,
    close: () => database.close(),
  }
}

const nothing = async (): Promise<void> => {}

const refuse = async (): Promise<never> => {
  throw new Error('transactions are opened around operations, not inside them')
}

function dialectOver(connection: DatabaseConnection): Dialect {
  const driver: Driver = {
    init: nothing,
    acquireConnection: async () => connection,
    releaseConnection: nothing,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: nothing,
  }
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}
