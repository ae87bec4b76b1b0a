/**
 * The real server for a test: every part of it, on a free port and in a folder of its own, gone when the test ends.
 *
 *     await using server = await startServer({ upstream })
 *     const visitor = await server.visit()
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createOpenAiAnswerer, type OpenAiAnswererOptions } from '../adapters/answerer-openai/answerer-openai.ts'
import { parseConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { start, type RunningServer } from '../main.ts'
import type { Question } from '../ports/questions.ts'
import type { Site, SitePolicy } from '../ports/sites.ts'
import type { WordListContent } from '../ports/word-lists.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { newList } from '../word-lists/new-list.ts'
import type { WordRule } from '../words/rule.ts'
import { connectVisitor, type TestVisitor, type VisitOptions } from './test-visitor.ts'
import type { UpstreamRules } from '../upstream/rules.ts'
import type { Upstream } from './upstream.ts'

export const ORIGIN = 'https://shop.example'

export type TestServer = RunningServer & {
  site: Site
  /** Everything that was logged, a line each. */
  logged: string[]
  folder: string
  visit: (options?: Partial<VisitOptions>) => Promise<TestVisitor>
} & AsyncDisposable

/** Real parameters would take a core for a second in every test that logs somebody in. */
export const CHEAP = { costBits: 4, blockSize: 1, parallelism: 1 }

/** Masked where nothing else is said. */
export type TestRule = Pick<WordRule, 'word'> & Partial<WordRule>

export type TestServerOptions = {
  /** Who answers; several in order of preference. */
  upstream?: Upstream | Upstream[]
  /** How patient the server is beyond one attempt. */
  rules?: UpstreamRules
  /** Time limits of the model's calls, in ms, where a test waits for them. */
  timers?: OpenAiAnswererOptions['timers']
  /** As they would stand in the environment. */
  settings?: Record<string, string>
  policy?: Partial<SitePolicy>
  questions?: Pick<Question, 'text' | 'answer'>[]
  /** Words of one list, for customers and answers. */
  words?: TestRule[]
  /** A folder that outlives the server, to start again in. */
  folder?: string
}

export async function startServer({
  upstream,
  timers,
  rules,
  settings,
  policy,
  questions = [],
  words = [],
  folder: given,
}: TestServerOptions = {}): Promise<TestServer> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'kefu-test-'))
  const logged: string[] = []
  const upstreams = upstream === undefined ? [] : [upstream].flat()
  /** Then the settings say it all, as they do for an operator with one model. */
  const isPlain = upstreams.length < 2 && timers === undefined
  const config = parseConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    SHUTDOWN_SECONDS: '2',
    ANSWER_CACHE_SECONDS: '0',
    ...(isPlain && upstreams[0] ? { OPENAI_BASE_URL: upstreams[0].url, OPENAI_MODEL: 'recorded' } : {}),
    ...settings,
  })
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString())
      done()
    },
  })
  const providers = upstreams.map(({ url }, index) => ({
    name: `double-${index + 1}`,
    answerer: createOpenAiAnswerer({
      baseUrl: url,
      apiKey: '',
      model: 'recorded',
      maxOutputTokens: 800,
      ...(timers ? { timers, lingerMs: 20 } : {}),
    }),
  }))
  const server = await start(config, {
    log: createLog(config.LOG_LEVEL, sink),
    widgetFolder: standInWidget(folder),
    deskFolder: join(folder, 'desk'),
    passwordCost: CHEAP,
    rules,
    ...(isPlain ? {} : { providers }),
  })
  const site = await ensureSite(server, { policy, questions, words })
  const visitors: TestVisitor[] = []

  return {
    ...server,
    site,
    logged,
    folder,
    async visit(options = {}) {
      const visitor = await connectVisitor({ url: server.url, siteKey: site.key, origin: ORIGIN, ...options })
      visitors.push(visitor)
      return visitor
    },
    async [Symbol.asyncDispose]() {
      for (const visitor of visitors) visitor.close()
      await server.stop()
      if (!given) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ensureSite(
  server: RunningServer,
  {
    policy,
    questions,
    words,
  }: { policy: Partial<SitePolicy> | undefined; questions: Pick<Question, 'text' | 'answer'>[]; words: TestRule[] },
): Promise<Site> {
  const known = await server.database.siteByKey('test-site')
  if (known) return known
  await server.database.createTenant({ id: 'tenant', name: 'Tenant' })
  const tenant = server.database.forTenant('tenant')
  const site = { id: 'site', key: 'test-site', name: 'Shop', origins: [ORIGIN], policy: { ...DEFAULT_POLICY, ...policy } }
  await tenant.createSite(site)
  for (const [index, { text, answer }] of questions.entries()) {
    await tenant.createQuestion({
      id: `question-${index}`,
      siteId: site.id,
      locale: 'en',
      text,
      variants: [],
      answer,
      tags: [],
      suggested: true,
      updatedAt: 0,
    })
  }
  const made = { ...site, tenantId: 'tenant', wordsVersion: 0 }
  if (words.length > 0) await setWords({ database: server.database, site: made }, words)
  return made
}

/** Makes these the words of the site's test list, as a command in another process would: nobody is told. */
export async function setWords(
  { database, site }: Pick<TestServer, 'database' | 'site'>,
  words: TestRule[],
  list: Partial<WordListContent> = {},
): Promise<void> {
  const tenant = database.forTenant(site.tenantId)
  const name = list.name ?? 'test list'
  const known = (await tenant.wordLists(site.id)).find((one) => one.name === name)
  const { id } = known ?? newList(site.id, { ...list, name }, 1)
  if (!known) await tenant.createWordList({ ...newList(site.id, { ...list, name }, 1), id })
  await tenant.putWordRules({ listId: id, rules: words.map((rule) => ({ category: '', action: 'mask', ...rule })), replace: true, at: 1 })
}

/** The widget's own tests use the built files; here it only has to be there. */
export function standInWidget(folder: string): string {
  const widget = join(folder, 'widget')
  mkdirSync(join(widget, 'assets'), { recursive: true })
  writeFileSync(join(widget, 'kefu.js'), 'window.kefuSite = __KEFU_SITE__\n')
  for (const name of ['chatwoot', 'intercom']) writeFileSync(join(widget, `as-${name}.js`), `window.as = '${name}'\n`)
  writeFileSync(join(widget, 'assets/app-1.js'), 'export {}\n')
  writeFileSync(join(widget, 'manifest.json'), JSON.stringify({ 'app.tsx': { file: 'assets/app-1.js', isEntry: true } }))
  return widget
}
