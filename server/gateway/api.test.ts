import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ERRORS } from '../../shared/errors.ts'
import { sha256 } from '../sha256.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'
import { SCOPES } from './api-operation.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  await server.database.createTenant({ id: 'other', name: 'Other' })
  await server.database.forTenant('other').createSite({ ...server.site, id: 'other-site', key: 'other-site' })
  const keys = { full: ['tenant', [...SCOPES]], reader: ['tenant', ['questions:read']], foreign: ['other', [...SCOPES]] } as const
  for (const [name, [tenant, scopes]] of Object.entries(keys)) {
    await server.database
      .forTenant(tenant)
      .createApiKey({ id: name, name, scopes: [...scopes], secretHash: sha256(`kefu_${name}`), createdAt: 1 })
  }
})
afterAll(() => server[Symbol.asyncDispose]())

type Answer = { status: number; body: Record<string, unknown> & { error?: { code: string; says: string } } }

async function call(
  method: string,
  path: string,
  options: { key?: string; body?: unknown; raw?: string | Uint8Array<ArrayBuffer>; type?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      ...(options.key ? { authorization: `Bearer kefu_${options.key}` } : {}),
      'content-type': options.type ?? 'application/json',
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: options.raw ?? JSON.stringify(options.body ?? {}) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) }
}

const QUESTIONS = '/sites/test-site/questions'
const question = { locale: 'en', text: 'Do you ship to Iceland?', answer: 'Yes, in **five days**.' }

