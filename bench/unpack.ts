/** Packages of others, as they were published: fetched with `npm pack` and unpacked, not installed. */

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const FOLDER = fileURLToPath(new URL('peers/', import.meta.url))

/** What `bench/peers/package.json` pins. */
export function versionOf(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }
  return devDependencies[name] ?? ''
}

/** The package's folder below `bench/peers/node_modules`. Half an unpacked one never stands there. `say` is told what takes its time. */
export async function unpack(name: string, say: (line: string) => void): Promise<string> {
  const version = versionOf(name)
  const folder = join(FOLDER, 'node_modules', `${name}@${version}`)
  if (existsSync(folder)) return folder
  say(`fetching ${name} ${version}`)
  const run = promisify(execFile)
  const half = `${folder}.part`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', half, `${name}@${version}`])
  await run('tar', ['xzf', join(half, stdout.trim()), '-C', half])
  renameSync(join(half, 'package'), folder)
  rmSync(half, { recursive: true })
  return folder
}
