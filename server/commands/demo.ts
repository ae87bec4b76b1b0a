/** `kefu demo`: the server with a small shop, and two websites that carry its snippet. */

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { createDemoPages, listen, type DemoAddresses } from '../demo/pages.ts'
import { DEMO_SITE_KEY, seedDemo } from '../demo/seed.ts'
import { listenFault, start, type RunningServer } from '../main.ts'
import { createLog } from '../log.ts'
import { OperatorFault } from '../operator-fault.ts'
import { print, type Command } from './command.ts'
import { ownerLinks } from './desk-link.ts'
import { publicUrlOf, snippetOf } from './site.ts'
import { untilStopped } from './start.ts'

export type Demo = {
  server: RunningServer
  shopUrl: string
  blogUrl: string
  snippet: string
  questions: string
  dataFolder: string
  close: () => Promise<void>
}

export const demoCommand: Command = {
  usage: 'demo',
  summary: 'serve a small shop to try everything with',
  async run(_given, config) {
    const demo = await startDemo(config)
    print(welcome(demo, config))
    const links = await ownerLinks(demo.server.database, demo.server.url)
    print(links === '' ? `  The desk: ${demo.server.url}/desk\n` : links.replace(/^(?=.)/gm, '  '))
    untilStopped(demo.server, demo.close)
  },
}

const MOST_PORT = 65_535

/** With PORT=0 all three ports are free ones; else the pages take the two ports after PORT. */
export async function startDemo(given: Config): Promise<Demo> {
  // A folder beside the owner's own data: the demo's shop is nothing that anybody wants to find there later.
  const config = { ...given, DATA_DIR: join(given.DATA_DIR, 'demo') }
  if (config.PORT > MOST_PORT - 2)
    throw new OperatorFault(`The demo needs PORT and the two ports after it; choose a PORT below ${MOST_PORT - 1}.`)
  // The pages take their ports first, because the shop's site names them; they answer once the snippet is known.
  let tell: (addresses: DemoAddresses) => void = () => undefined
  const addresses = new Promise<DemoAddresses>((resolve) => (tell = resolve))
  const pages = { shop: createDemoPages('shop', addresses), blog: createDemoPages('blog', addresses) }
  const close = async (): Promise<void> => {
    for (const page of Object.values(pages)) {
      page.close()
      page.closeAllConnections()
    }
  }
  try {
    await listenOn(pages.shop, config.PORT === 0 ? 0 : config.PORT + 1)
    await listenOn(pages.blog, config.PORT === 0 ? 0 : config.PORT + 2)
    const host = new URL(publicUrlOf(config)).hostname
    const origins = [pages.shop, pages.blog].flatMap((page) =>
      [...new Set([host, 'localhost', '127.0.0.1'])].map((name) => `http://${name}:${portOf(page)}`),
    )
    const shopUrl = `http://${host}:${portOf(pages.shop)}`
    // Another host name and another port: another origin in every respect.
    const blogUrl = `http://${host === 'localhost' ? '127.0.0.1' : host}:${portOf(pages.blog)}`
    let questions = ''
    const server = await start(config, {
      log: createLog(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL),
      prepare: async (database) => {
        questions = await seedDemo(database, { origins, shopUrl })
      },
    })
    const snippet = snippetOf({ key: DEMO_SITE_KEY }, server.url)
    tell({ shopUrl, blogUrl, snippet })
    return { server, shopUrl, blogUrl, snippet, questions, dataFolder: config.DATA_DIR, close }
  } catch (error) {
    await close()
    throw error
  }
}

const portOf = (page: Server): number => (page.address() as AddressInfo).port

const listenOn = (page: Server, port: number): Promise<void> =>
  listen(page, port).catch((error: unknown) => Promise.reject(listenFault(error, 'localhost', port)))

function welcome({ shopUrl, blogUrl, snippet, questions, dataFolder }: Demo, config: Config): string {
  const model =
    config.providers.length > 0
      ? `from approved questions (${questions}), everything else from the model ${config.OPENAI_MODEL}`
      : `from approved questions only (${questions}). For a model put OPENAI_API_KEY=… into .env and start again`
  return [
    '',
    '  Kefu is running. Open the shop and click the bubble:',
    '',
    `    ${shopUrl}        in Chinese: ${shopUrl}/zh`,
    `    ${blogUrl}        a second website, on another origin`,
    '',
    '  The snippet that both pages carry:',
    '',
    `    ${snippet}`,
    '',
    `  Answers come ${model}.`,
    `  Data lies in ${dataFolder}.`,
    '  Ctrl-C stops.',
    '',
  ].join('\n')
}
