/** What one run has found out, as it is kept and as it is read. */

import type { FirstLoad, Memory, Scrolled, Searches } from './agent.ts'

export type Inbox = {
  conversations: number
  firstLoad: FirstLoad
  scrolled: Scrolled
  /** After all rows have been loaded, beside before. */
  memory: Memory
  grownBytes: number
  searches: Searches
  /** From a customer's key to an agent's screen. */
  arrival: { open: { p50: number; p95: number }; list: { p50: number; p95: number } }
}

export type DeskRecord = {
  date: string
  machine: string
  node: string
  chromium: string
  /** Few rounds: to try the bench, and nothing to go by. */
  isQuick: boolean
  inboxes: Inbox[]
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
const kilobytes = (value: number): string => `${(value / 1_000).toFixed(1)} kB`
const megabytes = (value: number): string => `${(value / 1_000_000).toFixed(1)} MB`

/** What is told of each inbox; those in milliseconds that somebody waits for are drawn, too. */
export const READINGS: { what: string; of: (inbox: Inbox) => number; shown: (value: number) => string; isDrawn?: boolean }[] = [
  { what: 'first load: scripts', of: ({ firstLoad }) => firstLoad.scriptBytes, shown: kilobytes },
  { what: 'first load: styles', of: ({ firstLoad }) => firstLoad.styleBytes, shown: kilobytes },
  { what: 'first load: page and calls', of: ({ firstLoad }) => firstLoad.otherBytes, shown: kilobytes },
  { what: 'nothing in the cache, until rows stand', of: ({ firstLoad }) => firstLoad.firstRowsMs, shown: ms, isDrawn: true },
  { what: 'search: one conversation has it', of: ({ searches }) => searches.rareMs, shown: ms, isDrawn: true },
  { what: 'search: many have it', of: ({ searches }) => searches.commonMs, shown: ms, isDrawn: true },
  { what: 'search: none has it', of: ({ searches }) => searches.nothingMs, shown: ms, isDrawn: true },
  { what: 'customer’s key to the conversation, median', of: ({ arrival }) => arrival.open.p50, shown: ms, isDrawn: true },
  { what: '… 95 of 100', of: ({ arrival }) => arrival.open.p95, shown: ms },
  { what: 'customer’s key to the list, median', of: ({ arrival }) => arrival.list.p50, shown: ms, isDrawn: true },
  { what: '… 95 of 100', of: ({ arrival }) => arrival.list.p95, shown: ms },
  { what: 'scrolled through: rows', of: ({ scrolled }) => scrolled.rows, shown: (value) => value.toLocaleString('en') },
  {
    what: '… frames over 34 ms, of 1,000',
    of: ({ scrolled }) => (scrolled.slowFrames / scrolled.frames) * 1_000,
    shown: (value) => value.toFixed(1),
  },
  { what: '… tasks over 50 ms', of: ({ scrolled }) => scrolled.longTasks, shown: String },
  { what: '… the longest of them', of: ({ scrolled }) => scrolled.longestTaskMs, shown: ms },
  { what: 'memory with all rows loaded', of: ({ memory }) => memory.heapBytes, shown: megabytes },
  { what: '… of it for the rows', of: ({ grownBytes }) => grownBytes, shown: megabytes },
  { what: '… nodes in the page', of: ({ memory }) => memory.nodes, shown: (value) => value.toLocaleString('en') },
]

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`

export function tableOf({ date, machine, node, chromium, inboxes }: DeskRecord): string {
  return [
    `${date}, ${machine}, Node.js ${node}, Chromium ${chromium}.`,
    [
      row('', ...inboxes.map(({ conversations }) => `${conversations.toLocaleString('en')} conversations`)),
      row('---', ...inboxes.map(() => '--:')),
      ...READINGS.map(({ what, of, shown }) => row(what, ...inboxes.map((inbox) => shown(of(inbox))))),
    ].join('\n'),
  ].join('\n\n')
}

const [BEGIN, END] = ['<!-- bench:desk -->', '<!-- /bench:desk -->']

/** The page with this record in the place of the last one. */
export function pageWith(record: DeskRecord, page: string): string {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`the page has no ${BEGIN}`)
  const picture =
    '![How long an agent waits for the inbox, for a search and for a customer’s words, with few conversations and with many](bench-desk.svg)'
  return `${before}${BEGIN}\n\n${picture}\n\n${tableOf(record)}\n\n${END}${after}`
}
