import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WordListEntry } from '../ports/word-lists.ts'
import { sha256 } from '../sha256.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  await server.database.createTenant({ id: 'other', name: 'Other' })
  await server.database.forTenant('other').createSite({ ...server.site, id: 'other-site', key: 'other-site' })
  const keys = {
    full: ['tenant', ['words:read', 'words:write']],
    reader: ['tenant', ['words:read']],
    foreign: ['other', ['words:read', 'words:write']],
  } as const
  for (const [name, [tenant, scopes]] of Object.entries(keys)) {
    await server.database
      .forTenant(tenant)
      .createApiKey({ id: name, name, scopes: [...scopes], secretHash: sha256(`kefu_${name}`), createdAt: 1 })
  }
})
afterAll(() => server[Symbol.asyncDispose]())

type Answer = { status: number; text: string; body: Record<string, unknown>; type: string | null }

async function call(
  method: string,
  path: string,
  options: { key?: string; json?: unknown; text?: string; type?: string } = {},
): Promise<Answer> {
  const { key = 'full', json, text, type = json === undefined ? 'text/plain' : 'application/json' } = options
  const body = json === undefined ? text : JSON.stringify(json)
  const response = await fetch(`${server.url}/api/v1/sites/test-site${path}`, {
    method,
    headers: { ...(key === '' ? {} : { authorization: `Bearer kefu_${key}` }), ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  })
  const answer = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return {
    status: response.status,
    text: answer,
    body: isJson ? (JSON.parse(answer) as Answer['body']) : {},
    type: response.headers.get('content-type'),
  }
}

let lists = 0
let path = ''
beforeEach(async () => {
  const made = await call('POST', '/word-lists', { json: { name: `list ${lists++}` } })
  path = `/word-lists/${String(made.body['id'])}`
})

afterEach(async () => void (await call('DELETE', path)))

const importing = (text: string, query = '', type = 'text/plain') => call('POST', `${path}/import${query}`, { text, type })
const wordsIn = async () => ((await call('GET', `${path}/rules`)).body['rules'] as { word: string }[]).map(({ word }) => word)

describe('word lists over the API', () => {
  test('are added with sensible switches, read, changed and deleted', async () => {
    const { body } = await call('GET', path, { key: 'reader' })
    expect(body).toMatchObject({ enabled: true, directions: ['customer', 'answer'], wholeWords: true, exceptions: [], ruleCount: 0 })
    expect(body['foldings']).toContain('leet')
    const all = (await call('GET', '/word-lists')).body['lists'] as WordListEntry[]
    expect(all).toContainEqual(body)

    const changes = { enabled: false, directions: ['agent'], foldings: ['case'], wholeWords: false, exceptions: ['ass and saddle'] }
    expect((await call('PATCH', path, { json: changes })).body).toMatchObject(changes)
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).status).toBe(404)
    expect((await call('DELETE', path)).status).toBe(404)
  })

  test('have one name once', async () => {
    const { body } = await call('GET', path)
    expect(await call('POST', '/word-lists', { json: { name: ` ${String(body['name'])} ` } })).toMatchObject({
      status: 409,
      body: { error: { code: 'word_list_exists' } },
    })
  })

  test('are fifty at most, also where several people add one at once', async () => {
    const adding = Array.from({ length: 60 }, (_, index) => call('POST', '/word-lists', { json: { name: `one of many ${index}` } }))
    const made = await Promise.all(adding)
    expect(made.filter(({ status }) => status === 422).map(({ body }) => body['error'])).toMatchObject(
      Array.from({ length: 11 }, () => ({ code: 'word_list_full' })),
    )
    expect((await call('GET', '/word-lists')).body['lists']).toHaveLength(50)
    for (const { status, body } of made) if (status === 201) await call('DELETE', `/word-lists/${String(body['id'])}`)
  })

  test('take rules, change those that are there, give them in pages, and lose them', async () => {
    const rules = ['a', 'b', 'c', 'd', 'e'].map((word) => ({ word: ` ${word}`, category: 'x' }))
    expect((await call('POST', `${path}/rules`, { json: { rules } })).body).toEqual({ added: 5, changed: 0, ruleCount: 5 })
    const again = [{ word: 'b', action: 'refuse' }]
    expect((await call('POST', `${path}/rules`, { json: { rules: again } })).body).toEqual({ added: 0, changed: 1, ruleCount: 5 })
    const first = await call('GET', `${path}/rules?limit=3`)
    expect(first.body['rules']).toMatchObject([
      { word: 'a', category: 'x', action: 'mask' },
      { word: 'b', category: '', action: 'refuse' },
      { word: 'c' },
    ])
    const second = await call('GET', `${path}/rules?limit=3&after=${String(first.body['next'])}`)
    expect(second.body).toMatchObject({ rules: [{ word: 'd' }, { word: 'e' }], next: null })
    expect((await call('DELETE', `${path}/rules?word=b`)).status).toBe(204)
    expect((await call('DELETE', `${path}/rules?word=b`)).status).toBe(404)
    expect(await wordsIn()).toEqual(['a', 'c', 'd', 'e'])
  })

  test.each([
    ['a list without a name', 'POST', '/word-lists', { name: ' ' }, 'body.name'],
    ['a name of two lines', 'POST', '/word-lists', { name: 'a\nb' }, 'body.name: must be a plain line of text'],
    ['a direction that is none', 'POST', '/word-lists', { name: 'n', directions: ['up'] }, 'body.directions'],
    ['a folding that is none', 'POST', '/word-lists', { name: 'n', foldings: ['fish'] }, 'body.foldings'],
    ['a blank exception', 'POST', '/word-lists', { name: 'n', exceptions: ['\u200B'] }, 'body.exceptions'],
    ['an invisible word', 'POST', 'rules', { rules: [{ word: '\u200B' }] }, 'the word has nothing visible'],
    [
      'a word that nothing can match',
      'POST',
      'rules',
      { rules: [{ word: 'a' }, { word: '\u0301' }] },
      'body.rules.1: the word has no letters',
    ],
    ['a phrase that nothing can match', 'PATCH', '', { exceptions: ['a', '\u20E3'] }, 'body.exceptions.1: the phrase has no letters'],
    ['an action that is none', 'POST', 'rules', { rules: [{ word: 'a', action: 'ban' }] }, 'body.rules.0.action'],
    ['a message with NUL', 'POST', '/word-check', { texts: ['a\0'] }, 'body.texts.0: must not have NUL'],
    ['an unknown field', 'PATCH', '', { ruleCount: 7 }, 'ruleCount'],
  ])('%s is refused by name', async (_name, method, at, json, place) => {
    const answer = await call(method, at.startsWith('/') ? at : `${path}${at && `/${at}`}`, { json })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'request_invalid' } } })
    expect(answer.text).toContain(place)
  })

  test('are in force at once', async () => {
    const visitor = await server.visit()
    expect((await visitor.send('such a boondoggle')).accepted?.text).toBe('such a boondoggle')
    await call('POST', `${path}/rules`, { json: { rules: [{ word: 'boondoggle' }] } })
    await expect.poll(async () => (await visitor.send('such a boondoggle')).accepted?.text).toBe('such a ••••••••••')
    await call('PATCH', path, { json: { enabled: false } })
    await expect.poll(async () => (await visitor.send('such a boondoggle')).accepted?.text).toBe('such a boondoggle')
  })
})

