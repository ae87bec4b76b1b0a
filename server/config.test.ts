import { describe, expect, test } from 'vitest'
import { parseConfig } from './config.ts'
import { OperatorFault } from './operator-fault.ts'

describe('settings', () => {
  test('have defaults that are enough to start', () => {
    const config = parseConfig({})
    expect(config).toMatchObject({ PORT: 7070, TRUSTED_PROXIES: [], OPENAI_API_KEY: '', SHUTDOWN_SECONDS: 10 })
    expect(config.providers).toEqual([])
  })

  test('all faults are told at once, in plain words, and no secret among them', () => {
    const faulty = {
      PORT: 'http',
      PUBLIC_URL: 'shop.example',
      TRUSTED_PROXIES: '10.0.0.0/8, proxy',
      LOG_LEVEL: 'loud',
      RATE_VISITOR: '-1',
      OPENAI_BASE_URL: 'ftp://x',
      OPENAI_API_KEY: 'sk-secret',
    }
    expect(() => parseConfig(faulty)).toThrow(OperatorFault)
    const message = (() => {
      try {
        parseConfig(faulty)
        return ''
      } catch (error) {
        return (error as Error).message
      }
    })()
    for (const name of ['PORT', 'PUBLIC_URL', 'TRUSTED_PROXIES', 'LOG_LEVEL', 'RATE_VISITOR', 'OPENAI_BASE_URL'])
      expect(message).toContain(`- ${name} must be`)
    expect(message).toContain('“proxy” is neither')
    expect(message).not.toContain('sk-secret')
  })

  test('an empty setting counts as not set', () => {
    expect(parseConfig({ PORT: ' ', OPENAI_API_KEY: '' }).PORT).toBe(7070)
  })

  test('a local model needs no key', () => {
    expect(parseConfig({ OPENAI_BASE_URL: 'http://localhost:11434/v1/' }).providers).toMatchObject([
      { baseUrl: 'http://localhost:11434/v1', apiKey: '' },
    ])
    expect(parseConfig({ OPENAI_BASE_URL: 'http://localhost:11434/v1/' }).OPENAI_BASE_URL).toBe('http://localhost:11434/v1')
  })

  test('a public address is an origin', () => {
    expect(parseConfig({ PUBLIC_URL: 'https://chat.example/' }).PUBLIC_URL).toBe('https://chat.example')
    expect(() => parseConfig({ PUBLIC_URL: 'https://chat.example/kefu' })).toThrow('without a path')
  })
})
