import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const lock = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8')) as {
  packages: Record<string, { version?: string; resolved?: string; link?: boolean }>
}

/** Below these, known faults can be reached from outside. `npm audit` cannot run everywhere; this can. */
const FLOORS = { 'socket.io-parser': '4.2.7', 'engine.io': '6.6.10', ws: '8.21.1', 'body-parser': '2.2.1' }

const numbers = (version: string): number[] => version.split('-')[0]!.split('.').map(Number)

function isAtLeast(version: string, floor: string): boolean {
  const [have, need] = [numbers(version), numbers(floor)]
  for (const [index, part] of need.entries()) if (have[index] !== part) return (have[index] ?? 0) > part
  return true
}

describe('the locked dependencies', () => {
  test.each(Object.entries(FLOORS))('%s is at least %s wherever it is', (name, floor) => {
    const found = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`))
    expect(found.length).toBeGreaterThan(0)
    for (const [path, { version }] of found) expect(isAtLeast(version!, floor), `${path} ${version}`).toBe(true)
  })

  test('every package of ours pins exact versions', () => {
    for (const folder of ['.', 'shared', 'server', 'widget', 'desk', 'e2e', 'bench/peers']) {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(`${root}/${folder}/package.json`, 'utf8')) as Record<
        string,
        Record<string, string>
      >
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
        expect(version, `${folder}: ${name}`).toMatch(/^\d+\.\d+\.\d+$/)
    }
  })

  test('the lock file names no registry', () => {
    expect(Object.values(lock.packages).filter(({ resolved, link }) => resolved !== undefined && !link)).toEqual([])
  })
})
