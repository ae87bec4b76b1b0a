import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseConfig } from './config.ts'
import { readProvidersFile } from './providers-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'kefu-providers-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(content: unknown, environment: Record<string, string> = {}) {
  const path = join(folder, 'providers.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readProvidersFile(path, environment)
}

const faultsOf = (...providers: unknown[]): string => read({ providers }).faults.join('\n')

describe('the file of providers', () => {
  test('names them in order of preference, with keys from the environment', () => {
    const { providers, faults } = read(
      {
        providers: [
          { name: 'main', model: 'gpt-4o-mini', apiKeyEnv: 'MAIN_KEY' },
          {
            name: 'local',
            baseUrl: 'http://localhost:11434/v1/',
            model: 'qwen3',
            running: 4,
            waiting: 10,
            headers: { 'x-team': 'support' },
          },
        ],
      },
      { MAIN_KEY: ' sk-1 ' },
    )
    expect(faults).toEqual([])
    expect(providers).toEqual([
      { name: 'main', baseUrl: 'https://api.openai.com/v1', model: 'gpt-4o-mini', apiKey: 'sk-1' },
      {
        name: 'local',
        baseUrl: 'http://localhost:11434/v1',
        model: 'qwen3',
        apiKey: '',
        running: 4,
        waiting: 10,
        headers: { 'x-team': 'support' },
      },
    ])
  })

  test('tells all its faults at once, each with its place', () => {
    const faults = faultsOf(
      { name: 'One', model: 'm', baseUrl: 'ftp://x' },
      { name: 'two', apiKey: 'key with blank', running: 0 },
      { name: 'three', model: 'm', temperature: 1 },
    )
    for (const words of [
      'providers[0].name must be',
      'providers[0].baseUrl must be',
      'providers[1].model is missing',
      'providers[1].apiKey has a blank',
    ])
      expect(faults).toContain(words)
    expect(faults).toContain('providers[1].running must be a whole number from 1')
    expect(faults).toContain('providers[2] has “temperature”, which nobody reads')
  })

  test('tells what a single entry cannot show: a name twice, two keys, a variable that is not there', () => {
    const faults = faultsOf({ name: 'one', model: 'm', apiKey: 'k', apiKeyEnv: 'K' }, { name: 'one', model: 'm', apiKeyEnv: 'NOT_SET' })
    expect(faults).toContain('“one” is there twice')
    expect(faults).toContain('“one” has apiKey and apiKeyEnv')
    expect(faults).toContain('from the variable NOT_SET, which is not set')
  })

  test.each([
    ['no file', undefined, /cannot be read/],
    ['no JSON', '{"providers": [{"apiKey": "sk-secret"', /is not JSON/],
    ['a list', [], /an object with a list of “providers”/],
    ['an empty list', { providers: [] }, /name at least one/],
  ])('%s is told in plain words', (_name, content, words) => {
    const { faults } = content === undefined ? readProvidersFile(join(folder, 'absent.json'), {}) : read(content)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(words)
  })

  test('never tells a secret', () => {
    const faults = faultsOf({
      name: 'one',
      model: 'm',
      baseUrl: 'https://user:sk-secret@host/v1',
      apiKey: 'sk-secret two',
      headers: { a: 'sk-secret\n' },
    })
    expect(faults.split('\n').length).toBeGreaterThan(2)
    expect(faults).not.toContain('sk-secret')
  })

  test('takes the place of the single model, and its faults are told with those of other settings', () => {
    const path = join(folder, 'good.json')
    writeFileSync(path, JSON.stringify({ providers: [{ name: 'one', model: 'm' }] }))
    expect(parseConfig({ PROVIDERS_FILE: path, OPENAI_API_KEY: 'k' }).providers).toMatchObject([{ name: 'one', apiKey: '' }])
    expect(() => parseConfig({ PROVIDERS_FILE: join(folder, 'absent.json'), PORT: 'x' })).toThrow(/2 faults[^]*PORT[^]*PROVIDERS_FILE/)
  })
})
