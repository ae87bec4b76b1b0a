/** The speeds of a record as a picture: one bar for each engine, on a scale in which each step is ten times the last. */

import { titleOf } from './engines.ts'
import type { Size } from './material.ts'
import type { Record } from './report.ts'

const SIZE: Size = 10_000
const WIDTH = 760
const LABEL = 250
const NUMBER = 70
const BAR = 18
const GAP = 12
const TOP = 44
/** Million code units a second: the ends of the scale. */
const [LEAST, MOST] = [0.01, 1_000]

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export function chartOf({ scans, date }: Pick<Record, 'scans' | 'date'>): string {
  const wide = (rate: number): number => {
    const share = Math.log10(Math.max(rate, LEAST) / LEAST) / Math.log10(MOST / LEAST)
    return Math.max(1, Math.round(share * (WIDTH - LABEL - NUMBER)))
  }
  const bars = scans
    .filter(({ size }) => size === SIZE)
    .map(({ engine, scan }, index) => {
      const y = TOP + index * (BAR + GAP)
      const { rate } = scan.clean
      return [
        `<text x="${LABEL - 10}" y="${y + BAR - 4}" text-anchor="end">${escaped(titleOf(engine))}</text>`,
        `<rect class="${engine.startsWith('Kefu') ? 'ours' : 'peer'}" x="${LABEL}" y="${y}" width="${wide(rate)}" height="${BAR}"/>`,
        `<text x="${LABEL + wide(rate) + 8}" y="${y + BAR - 4}">${rate >= 10 ? rate.toFixed(0) : rate.toPrecision(2)}</text>`,
      ].join('\n')
    })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${TOP + bars.length * (BAR + GAP)}" role="img" aria-labelledby="title">
<title id="title">How fast 10,000 sensitive words are looked for in ordinary messages, million characters a second</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .ours { fill: #1d5c5f } .peer { fill: #9cc7c4 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ours { fill: #4fb3ab } .peer { fill: #2a5a58 } }
</style>
<text x="${LABEL}" y="23">million characters a second, 10,000 words; each step to the right is a multiple</text>
<text x="${WIDTH - 4}" y="23" text-anchor="end">${date}</text>
${bars.join('\n')}
</svg>
`
}