describe('approved questions over the API', () => {
  test('are added, read, changed and deleted, and the bot knows at once', async () => {
    const made = await call('POST', QUESTIONS, { key: 'full', body: question })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ ...question, variants: [], tags: [], suggested: false })
    const id = String(made.body['id'])
    expect((await call('GET', `${QUESTIONS}/${id}`, { key: 'reader' })).body).toEqual(made.body)

    const visitor = await server.visit()
    await visitor.send('do you ship to iceland')
    expect((await visitor.answerAfter(1)).text).toBe('Yes, in **five days**.')

    const changed = await call('PATCH', `${QUESTIONS}/${id}`, { key: 'full', body: { answer: 'Not any more.', variants: ['iceland?'] } })
    expect(changed.body).toMatchObject({ id, text: question.text, answer: 'Not any more.', variants: ['iceland?'] })
    await visitor.send('Iceland')
    expect((await visitor.answerAfter(3)).text).toBe('Not any more.')

    expect((await call('DELETE', `${QUESTIONS}/${id}`, { key: 'full' })).status).toBe(204)
    expect((await call('GET', `${QUESTIONS}/${id}`, { key: 'full' })).status).toBe(404)
    await visitor.send('iceland')
    expect((await visitor.answerAfter(5)).origin).toBe('notice')
  })

  test('are listed in pages', async () => {
    for (let index = 0; index < 5; index++)
      await call('POST', QUESTIONS, { key: 'full', body: { ...question, text: `Question ${index}?` } })
    const first = await call('GET', `${QUESTIONS}?limit=2`, { key: 'reader' })
    const second = await call('GET', `${QUESTIONS}?limit=2&after=${String(first.body['next'])}`, { key: 'reader' })
    const third = await call('GET', `${QUESTIONS}?limit=2&after=${String(second.body['next'])}`, { key: 'reader' })
    const texts = [first, second, third].flatMap(({ body }) => (body['questions'] as { text: string }[]).map(({ text }) => text))
    expect(texts).toEqual(['Question 0?', 'Question 1?', 'Question 2?', 'Question 3?', 'Question 4?'])
    expect(third.body['next']).toBeNull()
  })

  test('the same text twice is a conflict', async () => {
    await call('POST', QUESTIONS, { key: 'full', body: { ...question, text: 'Twice?' } })
    expect(await call('POST', QUESTIONS, { key: 'full', body: { ...question, text: 'Twice?' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'question_exists' } },
    })
  })

  test.each([
    ['no text', { ...question, text: undefined }, 'body.text: is missing'],
    ['a blank text', { ...question, text: ' \u200B ' }, 'body.text'],
    ['NUL', { ...question, answer: 'a\0' }, 'body.answer'],
    ['a language that is none', { ...question, locale: 'English' }, 'body.locale'],
    ['an unknown field', { ...question, admin: true }, 'body: has unknown fields: admin'],
    [
      'too many variants',
      { ...question, variants: Array.from({ length: 51 }, (_, index) => `v${index}`) },
      'body.variants: must have at most 50 entries',
    ],
    ['a wrong type', { ...question, suggested: 'yes' }, 'body.suggested: must be true or false'],
    ['an end before the beginning', { ...question, validFrom: 20, validTo: 10 }, 'body.validTo'],
  ])('%s is refused by name', async (_name, body, place) => {
    const answer = await call('POST', QUESTIONS, { key: 'full', body })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'request_invalid' } } })
    expect(answer.body.error?.says).toContain(place)
  })

  test('what is no JSON, and what is too large, is refused', async () => {
    expect(await call('POST', QUESTIONS, { key: 'full', raw: '{"text":' })).toMatchObject({
      status: 400,
      body: { error: { code: 'request_invalid' } },
    })
    expect(await call('POST', QUESTIONS, { key: 'full', raw: JSON.stringify('x'.repeat(300_000)) })).toMatchObject({
      status: 413,
      body: { error: { code: 'request_too_large' } },
    })
    expect((await call('GET', `${QUESTIONS}?limit=0`, { key: 'full' })).status).toBe(400)
  })

  test('a refusal says what to do: another type, another encoding, the scope that is missing', async () => {
    const says = async (...given: Parameters<typeof call>): Promise<unknown> => (await call(...given)).body.error?.says
    expect(await says('POST', QUESTIONS, { key: 'full', raw: '{"text":' })).toContain('the body is no JSON')
    expect(await says('POST', QUESTIONS, { key: 'full', raw: '{}', type: 'text/plain' })).toContain('Content-Type: application/json')
    const latin = new Uint8Array(Buffer.from('de,Öffnungszeiten?,,Immer.', 'latin1'))
    expect(await says('POST', `${QUESTIONS}/import`, { key: 'full', raw: latin, type: 'text/csv' })).toContain('not UTF-8')
    expect(await says('POST', QUESTIONS, { key: 'reader' })).toContain('questions:write')
  })

  test('an end before the beginning is refused where only one of them is changed', async () => {
    const { body } = await call('POST', QUESTIONS, { key: 'full', body: { ...question, text: 'Until when?', validFrom: 20 } })
    const path = `${QUESTIONS}/${String(body['id'])}`
    expect(await call('PATCH', path, { key: 'full', body: { validTo: 10 } })).toMatchObject({ status: 400 })
    expect(await call('PATCH', path, { key: 'full', body: { validTo: 10, validFrom: null } })).toMatchObject({ status: 200 })
  })

  test('what a stranger sends is not even parsed', async () => {
    for (const raw of ['{"text":', JSON.stringify('x'.repeat(300_000))]) {
      expect(await call('POST', QUESTIONS, { raw })).toMatchObject({ status: 401, body: { error: { code: 'key_missing' } } })
      expect(await call('POST', QUESTIONS, { key: 'forged', raw })).toMatchObject({ status: 401, body: { error: { code: 'key_unknown' } } })
      expect(await call('POST', QUESTIONS, { key: 'reader', raw })).toMatchObject({
        status: 403,
        body: { error: { code: 'scope_missing' } },
      })
    }
  })

  test('[T-APART] need a key of the same tenant with the right scope; not yours looks like not there', async () => {
    expect(await call('GET', QUESTIONS)).toMatchObject({ status: 401, body: { error: { code: 'key_missing' } } })
    expect(await call('GET', QUESTIONS, { key: 'forged' })).toMatchObject({ status: 401, body: { error: { code: 'key_unknown' } } })
    expect(await call('POST', QUESTIONS, { key: 'reader', body: question })).toMatchObject({
      status: 403,
      body: { error: { code: 'scope_missing' } },
    })
    const made = await call('POST', QUESTIONS, { key: 'full', body: { ...question, text: 'Secret?' } })
    const path = `/${String(made.body['id'])}`
    const nowhere = await call('GET', '/sites/no-such-site/questions', { key: 'foreign' })
    expect(nowhere).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
    for (const [method, at] of [
      ['GET', ''],
      ['GET', path],
      ['PATCH', path],
      ['DELETE', path],
    ] as const) {
      expect(await call(method, QUESTIONS + at, { key: 'foreign' })).toEqual(nowhere)
      if (at !== '') expect(await call(method, `/sites/other-site/questions${at}`, { key: 'foreign' })).toEqual(nowhere)
    }
    expect((await call('GET', QUESTIONS + path, { key: 'full' })).status).toBe(200)
  })
})

