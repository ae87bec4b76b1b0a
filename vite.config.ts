/**
 * Builds what browsers get. The widget is two things: the app, an ES module with hashed names and lazy languages under
 * `dist/widget/assets` (the server finds it through `dist/widget/manifest.json`), and the loader, one classic script
 * `dist/widget/kefu.js` into which the server writes a site's appearance where `__KEFU_SITE__` stands. Before it may stand one that answers
 * to another vendor's calls.
 */

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { minify } from 'rolldown/experimental'
import { slimPreact } from './build/slim-preact.ts'
import { slimSocket } from './build/slim-socket.ts'
import { thirdPartyNotices } from './build/third-party-notices.ts'
import { withoutPreload } from './build/without-preload.ts'
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite'

const OUT = 'dist/widget'

/** Browsers with constructable stylesheets in shadow roots and `:has`. */
const target = ['chrome109', 'safari16.4', 'firefox121']

/** For `e2e/sizes.ts`: what every module of the app weighs by itself. */
const moduleSizes: Plugin = {
  name: 'kefu:module-sizes',
  applyToEnvironment: (environment) => environment.name === 'client',
  async generateBundle(_options, bundle) {
    const app = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.isEntry)
    const sizes: Record<string, number> = {}
    for (const [id, { code }] of Object.entries(app?.type === 'chunk' ? app.modules : {})) {
      const name = id.replace(/^.*\/node_modules\//, '').replace(`${import.meta.dirname}/`, '')
      if (code) sizes[name] = brotliCompressSync((await minify(name, code)).code).length
    }
    const bySize = Object.fromEntries(Object.entries(sizes).toSorted(([, one], [, other]) => other - one))
    this.emitFile({ type: 'asset', fileName: 'modules.json', source: JSON.stringify(bySize) })
  },
}

/**
 * Pages hold a loader for some minutes, and tabs their app for days: the files that they may still ask for stay for a month. Names carry a hash,
 * so old and new never meet.
 */
const keepEarlierReleases: Plugin = {
  name: 'kefu:keep-earlier-releases',
  applyToEnvironment: (environment) => environment.name === 'client',
  closeBundle() {
    const folder = join(OUT, 'assets')
    const monthAgo = Date.now() - 30 * 24 * 3_600_000
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      if (statSync(join(folder, file)).mtimeMs < monthAgo) rmSync(join(folder, file))
    }
  },
}

/**
 * Elements by Preact's `h`, which is there anyway, instead of by its JSX runtime, and with their children behind one another instead of in an array.
 */
const classicJsx: Plugin = {
  name: 'kefu:classic-jsx',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.tsx') ? `import { Fragment as _Fragment, h as _h } from 'preact'\n${code}` : null),
}

/** What it would say of slow plugins is how busy the machine is. */
const checks = { pluginTimings: false }

/**
 * Names that nothing outside the app's own file knows: inner ones of Preact, and some of the core's. No name of the protocol, of what is stored, or of the
 * page may be among them; that no lazy part and no loader knows one is checked below.
 */
const INNER = new RegExp(
  `^(?:${[
    '_+[a-zA-Z].*|shouldComponentUpdate|setState|props|diffed|environment|payload|outbox|announce|missing|verdict|closes|needed|awaitingSince|pump|setDraft|startedAt',
    'acknowledgementMs|answered|logBegan|reach|renew|is(?:Online|Whole|First|Last|Live|Quiet|Erasing|Synced|Known|Owed|News|Away|Incomplete|Following|Empty)',
    'cidsOf|nameOf|asked|begun|current|markStopping|keepOnly|giveUp|dropSent|goToEnd|settled|present|repeated|schema|expect(?:ed)?|received|arrived',
    'opens|randomBytes|afterMs|begin|keep|nsp|news|outer|isWriting|isStopping|coming|unlogged|shared|scrolled',
    'hurry|hello|needs|over|extras|caret|person',
    'subEvents|subs|acks|ids|io|onpacket|onevent|emitEvent|onack|onconnect|ondisconnect|emitReserved|emitWithAck|onAny|ackTimeout|(?:set|clear)TimeoutFn',
  ].join('|')})$`,
)

/** Each file gets shorter names of its own, so what one of them shortens no other may know. */
const innerNamesStayInside: Plugin = {
  name: 'kefu:inner-names-stay-inside',
  renderChunk(code, { isEntry, name }) {
    if (isEntry && name === 'app') return
    for (const [property] of code.matchAll(/(?<=\.)[A-Za-z_]\w*|[A-Za-z_]\w*(?=: )/g)) {
      if (INNER.test(property)) this.error(`${name} knows the name ${property}, which is among those that only the app knows`)
    }
  },
}

/** A hundredth smaller than what the built-in minifier makes. */
const small: EnvironmentOptions['build'] = {
  minify: 'terser',
  terserOptions: {
    ecma: 2020,
    compress: { passes: 6, inline: 1, hoist_funs: true, unsafe_arrows: true, unsafe: true, keep_fargs: false },
    mangle: { properties: { regex: INNER } },
    format: { comments: /^!/ },
  },
}

/** For script tags: one file, which leaves no name behind. */
const classicScript = (input: string, fileName: string): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    target,
    outDir: OUT,
    emptyOutDir: false,
    ...small,
    copyPublicDir: false,
    rolldownOptions: {
      checks,
      input,
      output: { format: 'iife', entryFileNames: fileName },
    },
  },
})

export default defineConfig({
  // Addresses of lazy chunks count from the module that asks for them: the page is somebody else's.
  base: './',
  publicDir: false,
  plugins: [
    classicJsx,
    slimPreact,
    slimSocket,
    withoutPreload,
    innerNamesStayInside,
    thirdPartyNotices('The chat widget', 'client'),
    moduleSizes,
    keepEarlierReleases,
  ],
  // `light-dark()`, which no sheet has; for its sake every `color-scheme` would get two properties more.
  css: { lightningcss: { exclude: 1_048_576 } },
  oxc: { jsx: { runtime: 'classic', pragma: '_h', pragmaFrag: '_Fragment' } },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'loader', 'chatwoot', 'intercom']) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
  environments: {
    client: {
      build: {
        target,
        outDir: OUT,
        emptyOutDir: false,
        ...small,
        manifest: 'manifest.json',
        modulePreload: false,
        rolldownOptions: {
          checks,
          input: 'widget/app.tsx',
          preserveEntrySignatures: 'strict',
          // Each name stands in the app; so much of a hash tells apart whatever is ever built.
          output: { chunkFileNames: 'assets/[name]-[hash:6].js' },
        },
      },
    },
    loader: classicScript('widget/loader.ts', 'kefu.js'),
    chatwoot: classicScript('widget/shims/chatwoot-script.ts', 'as-chatwoot.js'),
    intercom: classicScript('widget/shims/intercom-script.ts', 'as-intercom.js'),
  },
})
