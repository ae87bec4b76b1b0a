/** The website that carries the widgets: one page of text without a chat, and the same page with each of them, on one origin. */

import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

/** What stands at one path of the website, which ends in a slash. */
export type Place = {
  path: string
  /** What the product's documentation says to paste. */
  snippet?: string
  /** Where the product's files lie, and what stands before their names below `path`. */
  files?: { folder: string; prefix: string }
  /** What its own server would say below `path`, where there is no file; without a word, an empty object. */
  backend?: (path: string) => string | undefined
}

export type Host = AsyncDisposable & {
  origin: string
  add: (place: Place) => void
}

const TYPES = new Map([
  ['.js', 'text/javascript'],
  ['.mjs', 'text/javascript'],
  ['.css', 'text/css'],
  ['.svg', 'image/svg+xml'],
])

const PRODUCTS = Array.from(
  { length: 40 },
  (_, index) =>
    `<article><h2>Lamp ${index + 1}</h2><p>Warm light for the late hours, in oiled oak, with a cable of two metres.</p></article>`,
).join('')

const pageWith = (snippet = ''): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">` +
  `<title>Shop</title><h1>Shop</h1>${PRODUCTS}${snippet}`

export async function startHost(): Promise<Host> {
  const places: Place[] = [{ path: '/' }]

  function answer(path: string): { type: string; body: string | Buffer } {
    const place = places.findLast((candidate) => path.startsWith(candidate.path))
    const within = path.slice(place?.path.length)
    if (within === '') return { type: 'text/html', body: pageWith(place?.snippet) }
    const file =
      place?.files && within.startsWith(place.files.prefix) && fileIn(place.files.folder, within.slice(place.files.prefix.length))
    if (file) return { type: TYPES.get(extname(file)) ?? 'application/octet-stream', body: readFileSync(file) }
    const said = place?.backend?.(within) ?? '{}'
    return { type: said.startsWith('<') ? 'text/html' : 'application/json', body: said }
  }

  const server = createServer((request, response) => {
    const { type, body } = answer(new URL(request.url ?? '/', 'http://localhost').pathname)
    request.resume()
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'max-age=300' }).end(body)
  }).listen(0)
  await once(server, 'listening')

  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    add: (place) => void places.push(place),
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function fileIn(folder: string, path: string): string | undefined {
  const file = join(folder, normalize(`/${path}`))
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined
}
