/** What an agent waits for, as a picture: two bars for each thing, with few conversations and with many. */

import { READINGS, type DeskRecord } from './report.ts'

const WIDTH = 760
const LABEL = 330
const NUMBER = 70
const BAR = 13
const GAP = 14
const TOP = 62

export function chartOf({ inboxes, date }: Pick<DeskRecord, 'inboxes' | 'date'>): string {
  const drawn = READINGS.filter(({ isDrawn }) => isDrawn)
  const most = Math.max(...drawn.flatMap(({ of }) => inboxes.map(of)))
  const high = inboxes.length * BAR
  const bars = drawn.flatMap(({ what, of, shown }, index) => {
    const y = TOP + index * (high + GAP)
    return [
      `<text x="${LABEL - 10}" y="${y + high / 2 + 5}" text-anchor="end">${what}</text>`,
      ...inboxes.flatMap((inbox, size) => {
        const wide = Math.max(1, Math.round((of(inbox) / most) * (WIDTH - LABEL - NUMBER)))
        const top = y + size * BAR
        return [
          `<rect class="size-${size}" x="${LABEL}" y="${top}" width="${wide}" height="${BAR - 1}"/>`,
          `<text class="small" x="${LABEL + wide + 7}" y="${top + BAR - 2}">${shown(of(inbox))}</text>`,
        ]
      }),
    ]
  })
  const legend = inboxes.flatMap(({ conversations }, size) => [
    `<rect class="size-${size}" x="${LABEL + size * 190}" y="34" width="11" height="11"/>`,
    `<text class="small" x="${LABEL + size * 190 + 16}" y="44">${conversations.toLocaleString('en')} conversations</text>`,
  ])
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${TOP + drawn.length * (high + GAP)}" role="img" aria-labelledby="title">
<title id="title">How long an agent waits for the inbox, for a search and for a customer’s words, with few conversations and with many</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .small { font-size: 12px } .size-0 { fill: #9cc7c4 } .size-1 { fill: #1d5c5f }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .size-0 { fill: #2a5a58 } .size-1 { fill: #4fb3ab } }
</style>
<text x="10" y="20">what an agent waits for, by how much is in the inbox</text>
<text x="${WIDTH - 4}" y="20" text-anchor="end">${date}</text>
${[...legend, ...bars].join('\n')}
</svg>
`
}
