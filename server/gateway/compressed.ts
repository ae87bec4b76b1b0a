/**
 * Scripts as browsers want them: brotli where they read it, else gzip, else as they are. Each is compressed once, at the best that there is and off
 * the event loop, and kept: what changes has another text.
 */

import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, Response } from 'express'
import { LRUCache } from 'lru-cache'

const ENCODERS = {
  br: (text: string): Promise<Buffer> =>
    promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  gzip: (text: string): Promise<Buffer> => promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
}
type Encoding = keyof typeof ENCODERS

/** Sites times languages; each a few kilobytes. */
const KEPT = 2_000

/** Sends a text with its type set, in the first encoding that the browser takes. */
export type SendCompressed = (request: Request, response: Response, text: string) => Promise<void>

export function createCompressed(): SendCompressed {
  const kept = new LRUCache<string, Promise<Buffer>>({ max: KEPT })

  return async (request, response, text) => {
    response.vary('Accept-Encoding')
    // Asked one after the other: browsers name gzip first and mean nothing by it.
    const encoding = (['br', 'gzip'] as const).find((name) => request.acceptsEncodings(name))
    if (!encoding) {
      response.send(text)
      return
    }
    response.set('Content-Encoding', encoding).send(await compressed(encoding, text))
  }

  function compressed(encoding: Encoding, text: string): Promise<Buffer> {
    const key = `${encoding} ${text}`
    const known = kept.get(key) ?? ENCODERS[encoding](text)
    kept.set(key, known)
    known.catch(() => kept.delete(key))
    return known
  }
}
