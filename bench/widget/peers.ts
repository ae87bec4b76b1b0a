/**
 * The chats that others publish on npm, each embedded as its own documentation says, with so much of a backend that it comes up. Their
 * packages are unpacked and not installed: the files that a page loads have everything inside, and the rest of what they name would be some
 * hundred packages to build them with.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unpack, versionOf } from '../unpack.ts'
import type { Host, Place } from './host.ts'
import type { Product } from './product.ts'

type Description = Pick<Product, 'frame' | 'resting' | 'opened'> & {
  /** `at` is the product's own path on the website, and ends in a slash. */
  snippet: (at: string) => string
  /** Of the package, what is served. */
  folder: string
  prefix?: string
  backend?: (at: string, folder: string) => NonNullable<Place['backend']>
}

const PEERS: Record<string, Description> = {
  'deep-chat': {
    folder: 'dist',
    snippet: (at) => `<script type="module" src="${at}deepChat.bundle.js"></script><deep-chat connect='{"url":"${at}chat"}'></deep-chat>`,
    resting: 'deep-chat #text-input',
  },
  '@rocket.chat/livechat': {
    folder: 'build',
    prefix: 'livechat/',
    snippet: (at) => `<script>
      (function (w, d, s, u) {
        w.RocketChat = function (c) { w.RocketChat._.push(c) }; w.RocketChat._ = []; w.RocketChat.url = u
        var h = d.getElementsByTagName(s)[0], j = d.createElement(s)
        j.async = true; j.src = '${at}livechat/rocketchat-livechat.min.js?_=201903270000'
        h.parentNode.insertBefore(j, h)
      })(window, document, 'script', location.origin + '${at}livechat')
    </script>`,
    // Its server serves the chat's page with this line in it, and what to show.
    backend: (at, folder) => (path) => {
      if (path === 'livechat')
        return readFileSync(join(folder, 'index.html'), 'utf8').replace(
          '<head>',
          `<head><script>SERVER_URL = location.origin + '${at.slice(0, -1)}'</script>`,
        )
      return JSON.stringify({
        success: true,
        config: {
          enabled: true,
          online: true,
          settings: { language: 'en', registrationForm: false },
          theme: { title: 'Chat', color: '#1d5c5f', offlineTitle: 'Away', offlineColor: '#666666', actionLinks: { webrtc: [], jitsi: [] } },
          messages: {},
          departments: [],
          triggers: [],
          resources: {},
        },
      })
    },
    frame: '.rocketchat-widget iframe',
    resting: '[class*="screen__chat-button"]',
    opened: '[contenteditable]',
  },
  'flowise-embed': {
    folder: 'dist',
    snippet: (at) => `<script type="module">
      import Chatbot from '${at}web.js'
      Chatbot.init({ chatflowid: '91e9c803-5169-4db9-8207-3c0915d71c5f', apiHost: location.origin + '${at.slice(0, -1)}' })
    </script>`,
    resting: 'flowise-chatbot button',
    opened: 'flowise-chatbot textarea',
  },
  '@typebot.io/js': {
    folder: 'dist',
    snippet: (at) => `<script type="module">
      import Typebot from '${at}web.js'
      Typebot.initBubble({ typebot: 'my-typebot', apiHost: location.origin + '${at.slice(0, -1)}' })
    </script>`,
    backend: () => () =>
      JSON.stringify({
        sessionId: 'session',
        resultId: 'result',
        typebot: { id: 'my-typebot', version: '6', theme: {}, settings: {} },
        messages: [
          {
            id: 'greeting',
            type: 'text',
            content: { type: 'richText', richText: [{ type: 'p', children: [{ text: 'How can I help?' }] }] },
          },
        ],
        input: { id: 'input', type: 'text input', outgoingEdgeId: 'edge', options: { labels: { placeholder: 'Type', button: 'Send' } } },
      }),
    resting: 'typebot-bubble button',
    opened: 'typebot-bubble input',
  },
  '@n8n/chat': {
    folder: 'dist',
    snippet: (at) => `<link href="${at}style.css" rel="stylesheet" />
    <script type="module">
      import { createChat } from '${at}chat.bundle.es.js'
      createChat({ webhookUrl: location.origin + '${at}webhook' })
    </script>`,
    backend: () => () => JSON.stringify({ data: [] }),
    resting: '.chat-window-toggle',
    opened: '.chat-window textarea',
  },
}

/** Puts those on the website that are there or can be fetched. `say` is told what takes its time. */
export async function fetchPeers(host: Host, say: (line: string) => void): Promise<{ products: Product[]; missing: string[] }> {
  const products: Product[] = []
  const missing: string[] = []
  for (const [name, { folder: served, prefix = '', snippet, backend, ...parts }] of Object.entries(PEERS)) {
    const version = versionOf(name)
    try {
      const folder = join(await unpack(name, say), served)
      const path = `/${name.replaceAll(/\W+/g, '-').replace(/^-/, '')}/`
      host.add({ path, snippet: snippet(path), files: { folder, prefix }, ...(backend && { backend: backend(path, folder) }) })
      products.push({ name: `${name} ${version}`, url: host.origin + path, ...parts })
    } catch (error) {
      // What npm says of it names places of this machine, and the record is for everybody.
      say(String(error))
      missing.push(`${name} ${version} could not be fetched.`)
    }
  }
  return { products, missing }
}
