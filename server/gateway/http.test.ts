import { request as httpRequest } from 'node:http'
import { runInNewContext } from 'node:vm'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SiteTag } from '../../shared/site-appearance.ts'
import { joinDesk } from '../testing/desk-caller.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({
    policy: {
      assistantName: '</script><script>alert(1)//\u2028',
      contact: '$& $1',
      greeting: { en: 'Hello', zh: '您好' },
      position: 'left',
    },
    questions: [{ text: 'How long?', answer: 'Two days.' }],
  })
})
afterAll(() => server[Symbol.asyncDispose]())

/** What comes, as it comes: `fetch` would unpack it. */
const raw = (
  path: string,
  encodings: string,
  headers: Record<string, string> = {},
): Promise<{ encoding: string | undefined; vary: string | undefined; type: string | undefined; body: Buffer }> =>
  new Promise((resolve, reject) => {
    httpRequest(`${server.url}${path}`, { headers: { ...headers, 'accept-encoding': encodings } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { 'content-encoding': encoding, 'content-type': type, vary } = response.headers
        resolve({ encoding, vary, type, body: Buffer.concat(chunks) })
      })
    })
      .on('error', reject)
      .end()
  })

describe('scripts', () => {
  test.each(['/kefu.js?site=test-site', '/kefu-site.js?site=test-site&language=en', '/assets/app-1.js'])(
    '%s comes compressed as the browser reads it, and is the same however it comes',
    async (path) => {
      const plain = await raw(path, 'identity')
      expect(plain).toMatchObject({ encoding: undefined, vary: 'Accept-Encoding' })
      const brotli = await raw(path, 'gzip, deflate, br')
      expect(brotli).toMatchObject({ encoding: 'br', vary: 'Accept-Encoding' })
      expect(brotliDecompressSync(brotli.body)).toEqual(plain.body)
      const gzip = await raw(path, 'gzip')
      expect(gzip.encoding).toBe('gzip')
      expect(gunzipSync(gzip.body)).toEqual(plain.body)
      expect((await raw(path, 'gzip, br')).body).toEqual(brotli.body)
    },
  )
})

describe('the desk’s answers', () => {
  let cookie: string
  const asked = (path: string, encodings: string) => raw(`/desk/api${path}`, encodings, { cookie })
  beforeAll(async () => {
    const agent = await joinDesk(server, 'agent')
    cookie = [...agent.cookies].map((pair) => pair.join('=')).join('; ')
    await agent.post('/canned-replies', { shortcut: 'long', title: '很长', text: '您好, it takes two days. '.repeat(100) })
    for (let number = 0; number < 20; number++)
      await server.database.forTenant('tenant').createSite({ ...server.site, id: `more-${number}`, key: `more-${number}` })
  })

  test('come compressed as the browser reads it, and are the same however they come', async () => {
    const plain = await asked('/canned-replies', 'identity')
    expect(plain).toMatchObject({ encoding: undefined, vary: 'Accept-Encoding', type: 'application/json; charset=utf-8' })
    expect(JSON.parse(plain.body.toString())).toMatchObject({ cannedReplies: [{ shortcut: 'long', title: '很长' }] })
    const brotli = await asked('/canned-replies', 'gzip, deflate, br')
    expect(brotli).toMatchObject({ encoding: 'br', vary: 'Accept-Encoding', type: plain.type })
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body)
    expect(brotli.body.length).toBeLessThan(plain.body.length / 4)
    const gzip = await asked('/canned-replies', 'gzip')
    expect(gzip).toMatchObject({ encoding: 'gzip', vary: 'Accept-Encoding', type: plain.type })
    expect(gunzipSync(gzip.body)).toEqual(plain.body)
  })

  test('that are short come as they are', async () => {
    expect(await asked('/conversations?view=mine', 'br')).toMatchObject({ encoding: undefined, vary: 'Accept-Encoding' })
  })

  test('with what writes have to carry are never compressed, as their length would tell of it', async () => {
    const me = await asked('/me', 'gzip, br')
    expect(me.body.length).toBeGreaterThan(1_024)
    expect(me.encoding).toBeUndefined()
    expect(JSON.parse(me.body.toString())).toMatchObject({ csrf: expect.any(String) })
  })
})

