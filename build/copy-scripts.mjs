/** The compiler takes TypeScript only. The Lua scripts of the Redis store lie beside the file that reads them, in dist/ too. */

import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SCRIPTS = 'server/adapters/store-redis/scripts'
const place = (folder) => fileURLToPath(new URL(`../${folder}`, import.meta.url))

cpSync(place(SCRIPTS), place(`dist/${SCRIPTS}`), { recursive: true })
