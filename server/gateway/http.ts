/** The HTTP side: the snippet's script, the built files, health, metrics, the API, and an answer for everything else. */

import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ErrorRequestHandler, Express, Request, Response, Router } from 'express'
import express from 'express'
import helmet from 'helmet'
import type { ErrorCode } from '../../shared/errors.ts'
import { ERRORS } from '../../shared/errors.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { asRefusal, Refusal } from '../refusal.ts'
import type { ClientAddress } from './client-address.ts'
import { createCompressed } from './compressed.ts'
import { createDeskPages } from './desk-pages.ts'
import type { Loader } from './loader.ts'
import type { NotReady } from './readiness.ts'
import type { SiteDirectory } from './site-directory.ts'

export type HttpOptions = {
  sites: SiteDirectory
  loader: Loader
  /** Folder of the built widget. */
  widgetFolder: string
  notReady: () => Promise<NotReady | undefined>
  metrics: Metrics
  metricsToken: string
  clientAddress: ClientAddress
  api: Router
  deskApi: Router
  /** Folder of the built desk. */
  deskFolder: string
  log: Logger
}

export function createHttp({
  sites,
  loader,
  widgetFolder,
  notReady,
  metrics,
  metricsToken,
  clientAddress,
  api,
  deskApi,
  deskFolder,
  log,
}: HttpOptions): Express {
  const app = express()
  const sendCompressed = createCompressed()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  // The script and its files run on other people's pages: helmet's default same-origin resource policy would block them.
  app.use(
    helmet({
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    }),
  )

  app.get('/kefu.js', async (request, response) => {
    const key = typeof request.query['site'] === 'string' ? request.query['site'] : ''
    const site = await sites.byKey(key)
    forEveryOrigin(response)
      .type('text/javascript')
      .set('Cache-Control', site ? 'public, max-age=300' : 'no-store')
    // A browser does not run a script with an error status, and the owner would see nothing but "failed to load".
    if (!site)
      response.send(
        'console.error("[kefu] There is no site with the key in this script tag. Copy the snippet again: kefu site list prints it.")\n',
      )
    else await sendCompressed(request, response, loader.script(site, typeof request.query['as'] === 'string' ? request.query['as'] : ''))
  })

  app.get('/kefu-site.js', async (request, response) => {
    const [key = '', language = ''] = ['site', 'language']
      .map((name) => request.query[name])
      .map((value) => (typeof value === 'string' ? value : ''))
    const site = await sites.byKey(key)
    if (!site) throw new Refusal('not_found')
    forEveryOrigin(response).type('text/javascript').set('Cache-Control', 'public, max-age=300')
    await sendCompressed(request, response, await loader.appearance(site, language))
  })

  app.use('/assets', (_request, response, next) => {
    forEveryOrigin(response)
    next()
  })
  app.get(/^\/assets\/([\w.-]+\.js)$/, async (request, response, next) => {
    const text = await readFile(`${widgetFolder}/assets/${request.params[0]}`, 'utf8').catch(() => undefined)
    if (text === undefined) return next()
    response.type('text/javascript').set('Cache-Control', 'public, max-age=31536000, immutable')
    await sendCompressed(request, response, text)
  })
  app.use('/assets', express.static(`${widgetFolder}/assets`, { immutable: true, maxAge: '1y', index: false, redirect: false }))

  app.get('/healthz', (_request, response) => void response.json({ alive: true }))

  app.get('/readyz', async (_request, response) => {
    const reason = await notReady()
    if (reason === undefined) response.json({ ready: true })
    else response.status(503).json({ ready: false, reason })
  })

  app.get('/metrics', async (request, response) => {
    if (!mayReadMetrics(request, metricsToken, clientAddress)) throw new Refusal('not_found')
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })

  app.use('/api/v1', api)
  app.use('/desk/api', deskApi)
  app.use('/desk', createDeskPages(deskFolder))

  app.use(() => {
    throw new Refusal('not_found')
  })
  app.use(errorAnswer(log))
  return app
}

const forEveryOrigin = (response: Response): Response => response.set('Access-Control-Allow-Origin', '*')

/** With a token: whoever has it. Without: this machine, not through a proxy. */
function mayReadMetrics(request: Request, token: string, clientAddress: ClientAddress): boolean {
  if (token === '') return request.headers['x-forwarded-for'] === undefined && /^(127\.|::1$)/.test(clientAddress(request))
  const given = Buffer.from(request.headers.authorization?.replace(/^Bearer /, '') ?? '')
  const expected = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** One form for every error: `{ error: { code, says } }`. */
const errorAnswer =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const refusal = asRefusal(fromExpress(error))
    if (refusal.code === 'internal') log.error({ err: error, method: request.method, path: request.path }, 'a request failed')
    if (refusal.retryAfterMs !== undefined) response.set('Retry-After', String(Math.ceil(refusal.retryAfterMs / 1000)))
    response.status(ERRORS[refusal.code].status).json({ error: { code: refusal.code, says: refusal.message } })
  }

/** Express and its body parser throw errors with a status of their own. */
function fromExpress(error: unknown): unknown {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  const codes: Record<number, ErrorCode> = {
    400: 'request_invalid',
    403: 'not_found',
    404: 'not_found',
    413: 'request_too_large',
    415: 'request_invalid',
  }
  const code = error instanceof Refusal || typeof status !== 'number' ? undefined : codes[status]
  return code ? new Refusal(code, { cause: error }) : error
}
