/** Our server with a site for the bench's page, and a model that says what a measurement needs. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startShop } from '../../e2e/shop.ts'
import { startUpstream, type Upstream } from '../../server/testing/upstream.ts'

export type Kefu = AsyncDisposable & {
  url: string
  siteKey: string
  upstream: Upstream
}

const CLI = fileURLToPath(new URL('../../dist/kefu/cli.js', import.meta.url))

/** Nobody types as fast as the bench does, or is answered at such length and so often. */
const UNHURRIED = {
  RATE_VISITOR: '1000',
  RATE_ADDRESS: '1000',
  RATE_TENANT: '1000',
  ANSWER_TOKENS: '16384',
  SPEND_VISITOR_DAY: '1000',
  SPEND_ADDRESS_DAY: '1000',
  SPEND_TENANT_DAY: '1000',
}

export async function startKefu(pageOrigin: string): Promise<Kefu> {
  const upstream = await startUpstream()
  const shop = await startShop({
    slot: 2,
    host: 'localhost',
    settings: { OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'recorded', ...UNHURRIED },
  })
  const words = [CLI, 'site', 'create', '--name', 'Bench', '--origin', pageOrigin]
  const { stdout } = await promisify(execFile)(process.execPath, words, { env: { DATA_DIR: join(shop.dataFolder, 'demo') } })
  const siteKey = /site=([0-9a-f]+)/.exec(stdout)?.[1]
  if (siteKey === undefined) throw new Error(`no site was made: ${stdout}`)
  return {
    url: shop.url,
    siteKey,
    upstream,
    async [Symbol.asyncDispose]() {
      await shop.close()
      await upstream.close()
    },
  }
}
