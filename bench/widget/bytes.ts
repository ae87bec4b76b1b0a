/** Bytes as they are promised: compressed with brotli at its best. */

import { brotliCompressSync, constants } from 'node:zlib'
import type { BrowserContext, Request } from '@playwright/test'

export const brotliBytes = (content: string | Buffer): number =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }).length

export type Fetched = { path: string; bytes: number; sentBytes: number }

export type NetworkLog = {
  /** Every file so far, each address once. Without the page itself and what a backend says: neither is the widget's own code. */
  files: () => Promise<Fetched[]>
  /** Hosts other than this machine that were asked for something. None can be reached. */
  otherHosts: () => string[]
}

const FILES = new Set(['script', 'stylesheet', 'image', 'font', 'media'])

const isFile = (request: Request): boolean =>
  FILES.has(request.resourceType()) || (request.resourceType() === 'document' && request.frame().parentFrame() !== null)

/** Watches all pages of a context, frames included. */
export function networkLog(context: BrowserContext): NetworkLog {
  const seen = new Map<string, Promise<Fetched[]>>()
  const others = new Set<string>()
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== 'localhost') others.add(hostname)
  })
  context.on('requestfinished', (request) => {
    const { protocol, pathname } = new URL(request.url())
    if (protocol === 'http:' && isFile(request) && !seen.has(pathname)) seen.set(pathname, weigh(pathname, request))
  })
  return {
    files: async () => (await Promise.all(seen.values())).flat(),
    otherHosts: () => [...others],
  }
}

async function weigh(path: string, request: Request): Promise<Fetched[]> {
  const response = await request.response()
  if (!response?.ok()) return []
  const [body, { responseBodySize }] = await Promise.all([response.body(), request.sizes()])
  return [{ path, bytes: brotliBytes(body), sentBytes: responseBodySize }]
}

export const total = (files: readonly Fetched[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0)