describe('the snippet’s script', () => {
  test('holds the site’s appearance, as data and nothing else', async () => {
    const response = await fetch(`${server.url}/kefu.js?site=test-site`)
    const script = await response.text()
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(script).not.toContain('</script')
    const window: { kefuSite?: SiteTag } = {}
    runInNewContext(script, { window })
    expect(window.kefuSite).toEqual({
      key: 'test-site',
      app: '/assets/app-1.js',
      colors: '--accent:#1f5fd6;--on-accent:#ffffff',
      position: 'left',
    })
  })

  test.each([
    ['chatwoot', 'chatwoot'],
    ['intercom', 'intercom'],
    ['', undefined],
    ['somebody', undefined],
    ['__proto__', undefined],
  ])('asked for as=%s, it answers to the calls of %s as well', async (name, expected) => {
    const window: { kefuSite?: SiteTag; as?: string } = {}
    runInNewContext(await (await fetch(`${server.url}/kefu.js?site=test-site&as=${name}`)).text(), { window })
    expect(window.kefuSite?.key).toBe('test-site')
    expect(window.as).toBe(expected)
  })

  test.each(['', '?site=', '?site=nowhere', '?site=a&site=b', `?site=${'x'.repeat(5_000)}`, '?site=%00', '?site=__proto__'])(
    'for no known site (%s) it is a sentence for the owner’s console',
    async (query) => {
      const response = await fetch(`${server.url}/kefu.js${query}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      const said: string[] = []
      runInNewContext(await response.text(), { console: { error: (text: string) => said.push(text) } })
      expect(said).toEqual([expect.stringContaining('There is no site with the key')])
    },
  )
})

describe('what the open chat says', () => {
  /** As a browser would import it; here the module has one statement. */
  const appearanceIn = async (query: string): Promise<unknown> => {
    const response = await fetch(`${server.url}/kefu-site.js?${query}`)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const script = await response.text()
    expect(script).not.toContain('</script')
    return runInNewContext(script.replace('export const appearance=', 'this.appearance=')) as unknown
  }
  const always = {
    key: 'test-site',
    assistantName: '</script><script>alert(1)//\u2028',
    contact: '$& $1',
    marks: { light: '#1f5fd6', dark: '#1f5fd6' },
  }

  test('is in the language that was asked for, with English questions where there are none in it', async () => {
    expect(await appearanceIn('site=test-site&language=en')).toMatchObject({
      ...always,
      greeting: { en: 'Hello' },
      suggestions: { en: ['How long?'] },
    })
    expect(await appearanceIn('site=test-site&language=zh')).toMatchObject({
      ...always,
      greeting: { zh: '您好' },
      suggestions: { en: ['How long?'] },
    })
    expect(await appearanceIn('site=test-site&language=fr')).toMatchObject({ ...always, greeting: {}, suggestions: { en: ['How long?'] } })
    for (const query of ['', '&language=', '&language=nl', '&language=__proto__', '&language=constructor', '&language=en&language=zh'])
      expect(await appearanceIn(`site=test-site${query}`), query).toMatchObject({
        greeting: { en: 'Hello' },
        suggestions: { en: ['How long?'] },
      })
  })

  test('is not there for a site that is not', async () => {
    expect((await fetch(`${server.url}/kefu-site.js?site=nowhere&language=en`)).status).toBe(404)
  })
})

describe('the built files', () => {
  test('are immutable and open to every page', async () => {
    const response = await fetch(`${server.url}/assets/app-1.js`)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  test.each([
    '/assets/',
    '/assets/../kefu.js',
    '/assets/%2e%2e/manifest.json',
    '/assets/%2e%2e%2fmanifest.json',
    '/assets/nothing.js',
    '/manifest.json',
    '/',
    '/etc/passwd',
    '/assets/%00',
  ])('%s is not there', async (path) => {
    // fetch would tidy the path up; a stranger does not.
    const { port } = new URL(server.url)
    const status = await new Promise<number>((resolve, reject) => {
      httpRequest({ port, host: '127.0.0.1', path }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
        .on('error', reject)
        .end()
    })
    expect([400, 404]).toContain(status)
  })
})

describe('health', () => {
  test('alive and ready', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ alive: true })
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ ready: true })
  })

  test('metrics have the names that the design promises, and are for this machine only', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    for (const name of [
      'kefu_ai_requests_total',
      'kefu_ai_latency_seconds',
      'kefu_ai_first_token_seconds',
      'kefu_turns_total',
      'kefu_answer_cache_total',
      'kefu_throttled_total',
      'kefu_words_hits_total',
      'kefu_handoffs_total',
      'kefu_connections',
      'kefu_floor',
      'kefu_tokens_total',
      'process_cpu_seconds_total',
    ]) {
      expect(text).toContain(`# TYPE ${name} `)
    }
    expect((await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.1' } })).status).toBe(404)
  })

  test('with a token, metrics are for whoever has it', async () => {
    await using guarded = await startServer({ settings: { METRICS_TOKEN: 'let-me-in' } })
    const status = async (authorization?: string): Promise<number> =>
      (await fetch(`${guarded.url}/metrics`, authorization ? { headers: { authorization } } : {})).status
    expect(await status()).toBe(404)
    expect(await status('Bearer let-me-im')).toBe(404)
    expect(await status('Bearer let-me-in')).toBe(200)
  })

  test('turns, connections and the floor are counted', async () => {
    const visitor = await server.visit()
    await visitor.send('How long?')
    await visitor.answerAfter(1)
    await visitor.send('let me talk to a human')
    await visitor.until(({ entries }) => entries().some(({ floor }) => floor === 'waiting'))
    await expect.poll(async () => await (await fetch(`${server.url}/metrics`)).text()).toContain('kefu_floor{state="waiting"} 1')
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toContain('kefu_turns_total{route="question",reason="exact"} 1')
    expect(text).toContain('kefu_turns_total{route="human",reason="wish_for_person"} 1')
    expect(text).toContain('kefu_handoffs_total{reason="wish_for_person"} 1')
    expect(text).toContain('kefu_connections 1')
  })
})
