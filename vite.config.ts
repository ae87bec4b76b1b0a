/**
 * Builds what browsers get. The widget is two things: the app, an ES module with hashed names and lazy languages under
 * `dist/widget/assets` (the server finds it through `dist/widget/manifest.json`), and the loader, one classic script
 * `dist/widget/kefu.js` into which the server writes a site's appearance where `__KEFU_SITE__` stands.
 */

import { defineConfig, type Plugin } from 'vite'

/** Browsers with constructable stylesheets in shadow roots and `:has`. */
const target = ['chrome109', 'safari16.4', 'firefox121']

/** Socket.IO's third transport: the widget never uses it, and it is a kilobyte. */
const withoutWebTransport: Plugin = {
  name: 'kefu:without-web-transport',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source.endsWith('/webtransport.js') && importer?.includes('engine.io-client') ? '\0no-web-transport' : null,
  load: (id) => (id === '\0no-web-transport' ? 'export const WT = undefined' : null),
}

/**
 * Vite wraps every lazy import in a helper that preloads its stylesheets through the page's head. Ours have none, and the
 * head is not ours.
 */
const withoutPreload: Plugin = {
  name: 'kefu:without-preload',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
}

export default defineConfig({
  // Addresses of lazy chunks count from the module that asks for them: the page is somebody else's.
  base: './',
  publicDir: false,
  plugins: [withoutWebTransport, withoutPreload],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'loader']) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
  environments: {
    client: {
      build: {
        target,
        outDir: 'dist/widget',
        emptyOutDir: true,
        manifest: 'manifest.json',
        modulePreload: false,
        rolldownOptions: {
          input: 'widget/app.tsx',
          preserveEntrySignatures: 'strict',
          // The Markdown parser asserts in the page's console, quoting the customer's text.
          treeshake: { manualPureFunctions: ['console.assert'] },
        },
      },
    },
    loader: {
      consumer: 'client',
      build: {
        target,
        outDir: 'dist/widget',
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: 'widget/loader.ts',
          output: { format: 'iife', entryFileNames: 'kefu.js' },
        },
      },
    },
  },
})