describe('a site’s report over the API', () => {
  const REPORT = '/sites/test-site/report'

  test('[B-SETTLED] has the days that were asked for, in units of the currency', async () => {
    const usage = { siteId: 'site', model: 'm', calls: 2, estimatedCalls: 1, promptTokens: 900, cachedTokens: 100, completionTokens: 80 }
    await server.database.forTenant('tenant').addUsage({
      calls: [{ ...usage, day: '2026-03-09', spent: 175 }],
      turns: [{ siteId: 'site', day: '2026-03-09', answeredBy: 'model', turns: 1, messages: 2 }],
      budgets: [],
    })
    const { status, body } = await call('GET', `${REPORT}?from=2026-03-08&to=2026-03-09`, { key: 'full' })
    expect(status).toBe(200)
    const counts = { calls: 2, estimatedCalls: 1, promptTokens: 900, cachedTokens: 100, completionTokens: 80, spent: 0.000175 }
    const sums = {
      ...counts,
      messages: 2,
      answeredBy: { question: 0, cache: 0, model: 1, person: 0, nobody: 0 },
      saved: { questions: 0, cache: 0 },
    }
    expect(body).toMatchObject({ currency: 'USD', from: '2026-03-08', to: '2026-03-09', total: sums })
    expect(body['days']).toEqual([
      expect.objectContaining({ day: '2026-03-08', messages: 0 }),
      { day: '2026-03-09', ...sums, models: [{ model: 'm', ...counts }] },
    ])
  })

  test('is of the last seven days when nothing else is said', async () => {
    const { body } = await call('GET', REPORT, { key: 'full' })
    expect(body['days']).toHaveLength(7)
    expect(body['to']).toBe(new Date().toISOString().slice(0, 10))
  })

  test.each(['from=2026-02-30', 'to=yesterday', 'from=2026-03-09&to=2026-03-08', 'from=2020-01-01&to=2026-03-08'])(
    '%s is refused',
    async (query) => {
      expect(await call('GET', `${REPORT}?${query}`, { key: 'full' })).toMatchObject({
        status: 400,
        body: { error: { code: 'request_invalid' } },
      })
    },
  )

  test('[T-APART] needs a key of the same tenant with the right scope; not yours looks like not there', async () => {
    expect(await call('GET', REPORT)).toMatchObject({ status: 401, body: { error: { code: 'key_missing' } } })
    expect(await call('GET', REPORT, { key: 'reader' })).toMatchObject({ status: 403, body: { error: { code: 'scope_missing' } } })
    const nowhere = await call('GET', '/sites/no-such-site/report', { key: 'foreign' })
    expect(nowhere).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
    expect(await call('GET', REPORT, { key: 'foreign' })).toEqual(nowhere)
  })
})

describe('the OpenAPI document', () => {
  test('names every operation, its scope and its errors', async () => {
    const { body } = await call('GET', '/openapi.json')
    const paths = body['paths'] as Record<
      string,
      Record<string, { description: string; responses: Record<string, unknown>; security: unknown }>
    >
    expect(Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))).toEqual([
      'post /sites/{site}/questions/import',
      'get /sites/{site}/questions/export',
      'get /sites/{site}/suggested-wordings',
      'post /sites/{site}/suggested-wordings/{wording}/accept',
      'delete /sites/{site}/suggested-wordings/{wording}',
      'get /sites/{site}/questions',
      'post /sites/{site}/questions',
      'get /sites/{site}/questions/{question}',
      'patch /sites/{site}/questions/{question}',
      'delete /sites/{site}/questions/{question}',
      'get /sites/{site}/documents',
      'post /sites/{site}/documents',
      'get /sites/{site}/documents/{document}',
      'put /sites/{site}/documents/{document}',
      'delete /sites/{site}/documents/{document}',
      'get /sites/{site}/word-lists',
      'post /sites/{site}/word-lists',
      'get /sites/{site}/word-lists/{list}',
      'patch /sites/{site}/word-lists/{list}',
      'delete /sites/{site}/word-lists/{list}',
      'get /sites/{site}/word-lists/{list}/rules',
      'post /sites/{site}/word-lists/{list}/rules',
      'delete /sites/{site}/word-lists/{list}/rules',
      'post /sites/{site}/word-lists/{list}/import',
      'get /sites/{site}/word-lists/{list}/export',
      'post /sites/{site}/word-check',
      'get /sites/{site}/phrases',
      'patch /sites/{site}/phrases',
      'get /sites/{site}/report',
      'get /sites/{site}/visitors',
      'get /sites/{site}/visitors/{visitor}/export',
      'delete /sites/{site}/visitors/{visitor}',
      'post /sites/{site}/identity/secrets',
      'get /tickets',
      'post /tickets',
      'get /tickets/{ticket}',
      'patch /tickets/{ticket}',
      'post /tickets/{ticket}/notes',
      'get /settings',
      'patch /settings',
    ])
    expect(JSON.stringify(paths['/sites/{site}/word-lists/{list}/import']?.['post'])).toContain('text/csv')
    const post = paths['/sites/{site}/questions']?.['post']
    expect(Object.keys(post?.responses ?? {})).toEqual(['201', '400', '401', '403', '404', '409', '429', '500'])
    expect(post?.description).toContain('questions:write')
    expect(JSON.stringify(body)).toContain(ERRORS.question_exists.says)
  })
})
