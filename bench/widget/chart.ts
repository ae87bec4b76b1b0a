/** The bytes of a record as a picture: one bar for each product, what a page loads first in front, what opening adds behind it. */

import type { Record, Row } from './record.ts'

const WIDTH = 760
const LABEL = 250
const NUMBER = 110
const BAR = 18
const GAP = 12
const TOP = 44

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1)

export function chartOf({ rows, date }: Pick<Record, 'rows' | 'date'>): string {
  const most = Math.max(...rows.map(({ firstBytes, openedBytes = firstBytes }) => openedBytes))
  const long = (bytes: number): number => Math.round((bytes / most) * (WIDTH - LABEL - NUMBER))

  function bar({ name, firstBytes, openedBytes = firstBytes }: Row, index: number): string {
    const y = TOP + index * (BAR + GAP)
    const text = openedBytes === firstBytes ? kilobytes(firstBytes) : `${kilobytes(firstBytes)} → ${kilobytes(openedBytes)}`
    const middle = y + BAR - 4
    return [
      `<text x="${LABEL - 10}" y="${middle}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="open" x="${LABEL}" y="${y}" width="${long(openedBytes)}" height="${BAR}"/>`,
      `<rect class="first" x="${LABEL}" y="${y}" width="${Math.max(1, long(firstBytes))}" height="${BAR}"/>`,
      `<text x="${LABEL + long(openedBytes) + 8}" y="${middle}">${text}</text>`,
    ].join('\n')
  }

  const height = TOP + rows.length * (BAR + GAP)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">
<title id="title">What chat widgets weigh, kB of brotli: on every page, and with the chat open</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .first { fill: #1d5c5f } .open { fill: #9cc7c4 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .first { fill: #4fb3ab } .open { fill: #2a5a58 } }
</style>
<rect class="first" x="${LABEL}" y="12" width="12" height="12"/><text x="${LABEL + 18}" y="23">on every page, kB</text>
<rect class="open" x="${LABEL + 160}" y="12" width="12" height="12"/><text x="${LABEL + 178}" y="23">with the chat open</text>
<text x="${WIDTH - 4}" y="23" text-anchor="end">${date}</text>
${rows.map(bar).join('\n')}
</svg>
`
}
