/** A network that loses what it carries. */

import type { Page, WebSocketRoute } from '@playwright/test'

/** A line that swallows what goes one way, without either end noticing. */
export type LeakyLine = { swallow: 'nothing' | 'to the server' | 'to the page' }

export async function leakyLine(page: Page): Promise<LeakyLine> {
  const line: LeakyLine = { swallow: 'nothing' }
  await page.routeWebSocket(/\/socket\.io\//, (fromPage: WebSocketRoute) => {
    const toServer = fromPage.connectToServer()
    fromPage.onMessage((frame) => line.swallow !== 'to the server' && toServer.send(frame))
    toServer.onMessage((frame) => line.swallow !== 'to the page' && fromPage.send(frame))
  })
  return line
}
