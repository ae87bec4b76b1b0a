/** Who answered the messages of the day, as a picture: one bar for each length of time for which answers are kept. */

import type { Way } from './replay.ts'
import { nameOf, type DayRecord } from './report.ts'

const WIDTH = 760
const LABEL = 170
const BAR = 30
const GAP = 16
const TOP = 64
/** Below this share a number has no room in its piece. */
const NARROW = 0.04

const PIECES: { way: Way; title: string; light: string; dark: string; ink: 'light' | 'dark' }[] = [
  { way: 'approved', title: 'approved question', light: '#1d5c5f', dark: '#4fb3ab', ink: 'light' },
  { way: 'kept', title: 'kept answer', light: '#4b9a95', dark: '#37827d', ink: 'light' },
  { way: 'joined', title: 'shared while written', light: '#9cc7c4', dark: '#2a5a58', ink: 'dark' },
  { way: 'model', title: 'call of the model', light: '#d9a441', dark: '#b07d1f', ink: 'dark' },
  { way: 'person', title: 'a person', light: '#8a6fa8', dark: '#a98fc6', ink: 'light' },
]

export function chartOf({ runs, date }: Pick<DayRecord, 'runs' | 'date'>): string {
  const most = Math.max(...runs.map(({ messages }) => messages))
  const width = (count: number): number => (count / most) * (WIDTH - LABEL - 10)
  const bars = runs.flatMap((run, index) => {
    const y = TOP + index * (BAR + GAP)
    let x = LABEL
    const pieces = PIECES.flatMap(({ way, ink }) => {
      const count = run.ways[way]
      const wide = width(count)
      const piece = `<rect class="${way}" x="${x.toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${BAR}"/>`
      const number =
        count / most < NARROW
          ? []
          : [`<text class="on-${ink}" x="${(x + wide / 2).toFixed(1)}" y="${y + 20}" text-anchor="middle">${count}</text>`]
      x += wide
      return [piece, ...number]
    })
    return [`<text x="${LABEL - 10}" y="${y + 20}" text-anchor="end">${nameOf(run)}</text>`, ...pieces]
  })
  let at = LABEL
  const legend = PIECES.flatMap(({ way, title }) => {
    const x = at
    at += 24 + title.length * 6.4
    return [
      `<rect class="${way}" x="${x.toFixed(0)}" y="36" width="11" height="11"/>`,
      `<text x="${(x + 15).toFixed(0)}" y="46" class="small">${title}</text>`,
    ]
  })
  const colors = (shade: 'light' | 'dark'): string => PIECES.map((piece) => `.${piece.way} { fill: ${piece[shade]} }`).join(' ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${TOP + runs.length * (BAR + GAP)}" role="img" aria-labelledby="title">
<title id="title">Who answered the messages of a day, by how long answers are kept</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .small { font-size: 12px } ${colors('light')}
.on-light { fill: #fff } .on-dark { fill: #24292f }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } ${colors('dark')} .on-light, .on-dark { fill: #fff } }
</style>
<text x="${LABEL}" y="20">messages of one day, by who answered; answers are kept for …</text>
<text x="${WIDTH - 4}" y="20" text-anchor="end">${date}</text>
${[...legend, ...bars].join('\n')}
</svg>
`
}