describe('files', () => {
  test('are read with every bad line told, and written back exactly', async () => {
    const done = await importing('darn\n\u200B\nheck\tmild\tflag\na\tb\tban\n', '?action=refuse')
    expect(done.body).toEqual({
      added: 2,
      changed: 0,
      repeated: 0,
      ruleCount: 2,
      faults: [
        { line: 2, says: 'the word has nothing visible' },
        { line: 4, says: 'there is no action “ban”; there are mask, refuse, flag, handoff' },
      ],
      faultCount: 2,
    })
    const csv = await call('GET', `${path}/export`)
    expect(csv.type).toContain('text/csv')
    expect(csv.text).toBe('word,category,action\r\ndarn,,refuse\r\nheck,mild,flag\r\n')
    const txt = await call('GET', `${path}/export?format=txt`)
    expect(txt.text).toBe('darn\t\trefuse\nheck\tmild\tflag\n')
    await importing(csv.text, '?mode=replace', 'text/csv')
    expect((await call('GET', `${path}/export?format=txt`)).text).toBe(txt.text)
  })

  test('keep no word that nothing can match with the foldings of the list, and tell its line', async () => {
    const file = `darn\n\u0301\n\u200B\n${'㍿'.repeat(40)}\nheck\n`
    expect((await importing(file)).body).toMatchObject({
      added: 2,
      faults: [
        { line: 2, says: 'the word has no letters' },
        { line: 3, says: 'the word has nothing visible' },
        { line: 4, says: 'the word has more than 128 letters' },
      ],
      faultCount: 3,
    })
    expect(await wordsIn()).toEqual(['darn', 'heck'])
    expect((await importing('\u0301', '?mode=replace')).body).toMatchObject({ added: 0, ruleCount: 2, faultCount: 1 })
    expect(await wordsIn()).toEqual(['darn', 'heck'])
    await call('PATCH', path, { json: { foldings: [] } })
    expect((await importing(file)).body).toMatchObject({ added: 1, changed: 2, faultCount: 2 })
  })

  test('append, or replace; a file in which every line is bad changes nothing', async () => {
    await importing('a\nb')
    await importing('b\nc')
    expect(await wordsIn()).toEqual(['a', 'b', 'c'])
    expect((await importing('\u200B', '?mode=replace')).body).toMatchObject({ added: 0, ruleCount: 3, faultCount: 1 })
    expect(await wordsIn()).toEqual(['a', 'b', 'c'])
    await importing('x', '?mode=replace')
    expect(await wordsIn()).toEqual(['x'])
    await importing('', '?mode=replace')
    expect(await wordsIn()).toEqual([])
  })

  test('of 100,000 words pass; one word more does not, nor what is larger than a list can be', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `a rather long word number ${index},category`).join('\n')
    expect((await importing(many, '', 'text/csv')).body).toMatchObject({ added: 100_000, faultCount: 0 })
    const known = { rules: [{ word: 'a rather long word number 7', action: 'refuse' }] }
    expect((await call('POST', `${path}/rules`, { json: known })).body).toEqual({ added: 0, changed: 1, ruleCount: 100_000 })
    expect((await call('POST', `${path}/rules`, { json: { rules: [{ word: 'one more' }] } })).status).toBe(422)
    expect(await importing('one more')).toMatchObject({ status: 422, body: { error: { code: 'word_list_full' } } })
    expect(await importing('x'.repeat(9_000_000))).toMatchObject({ status: 413 })
  })

  test('of another type are refused, and a stranger’s are not read', async () => {
    expect(await importing('a', '', 'application/octet-stream')).toMatchObject({
      status: 400,
      body: { error: { code: 'request_invalid' } },
    })
    const big = 'x'.repeat(9_000_000)
    for (const [key, status] of [
      ['', 401],
      ['forged', 401],
      ['reader', 403],
    ] as const)
      expect((await call('POST', `${path}/import`, { key, text: big })).status).toBe(status)
  })
})

