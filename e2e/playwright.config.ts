/** End-to-end tests: the system's Chromium against the built files and real server processes. Build first. */

import { defineConfig } from '@playwright/test'
import { chromium } from './chromium.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/e2e',
  reporter: 'list',
  // Tests mostly wait: for the network, for a server to come back, for what the customer would see.
  workers: 4,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: { ...chromium, viewport: { width: 1280, height: 800 }, locale: 'en-IE', screenshot: 'only-on-failure' },
})
