/**
 * Unit tests run the server's threads and processes as customers do: compiled. From sources, each would first have to start a compiler inside itself,
 * which takes ten times as long as its work. One bundle is made when a run begins, again when a file changes, and is never shipped.
 */

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'

const ROOT = join(import.meta.dirname, '..')
const SCRIPTS = 'adapters/store-redis/scripts'

/** As deep as `dist/server`, so that what lies beside the code is found from it. */
export const COMPILED_FOLDER = join(ROOT, 'dist/test-server')

/** Files that start a thread from the file beside them. */
const STARTERS = /\/server\/(adapters\/database-sqlite\/thread|words\/aside)\.ts$/

const entries = {
  cli: 'server/cli.ts',
  'database-sqlite': 'server/adapters/database-sqlite/database-sqlite.ts',
  worker: 'server/adapters/database-sqlite/worker.ts',
  'aside-worker': 'server/words/aside-worker.ts',
}

async function compile(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    // Not emptied: another run may be reading. What is imported has no hash, so that nothing gathers here.
    build: {
      ssr: true,
      minify: false,
      target: 'node20',
      outDir: COMPILED_FOLDER,
      emptyOutDir: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(ROOT, file)])),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
    // Thousands of small files are read faster as one; only what holds machine code must stay outside.
    ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
  })
  cpSync(join(ROOT, 'server', SCRIPTS), join(COMPILED_FOLDER, 'scripts'), { recursive: true })
}

export const compiledServer = (): Plugin => ({
  name: 'kefu:compiled-server',
  buildStart: compile,
  watchChange: (id) => (/\/(server|shared)\/.*(?<!\.test)\.ts$/.test(id) ? compile() : undefined),
  // To such a file it looks as if it were compiled too.
  transform: (code, id) =>
    STARTERS.test(id)
      ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(join(COMPILED_FOLDER, 'starter.js')).href))
      : undefined,
})
