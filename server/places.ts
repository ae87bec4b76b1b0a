/**
 * Where lies what is not code. From the sources this file is server/places.ts, compiled dist/server/places.js, and bundled it is part of a file in
 * dist/kefu: as deep in each, so that it alone says how far the root is.
 */

import { fileURLToPath } from 'node:url'

const place = (path: string): string =>
  fileURLToPath(new URL(`${import.meta.url.endsWith('.ts') ? '..' : '../..'}/${path}`, import.meta.url))

/** What browsers get, as it was built. */
export const WIDGET_FOLDER = place('dist/widget')
export const DESK_FOLDER = place('dist/desk')

/** The demo's texts and pages. They lie beside the sources and are not compiled. */
export const DEMO_FOLDER = place('server/demo')