describe('a trial', () => {
  const texts = ['a boondoggling plan', 'nothing', 'boondoggling', 'boondoggling and more boondoggling']

  test('of one list, also switched off, says what it would do', async () => {
    await importing('boondoggling\tslang\nabsent')
    await call('PATCH', path, { json: { enabled: false } })
    const list = path.split('/').at(-1)
    const { body } = await call('POST', '/word-check', { key: 'reader', json: { texts, list } })
    expect(body).toMatchObject({ messages: 4, touched: 3, share: 0.75, hits: 4, actions: { mask: 3, refuse: 0 }, rulesMet: 1 })
    expect(body['rules']).toEqual([
      expect.objectContaining({ list, word: 'boondoggling', category: 'slang', hits: 4, messages: 3, example: 'a ⟦boondoggling⟧ plan' }),
    ])
  })

  test('tells words that cannot be met at all', async () => {
    const long = '㍿'.repeat(40)
    await call('PATCH', path, { json: { foldings: ['case'] } })
    await importing(`boondoggling\n${long}`)
    await call('PATCH', path, { json: { foldings: ['case', 'width'] } })
    const { body } = await call('POST', '/word-check', { json: { texts, list: path.split('/').at(-1) } })
    expect(body).toMatchObject({ touched: 3, notUsed: [{ word: long, says: 'has more than 128 letters' }] })
  })

  test('of all lists of the site that are on, by direction', async () => {
    await importing('boondoggling')
    const check = async (direction: string) => (await call('POST', '/word-check', { json: { texts, direction } })).body['touched']
    expect(await check('customer')).toBe(3)
    expect(await check('agent')).toBe(0)
  })
})

test('[T-APART] lists need a key of the same tenant with the right scope; not yours looks like not there', async () => {
  await importing('secret')
  const list = path.split('/').at(-1)
  expect((await call('POST', '/word-lists', { key: 'reader', json: { name: 'n' } })).status).toBe(403)
  expect((await call('GET', path, { key: '' })).status).toBe(401)
  const nowhere = await call('GET', '/word-lists', { key: 'foreign' })
  expect(nowhere).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
  for (const [method, at, options] of [
    ['GET', path, {}],
    ['PATCH', path, { json: { enabled: false } }],
    ['DELETE', path, {}],
    ['GET', `${path}/rules`, {}],
    ['POST', `${path}/rules`, { json: { rules: [{ word: 'x' }] } }],
    ['DELETE', `${path}/rules?word=secret`, {}],
    ['POST', `${path}/import`, { text: 'x' }],
    ['GET', `${path}/export`, {}],
    ['POST', '/word-check', { json: { texts: ['secret'], list } }],
  ] as const) {
    expect((await call(method, at, { key: 'foreign', ...options })).text).toBe(nowhere.text)
    const elsewhere = await fetch(`${server.url}/api/v1/sites/other-site${at}`, {
      method,
      headers: { authorization: 'Bearer kefu_foreign', 'content-type': 'json' in options ? 'application/json' : 'text/plain' },
      ...('json' in options ? { body: JSON.stringify(options.json) } : 'text' in options ? { body: options.text } : {}),
    })
    expect([at, await elsewhere.text()]).toEqual([at, nowhere.text])
  }
  expect(await wordsIn()).toEqual(['secret'])
})
