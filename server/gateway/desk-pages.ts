/** The built desk, served at /desk: one page for every address below it, and its hashed files. It talks to nobody but this server. */

import { readFile } from 'node:fs/promises'
import express, { type Response, type Router } from 'express'
import { createCompressed } from './compressed.ts'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

const NOT_BUILT = 'The desk is not built yet. Run `npm run build`, and load this page again.\n'

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css' }

export function createDeskPages(folder: string): Router {
  const router = express.Router()
  const sendCompressed = createCompressed()
  const strict = (response: Response): Response =>
    response.set('Content-Security-Policy', POLICY).set('Cross-Origin-Resource-Policy', 'same-origin').set('Referrer-Policy', 'no-referrer')

  // Scripts and styles are small enough to be compressed as they are asked for; the others are images and sounds.
  router.get(/^\/assets\/([\w.-]+\.(js|css))$/, async (request, response, next) => {
    const text = await readFile(`${folder}/assets/${request.params[0]}`, 'utf8').catch(() => undefined)
    if (text === undefined) return next()
    strict(response)
      .type(TYPES[request.params[1] ?? ''] ?? 'text/plain')
      .set('Cache-Control', 'public, max-age=31536000, immutable')
    await sendCompressed(request, response, text)
  })
  router.use('/assets', (_request, response, next) => {
    strict(response)
    next()
  })
  router.use('/assets', express.static(`${folder}/assets`, { immutable: true, maxAge: '1y', index: false, redirect: false }))

  // Below /desk/assets and /desk/api there are no pages.
  router.get(/^\/(?!assets\/|api(\/|$))/, async (request, response) => {
    const page = await readFile(`${folder}/index.html`, 'utf8').catch(() => undefined)
    strict(response).set('Cache-Control', 'no-store')
    if (page === undefined) return void response.status(503).type('text/plain').send(NOT_BUILT)
    response.type('text/html')
    await sendCompressed(request, response, page)
  })
  return router
}
