/** `kefu migrate`: brings the database up to date. `kefu start` does the same; this is for deployments that want it apart. */

import { openDatabase } from '../main.ts'
import { print, type Command } from './command.ts'

export const migrateCommand: Command = {
  usage: 'migrate',
  summary: 'bring the database up to date',
  async run(_given, config) {
    const database = await openDatabase(config)
    try {
      const applied = await database.migrate()
      print(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
    } finally {
      await database.close()
    }
  },
}
