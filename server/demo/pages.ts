/** The demo's websites: the shop, and a journal on another origin. Plain pages of somebody else's, with the snippet pasted in. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { DEMO_FOLDER } from '../places.ts'

export type DemoAddresses = { shopUrl: string; blogUrl: string; snippet: string }

/** Path → file, for each of the two sites. */
const SITES = {
  shop: { '/': 'shop.html', '/zh': 'shop.zh.html' },
  blog: { '/': 'blog.html' },
} as const

/** Serves one of the two, as soon as the addresses are known. Listening is up to the caller. */
export function createDemoPages(site: keyof typeof SITES, addresses: Promise<DemoAddresses>): Server {
  const read = (file: string): string => readFileSync(`${DEMO_FOLDER}/pages/${file}`, 'utf8')
  const css = read('shop.css')
  const files = new Map(Object.entries(SITES[site]).map(([path, file]) => [path, read(file).replace('{{SHOP_CSS}}', () => css)]))
  return createServer(async (request, response) => {
    const page = files.get((request.url ?? '/').split('?', 1)[0] ?? '/')
    if (page === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('There is no such page in this demo.\n')
      return
    }
    const { shopUrl, blogUrl, snippet } = await addresses
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' }).end(
      page
        .replaceAll('{{SHOP_URL}}', shopUrl)
        .replaceAll('{{BLOG_URL}}', blogUrl)
        .replace('<!-- KEFU_SNIPPET -->', () => snippet),
    )
  })
}

export async function listen(server: Server, port: number): Promise<void> {
  server.listen(port)
  await once(server, 'listening')
}
