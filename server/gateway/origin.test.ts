import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Site } from '../ports/sites.ts'
import { createClientAddress } from './client-address.ts'
import { allowedOrigin, normaliseOrigin } from './origin.ts'

const site = { origins: ['https://shop.example', 'https://chat.example'] } as Site
const request = (headers: Record<string, string>, remoteAddress = '203.0.113.1') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage

describe('the origin of a request', () => {
  test.each([
    ['a listed origin', { origin: 'https://shop.example' }, true],
    ['another one', { origin: 'https://evil.example' }, false],
    ['a longer one', { origin: 'https://shop.example.evil.example' }, false],
    ['another scheme', { origin: 'http://shop.example' }, false],
    ['another port', { origin: 'https://shop.example:8443' }, false],
    ['an opaque one', { origin: 'null' }, false],
    ['garbage', { origin: '%%%' }, false],
    ['an upgrade without one', { upgrade: 'websocket' }, false],
    ['an upgrade without one that claims to be same-origin', { upgrade: 'websocket', 'sec-fetch-site': 'same-origin' }, false],
    ['a poll without one', {}, false],
    ['a poll without one from another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['a same-origin poll, as browsers send it', { 'sec-fetch-site': 'same-origin' }, true],
  ])('%s', (_name, headers, allowed) => {
    expect(allowedOrigin(request(headers as unknown as Record<string, string>), site, 'https://chat.example') !== undefined).toBe(allowed)
  })

  test('a same-origin poll passes only where the site lists our own origin', () => {
    expect(allowedOrigin(request({ 'sec-fetch-site': 'same-origin' }), site, 'https://other.example')).toBeUndefined()
  })

  test('origins are compared as browsers write them', () => {
    expect(normaliseOrigin('HTTPS://Shop.Example:443/path')).toBe('https://shop.example')
    expect(normaliseOrigin('file:///etc/passwd')).toBeUndefined()
    expect(normaliseOrigin('shop.example')).toBeUndefined()
  })
})

describe('the client’s address', () => {
  const addressOf = createClientAddress(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'])

  test.each([
    ['nobody’s header is believed', '203.0.113.7', '1.2.3.4', '203.0.113.7'],
    ['a trusted proxy’s is', '10.1.2.3', '1.2.3.4', '1.2.3.4'],
    ['only as far as the proxies are ours', '127.0.0.1', '6.6.6.6, 1.2.3.4, 10.9.9.9', '1.2.3.4'],
    ['what is no address ends the way', '127.0.0.1', '1.2.3.4, garbage', '127.0.0.1'],
    ['IPv4 in IPv6 is IPv4', '::ffff:10.0.0.1', '::ffff:1.2.3.4', '1.2.3.4'],
    ['IPv6 proxies', '2001:db8::5', '2001:4860::1', '2001:4860::1'],
    ['no header', '127.0.0.1', '', '127.0.0.1'],
  ])('%s', (_name, remote, forwarded, expected) => {
    expect(addressOf(request({ 'x-forwarded-for': forwarded }, remote))).toBe(expected)
  })
})
