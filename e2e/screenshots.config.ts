/** `npm run screenshots`: takes the pictures in docs/screenshots/. Build first; look at them before you commit them. */

import { defineConfig } from '@playwright/test'
import { chromium } from './chromium.ts'

export default defineConfig({
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: '../test-results/screenshots',
  reporter: 'list',
  workers: 1,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: { ...chromium, viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, locale: 'en-IE' },
})
