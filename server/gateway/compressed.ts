/**
 * Answers as browsers want them: brotli where they read it, else gzip, else as they are; always off the event loop. Scripts are compressed once, at the best
 * that there is, and kept: what changes has another text. What one reader gets once is compressed quickly.
 */

import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, Response } from 'express'
import { LRUCache } from 'lru-cache'

/** Asked one after the other: browsers name gzip first and mean nothing by it. */
const ENCODINGS = ['br', 'gzip'] as const
type Encoding = (typeof ENCODINGS)[number]
type Effort = 'best' | 'quick'

const LEVELS = {
  best: { br: constants.BROTLI_MAX_QUALITY, gzip: constants.Z_BEST_COMPRESSION },
  quick: { br: 4, gzip: constants.Z_BEST_SPEED },
}

function compress(text: string, encoding: Encoding, effort: Effort): Promise<Buffer> {
  const bytes = Buffer.from(text)
  if (encoding === 'gzip') return promisify(gzip)(bytes, { level: LEVELS[effort].gzip })
  const params = { [constants.BROTLI_PARAM_QUALITY]: LEVELS[effort].br, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  return promisify(brotliCompress)(bytes, { params })
}

/** Below this it is one packet either way. */
const LEAST_CHARACTERS = 1_024

/** Ends the answer with this value as JSON. None that holds a secret beside words that others may choose: its length would tell of the secret (BREACH). */
export async function sendJsonCompressed(request: Request, response: Response, value: unknown): Promise<void> {
  const text = JSON.stringify(value)
  response.vary('Accept-Encoding').type('json')
  const encoding = text.length >= LEAST_CHARACTERS && encodingFor(request)
  if (!encoding) response.send(text)
  else response.set('Content-Encoding', encoding).send(await compress(text, encoding, 'quick'))
}

const encodingFor = (request: Request): Encoding | undefined => ENCODINGS.find((name) => request.acceptsEncodings(name))

/** Sites times languages; each a few kilobytes. */
const KEPT = 2_000

/** Sends a text with its type set, in the first encoding that the browser takes. */
export type SendCompressed = (request: Request, response: Response, text: string) => Promise<void>

export function createCompressed(): SendCompressed {
  const kept = new LRUCache<string, Promise<Buffer>>({ max: KEPT })

  return async (request, response, text) => {
    response.vary('Accept-Encoding')
    const encoding = encodingFor(request)
    if (!encoding) {
      response.send(text)
      return
    }
    response.set('Content-Encoding', encoding).send(await compressed(encoding, text))
  }

  function compressed(encoding: Encoding, text: string): Promise<Buffer> {
    const key = `${encoding} ${text}`
    const known = kept.get(key) ?? compress(text, encoding, 'best')
    kept.set(key, known)
    known.catch(() => kept.delete(key))
    return known
  }
}
