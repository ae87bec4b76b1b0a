/** The shop's database, beside the running server, as the `kefu` command has it. */

import { join } from 'node:path'
import type * as Sqlite from '../server/adapters/database-sqlite/database-sqlite.ts'
import type { Database } from '../server/ports/database.ts'
import type { Shop } from './shop.ts'

export async function withDatabase(shop: Shop, change: (database: Database) => Promise<void>): Promise<void> {
  const built = new URL('../dist/server/adapters/database-sqlite/database-sqlite.js', import.meta.url)
  const { openSqliteDatabase } = (await import(built.href)) as typeof Sqlite
  const database = await openSqliteDatabase({ folder: join(shop.dataFolder, 'demo') })
  try {
    await change(database)
  } finally {
    await database.close()
  }
}
