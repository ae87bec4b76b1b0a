/** Builds the agents' web app into `dist/desk`: a page, and files with hashed names beside it. The server serves both at `/desk`. */

import { join } from 'node:path'
import { defineConfig } from 'vite'
import { thirdPartyNotices } from '../build/third-party-notices.ts'
import { withoutPreload } from '../build/without-preload.ts'

const root = import.meta.dirname

export default defineConfig({
  root,
  base: '/desk/',
  publicDir: false,
  plugins: [withoutPreload, thirdPartyNotices("The agents' desk", 'client')],
  resolve: {
    alias: [
      // Socket.IO would bring its own parser along; ours is handed to it.
      { find: 'socket.io-parser', replacement: join(root, '../shared/parser.ts') },
      { find: /^\.\/webtransport\.js$/, replacement: join(root, 'core/no-web-transport.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome111', 'safari16.4', 'firefox121'],
    outDir: join(root, '../dist/desk'),
    emptyOutDir: true,
    modulePreload: false,
    // A twentieth smaller than what the built-in minifier makes.
    minify: 'terser',
    terserOptions: { ecma: 2020, compress: { passes: 3 }, format: { comments: false } },
    // A stylesheet or picture inside the page would need a looser policy.
    assetsInlineLimit: 0,
    // What it would say of slow plugins is how busy the machine is.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
})
