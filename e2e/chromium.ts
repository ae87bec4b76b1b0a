/**
 * The system's Chromium, silent and slim: no traffic of its own, no windows of its own beside the page, and no sandbox because containers run tests as
 * root.
 */

import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test'

/** Of what a page is tried in, nothing; but each was a renderer for every page, and together the larger half of the processor's time. */
const BESIDE_THE_PAGE = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess']

/** What Playwright switches off itself. Of two such switches Chromium takes the last, so that ours has to name these too. */
const BY_PLAYWRIGHT = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
]

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
      `--disable-features=${[...BESIDE_THE_PAGE, ...BY_PLAYWRIGHT].join(',')}`,
    ],
  },
}
