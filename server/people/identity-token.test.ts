import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { tokenFault, tokenSecretOf } from './identity-token.ts'
import { identityFault, newIdentitySecret, signUserId } from './signed-identity.ts'

const NOW_S = 1_800_000_000
const [secret, older] = [newIdentitySecret(), newIdentitySecret()]
const wanted = { secrets: [secret, older], userId: '42', siteKey: 'shop', now: NOW_S * 1000 }

const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url')
const HEADER = '{"alg":"HS256","typ":"JWT"}'
const CLAIMS = { sub: '42', exp: NOW_S + 600 }

/** As any library makes it, of texts that it would never be given. */
function tokenOf(claims: unknown = CLAIMS, { header = HEADER, key = tokenSecretOf(secret), hash = 'sha256' } = {}): string {
  const signed = `${base64url(header)}.${base64url(typeof claims === 'string' || claims instanceof Uint8Array ? claims : JSON.stringify(claims))}`
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`
}
const faultOf = (token: string) => tokenFault(token, wanted)
const parts = (token: string): [string, string, string] => token.split('.') as [string, string, string]

describe('[P-TOKEN] a token is good', () => {
  test.each([
    ['for its user', tokenOf()],
    ['under the secret before', tokenOf(CLAIMS, { key: tokenSecretOf(older) })],
    ['without a type', tokenOf(CLAIMS, { header: '{"alg":"HS256"}' })],
    ['for this site', tokenOf({ ...CLAIMS, aud: ['other', 'shop'] })],
    ['with claims of the backend’s own', tokenOf({ ...CLAIMS, iss: 'shop', sub2: { sub: '43', exp: 1 } })],
    ['for a day', tokenOf({ ...CLAIMS, exp: NOW_S + 86_400 })],
    ['a minute after its end, as clocks differ', tokenOf({ ...CLAIMS, exp: NOW_S - 59 })],
    ['a minute before its beginning', tokenOf({ ...CLAIMS, nbf: NOW_S + 60, iat: NOW_S + 60 })],
  ])('%s', (_what, token) => expect(faultOf(token)).toBeUndefined())

  test('as Python’s own modules make it, the key included', () => {
    const given = 'kfs_of-a-fixed-text-for-this-test'
    expect(tokenSecretOf(given)).toBe('kft_EWUnOVbFsTZru9NVlT8dux5toCXUwIu8iQiTzA_3BEE')
    const [made, signature] = [
      'eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiNDIiLCAiZXhwIjogMTgwMDAwMDYwMH0',
      '0vBvV2NzzImRpJyiyoBNFqSP6GeVHYqUbtS3XURCXGg',
    ]
    expect(tokenFault(`${made}.${signature}`, { ...wanted, secrets: [given] })).toBeUndefined()
  })
})

describe('[P-TOKEN] a token is refused', () => {
  const [head, body, signature] = parts(tokenOf())
  const last = signature.at(-1) ?? ''
  /** The bits beyond the last byte are not zero: the same bytes in another form. */
  const otherForm = signature.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1)
  test.each([
    ['without a signature', `${head}.${body}.`],
    ['with alg none', `${base64url('{"alg":"none"}')}.${body}.`],
    ['signed, with alg none', tokenOf(CLAIMS, { header: '{"alg":"none"}' })],
    ...['hs256', 'HS384', 'HS512', 'RS256', 'ES256', ['HS256'], null].map((alg): [string, string] => [
      `with alg ${JSON.stringify(alg)}`,
      tokenOf(CLAIMS, { header: JSON.stringify({ alg }) }),
    ]),
    ['signed by HS512', tokenOf(CLAIMS, { header: '{"alg":"HS512"}', hash: 'sha512' })],
    ['with two algs', tokenOf(CLAIMS, { header: '{"alg":"none","alg":"HS256"}' })],
    ['with what must be understood', tokenOf(CLAIMS, { header: '{"alg":"HS256","crit":["b64"],"b64":false}' })],
    ['that is encrypted, by its type', tokenOf(CLAIMS, { header: '{"alg":"HS256","typ":"JWE"}' })],
    ['whose header is no object', tokenOf(CLAIMS, { header: '["HS256"]' })],
    ['whose header is no JSON', tokenOf(CLAIMS, { header: '{alg:HS256}' })],
    ['whose key is its own', tokenOf(CLAIMS, { header: '{"alg":"HS256","jwk":{"kty":"oct","k":"AA"}}', key: '\0' })],
    ['under another site’s secret', tokenOf(CLAIMS, { key: tokenSecretOf(newIdentitySecret()) })],
    ['under an empty key', tokenOf(CLAIMS, { key: '' })],
    ['under the secret for hashes', tokenOf(CLAIMS, { key: secret })],
    ['that was cut', tokenOf().slice(0, -1)],
    ['with padding', `${tokenOf()}=`],
    ['in base64', tokenOf().replaceAll('-', '+').replaceAll('_', '/') + '+'],
    ['in another form of the same bytes', `${head}.${body}.${otherForm}`],
    ['with a line at its end', `${tokenOf()}\n`],
    ['with five parts', `${tokenOf()}.a.b`],
    ['of dots', '..'],
    ['of one dot', '.'],
    ['for somebody else, with a signature from here', `${head}.${base64url('{"sub":"43","exp":1800000600}')}.${signature}`],
    ['that is huge', `${'A'.repeat(1_000_000)}.${'A'.repeat(1_000_000)}.${'A'.repeat(43)}`],
  ])('%s', (_what, token) => expect(faultOf(token)).toBe('identity_refused'))

  test('where the site has no secret', () => {
    expect(tokenFault(tokenOf(CLAIMS, { key: tokenSecretOf('') }), { ...wanted, secrets: [] })).toBe('identity_refused')
  })

  test('that is a customer’s chosen id, for which the backend made a hash', () => {
    const [evilHead, evilBody] = parts(tokenOf({ sub: 'admin', exp: NOW_S + 600 }))
    for (const id of [`${evilHead}.${evilBody}`, 'kefu identity token']) {
      const hash = signUserId(id, secret)
      const asSignature = Buffer.from(hash, 'hex').toString('base64url')
      expect(tokenFault(`${evilHead}.${evilBody}.${asSignature}`, { ...wanted, userId: 'admin' })).toBe('identity_refused')
      expect(tokenFault(tokenOf({ sub: 'admin', exp: NOW_S + 600 }, { key: hash }), { ...wanted, userId: 'admin' })).toBe(
        'identity_refused',
      )
    }
  })
})

describe('[P-TOKEN] whoever has signed it is told that the claims do not fit:', () => {
  test.each([
    ['of somebody else', { ...CLAIMS, sub: '43' }],
    ['of a number', { ...CLAIMS, sub: 42 }],
    ['of nobody', { exp: CLAIMS.exp }],
    ['without an end', { sub: '42' }],
    ['an end as text', { ...CLAIMS, exp: String(CLAIMS.exp) }],
    ['an end in milliseconds', { ...CLAIMS, exp: CLAIMS.exp * 1000 }],
    ['more than a day', { ...CLAIMS, exp: NOW_S + 86_461 }],
    ['no end at all', '{"sub":"42","exp":1e999}'],
    ['not yet', { ...CLAIMS, nbf: NOW_S + 61 }],
    ['made in the future', { ...CLAIMS, iat: NOW_S + 61 }],
    ['a beginning as text', { ...CLAIMS, nbf: 'now' }],
    ['of another site', { ...CLAIMS, aud: 'other' }],
    ['two users', '{"sub":"43","exp":1800000600,"sub":"42"}'],
    ['two users in disguise', '{"sub":"43","exp":1800000600,"\\u0073ub":"42"}'],
    ['two ends', '{"sub":"42","exp":1,"exp" : 1800000600}'],
    ['a list', '["42"]'],
    ['nothing', 'null'],
    ['no JSON', '{"sub":"42"'],
    ['no UTF-8', Buffer.from('{"sub":"42","exp":1800000600,"x":"\xff"}', 'latin1')],
  ])('%s', (_what, claims) => expect(faultOf(tokenOf(claims))).toBe('identity_claims_invalid'))
})

test('[P-TOKEN] one that has run out is told apart, once it is known to be the backend’s', () => {
  expect(faultOf(tokenOf({ ...CLAIMS, exp: NOW_S - 60 }))).toBe('identity_expired')
  expect(faultOf(tokenOf({ ...CLAIMS, exp: NOW_S - 60, sub: '43' }))).toBe('identity_claims_invalid')
  expect(faultOf(tokenOf({ ...CLAIMS, exp: NOW_S - 60 }, { key: 'guessed' }))).toBe('identity_refused')
})

test('[P-TOKEN] a hash is taken beside it, in the same place', () => {
  expect(identityFault(signUserId('42', secret), wanted)).toBeUndefined()
  expect(identityFault(tokenOf(), wanted)).toBeUndefined()
  for (const proof of ['', signUserId('43', secret), signUserId('42', tokenSecretOf(secret))])
    expect(identityFault(proof, wanted)).toBe('identity_refused')
})
