/**
 * The server as few files instead of the 1,700 that it and its packages are: a start spends more time on finding and opening those than on all else,
 * the packages of the database twice, once for each of its threads. Nothing is minified, so that a stack trace is read as in the sources.
 */

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { InlineConfig } from 'vite'
import { thirdPartyNotices } from './third-party-notices.ts'

const ROOT = join(import.meta.dirname, '..')
const SCRIPTS = 'adapters/store-redis/scripts'

/** What is started by its name: the command, the database for who comes beside a running server, and threads. */
const entries = {
  cli: 'server/cli.ts',
  'database-sqlite': 'server/adapters/database-sqlite/database-sqlite.ts',
  worker: 'server/adapters/database-sqlite/worker.ts',
  'aside-worker': 'server/words/aside-worker.ts',
}

/** `folder` is a folder of `dist`, as `dist/server` is: what lies beside the code is found from it. */
export const serverBundle = (folder: string): InlineConfig => ({
  root: ROOT,
  logLevel: 'error',
  publicDir: false,
  plugins: [
    thirdPartyNotices('The server', 'ssr'),
    {
      name: 'kefu:redis-scripts',
      closeBundle: () => cpSync(join(ROOT, 'server', SCRIPTS), join(ROOT, folder, 'scripts'), { recursive: true }),
    },
  ],
  // Not emptied: a server may be running from it, and load what it has not needed yet. Names have no hash, so that nothing gathers.
  build: {
    ssr: true,
    minify: false,
    target: 'node20',
    outDir: join(ROOT, folder),
    emptyOutDir: false,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(ROOT, file)])),
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  // Only what holds machine code must stay outside.
  ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
})
