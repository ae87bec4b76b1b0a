/** What `kefu` runs: `dist/kefu`, a bundle of the same sources that `tsc -b` has checked. */

import { defineConfig } from 'vite'
import { serverBundle } from './server-bundle.ts'

export default defineConfig(serverBundle('dist/kefu'))
