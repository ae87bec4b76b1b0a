/**
 * Unit tests run the server's threads and processes as customers do: compiled. From sources, each would first have to start a compiler inside itself,
 * which takes ten times as long as its work. One bundle is made when a run begins, again when a file changes, so that no test runs an older one.
 */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import { serverBundle } from './server-bundle.ts'

const FOLDER = 'dist/test-server'

/** Files that start a thread from the file beside them. */
const STARTERS = /\/server\/(adapters\/database-sqlite\/thread|words\/aside)\.ts$/
const STARTER = pathToFileURL(join(import.meta.dirname, '..', FOLDER, 'starter.js')).href

const compile = async (): Promise<void> => void (await build({ configFile: false, ...serverBundle(FOLDER) }))

export const compiledServer = (): Plugin => ({
  name: 'kefu:compiled-server',
  buildStart: compile,
  watchChange: (id) => (/\/(server|shared)\/.*(?<!\.test)\.ts$/.test(id) ? compile() : undefined),
  // To such a file it looks as if it were compiled too.
  transform: (code, id) => (STARTERS.test(id) ? code.replaceAll('import.meta.url', JSON.stringify(STARTER)) : undefined),
})
