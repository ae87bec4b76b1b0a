/** The system's Chromium, silent: no traffic of its own, and no sandbox because containers run tests as root. */

import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test'

export const chromium: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  launchOptions: {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  },
}
