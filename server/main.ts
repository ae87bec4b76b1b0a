/** The composition root: the only place that builds clients of databases, stores and models. */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { openSqliteDatabase } from './adapters/database-sqlite/database-sqlite.ts'
import { createMemoryStore } from './adapters/store-memory/store-memory.ts'
import { createOpenAiAnswerer } from './adapters/answerer-openai/answerer-openai.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { createLog, type Logger } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { OperatorFault } from './operator-fault.ts'
import type { PasswordCost } from './people/password.ts'
import { DESK_FOLDER, WIDGET_FOLDER } from './places.ts'
import type { Database } from './ports/database.ts'
import type { Store } from './ports/store.ts'
import type { ProviderSettings } from './providers-file.ts'
import { loadPriceTable } from './spend/prices.ts'
import type { Mailer } from './ports/mailer.ts'
import type { Provider } from './upstream/gate.ts'
import type { UpstreamRules } from './upstream/rules.ts'

export type RunningServer = {
  /** Where others reach it. */
  url: string
  port: number
  database: Database
  log: Logger
  /** How long answers in flight may take to finish at a stop. */
  graceMs: number
  /** Drains and closes everything. */
  stop: () => Promise<void>
}

export type StartOptions = {
  log?: Logger
  /** In the place of the configured ones. */
  providers?: Provider[]
  /** With how much patience they are asked. */
  rules?: UpstreamRules | undefined
  /** Where the built widget lies. */
  widgetFolder?: string
  /** Where the built desk lies. */
  deskFolder?: string
  /** How dear a password's hash is; tests choose a cheap one. */
  passwordCost?: PasswordCost | undefined
  /** The clock of day, in milliseconds; a replay brings its own. Time limits go by the real one. */
  now?: () => number
  /** Runs when the database is up to date, before the first request is taken. */
  prepare?: (database: Database) => Promise<void>
}

export const openDatabase = (config: Config, died?: (error: Error) => void): Promise<Database> =>
  openSqliteDatabase({ folder: config.DATA_DIR, ...(died ? { died } : {}) })

export async function start(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLog(config.LOG_LEVEL)
  const prices = loadPriceTable(config.PRICES_FILE)
  const database = await openDatabase(config, (error) => {
    // Nothing can be kept any more. Whoever supervises the process starts it again, and what was acknowledged is on disk.
    log.fatal({ err: error }, 'the database is gone; the process ends')
    process.exit(1)
  })
  let store: Store | undefined
  try {
    await database.claimProcess()
    await database.migrate()
    await options.prepare?.(database)
    const metrics = createMetrics()
    const shared = (store = await openStore(config, { log, metrics, now: options.now }))
    const providers = options.providers ?? config.providers.map((settings) => openProvider(settings, config.ANSWER_TOKENS))

    const mailer = await openMailer(config)

    let url = config.PUBLIC_URL
    const app = buildApp({
      config,
      publicUrl: () => url,
      database,
      store: shared,
      providers,
      rules: options.rules,
      prices,
      mailer,
      log,
      metrics,
      widgetFolder: options.widgetFolder ?? WIDGET_FOLDER,
      deskFolder: options.deskFolder ?? DESK_FOLDER,
      passwordCost: options.passwordCost,
      ...(options.now && { now: options.now }),
    })
    app.server.listen(config.PORT, config.HOST)
    await once(app.server, 'listening').catch((error: unknown) => Promise.reject(listenFault(error, config.HOST, config.PORT)))
    const { port } = app.server.address() as AddressInfo
    if (url === '') url = `http://localhost:${port}`
    await app.recover()

    let stopped: Promise<void> | undefined
    const graceMs = config.SHUTDOWN_SECONDS * 1000
    async function stop(): Promise<void> {
      await app.drain(graceMs)
      await Promise.all(providers.map(({ answerer }) => answerer.close()))
      mailer?.close()
      await shared.close()
      await database.close()
    }
    return { url, port, database, log, graceMs, stop: () => (stopped ??= stop()) }
  } catch (error) {
    await store?.close()
    await database.close()
    throw error
  }
}

async function openMailer({ SMTP_URL: address, MAIL_FROM: from }: Config): Promise<Mailer | undefined> {
  if (!address) return undefined
  // Who sends no mail does not wait for its library to be loaded.
  const { createSmtpMailer } = await import('./adapters/mailer-smtp/mailer-smtp.ts')
  return createSmtpMailer({ address, from })
}

async function openStore(
  { REDIS_URL: address }: Config,
  { log, metrics, now }: { log: Logger; metrics: Metrics; now: StartOptions['now'] | undefined },
): Promise<Store> {
  if (!address) return createMemoryStore({ log, ...(now && { now }) })
  // Who has no Redis does not wait for its client to be loaded.
  const { openRedisStore } = await import('./adapters/store-redis/open-redis-store.ts')
  return openRedisStore({ address, log, failed: (kind) => metrics.storeErrors.inc({ kind }) })
}

export function openProvider(settings: ProviderSettings, maxOutputTokens: number): Provider {
  const { name, baseUrl, apiKey, model, headers, apiVersion, tools, running, waiting } = settings
  const answerer = createOpenAiAnswerer({
    apiKey,
    baseUrl,
    model,
    maxOutputTokens,
    ...(headers === undefined ? {} : { headers }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(tools === undefined ? {} : { tools }),
    ...(running === undefined ? {} : { pool: { sockets: running } }),
  })
  return { name, answerer, limits: { ...(running === undefined ? {} : { running }), ...(waiting === undefined ? {} : { waiting }) } }
}

export function listenFault(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new OperatorFault(
      `Port ${port} is taken by another program. Stop that one, or choose another port, such as PORT=${port + 10}.`,
      {
        cause: error,
      },
    )
  if (code === 'EACCES')
    return new OperatorFault(`Port ${port} may not be opened by this user. Choose one above 1023 with PORT, or put a proxy in front.`, {
      cause: error,
    })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new OperatorFault(`This machine has no address ${host}. Set HOST to one of its own, or to 0.0.0.0 for all.`, { cause: error })
  return error
}
