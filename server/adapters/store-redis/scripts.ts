/**
 * The atomic steps, each a named Lua file in `scripts/` that says what it is given and what it answers. Redis keeps them by their hash, so a
 * call sends the hash, and the text only where Redis does not know it: the first time, after its restart, on another node of a Cluster.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RedisClient, RedisValue } from './client.ts'

const NAMES = [
  'take-tokens',
  'keep-session',
  'take-lease',
  'return-lease',
  'reserve',
  'settle',
  'seed-budget',
  'publish',
  'keep-presence',
  'presences',
] as const

export type ScriptName = (typeof NAMES)[number]

/** All keys of one call lie in one slot. */
export type RunScript = (name: ScriptName, keys: string[], values: RedisValue[]) => Promise<unknown>

/** Compiled, the files lie where the build copied them: beside this one, too. */
function readScript(name: ScriptName): { text: string; hash: string } {
  const text = readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), 'utf8')
  return { text, hash: createHash('sha1').update(text).digest('hex') }
}

export function createScripts(client: RedisClient): RunScript {
  const scripts = Object.fromEntries(NAMES.map((name) => [name, readScript(name)])) as Record<ScriptName, { text: string; hash: string }>

  return async function runScript(name, keys, values) {
    const { text, hash } = scripts[name]
    try {
      return await client.call('EVALSHA', hash, keys.length, ...keys, ...values)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return client.call('EVAL', text, keys.length, ...keys, ...values)
    }
  }
}
