/**
 * What a customer loads, in bytes of brotli as the server sends it, from the built files; and what of it has grown since it was last written down.
 * `npm run sizes` prints it and writes `e2e/sizes.json`.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

const KB = 1_024
/** `firstAnswer`: the tag's file, the site's texts and the app together. `desk`: its page, until the list of conversations stands. */
export const LIMITS = { loader: 3 * KB, firstAnswer: 25 * KB, lazy: 6 * KB, desk: 42 * KB }

const BUILT = fileURLToPath(new URL('../dist/widget/', import.meta.url))
const RECORD = fileURLToPath(new URL('sizes.json', import.meta.url))

type Manifest = Record<string, { file: string; isEntry?: boolean; imports?: string[] }>

export type Sizes = {
  /** The tag's own file, without what a site has written into it. */
  loader: number
  /** What the opened bubble loads up to the first streamed answer in English: the app, and what it imports at once. */
  app: number
  /** Every other file, by the source that it was made of. */
  lazy: Record<string, number>
  /** Of what makes up the app, each by itself: together they compress to about three quarters. */
  modules: Record<string, number>
}

export const brotli = (bytes: Uint8Array | string): number => brotliCompressSync(bytes).length
const sizeOf = (file: string): number => brotli(readFileSync(join(BUILT, file)))

/** Throws when the widget is not built. */
export function sizesOfBuilt(): Sizes {
  if (!existsSync(join(BUILT, 'manifest.json'))) throw new Error('the widget is not built: run “npm run build” first')
  const manifest = JSON.parse(readFileSync(join(BUILT, 'manifest.json'), 'utf8')) as Manifest
  const entry = Object.keys(manifest).find((source) => manifest[source]?.isEntry) ?? ''
  const atOnce = new Set([entry, ...(manifest[entry]?.imports ?? [])])
  const loader = sizeOf('kefu.js')
  const bytesOf = (source: string) => sizeOf(manifest[source]?.file ?? '')
  return {
    loader,
    app: [...atOnce].reduce((sum, source) => sum + bytesOf(source), 0),
    lazy: Object.fromEntries(
      Object.keys(manifest)
        .filter((source) => !atOnce.has(source))
        .map((source) => [source, bytesOf(source)]),
    ),
    modules: JSON.parse(readFileSync(join(BUILT, 'modules.json'), 'utf8')) as Sizes['modules'],
  }
}

/** The desk's page and all that it names. */
export function firstLoadOfDesk(): number {
  const folder = new URL('../dist/desk/', import.meta.url)
  const page = readFileSync(new URL('index.html', folder), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="\/desk\/([^"]+)"/g)].map(([, name = '']) => readFileSync(new URL(name, folder)))
  return files.reduce((sum, file) => sum + brotli(file), brotli(page))
}

/** What is larger than when it was written down, the largest growth first. */
export function grownSince(now: Sizes['modules'], then: Sizes['modules']): string[] {
  return Object.entries(now)
    .map(([name, bytes]) => ({ name, bytes, more: bytes - (then[name] ?? 0) }))
    .filter(({ more }) => more > 0)
    .toSorted((one, other) => other.more - one.more)
    .map(({ name, bytes, more }) => `${name}: ${bytes} B, ${more} B more`)
}

export const recordedSizes = (): Sizes => JSON.parse(readFileSync(RECORD, 'utf8')) as Sizes

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = sizesOfBuilt()
  writeFileSync(RECORD, `${JSON.stringify(sizes, null, 2)}\n`)
  const { loader, app, lazy } = sizes
  console.table({ loader, app, 'both, without the site’s texts': loader + app, ...lazy })
}
