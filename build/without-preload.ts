/**
 * Vite wraps every lazy import in a helper that preloads its stylesheets through the page's head. Ours have none, and a widget's
 * page is not ours.
 */

import type { Plugin } from 'vite'

const PRELOADED = new RegExp(
  [
    /__vitePreload\(async \(\) => \{\s*const \{[^}]*\} = await (import\([^)]*\));\s*return \{[^}]*\};\s*\}/.source,
    /__vitePreload\(\(\) => ([^]*?)/.source,
  ]
    .map((call) => `${call}, __VITE_PRELOAD__, import\\.meta\\.url\\)`)
    .join('|'),
  'g',
)
export const withoutPreload: Plugin = {
  name: 'kefu:without-preload',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
  renderChunk: (code) => code.replace(PRELOADED, (_, imported: string, expression: string) => imported ?? `(${expression})`),
}
