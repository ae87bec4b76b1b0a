/**
 * When people are at the desk of a site: spans of days of the week, by the clock of one time zone. Everything goes through that zone's own calendar
 * (`Intl`), so a day on which the clocks change has as many hours as it has.
 */

/** `day` from 1 (Monday) to 7 (Sunday); minutes from the day's midnight by the wall clock, `to` up to 1,440 and later than `from`. */
export type OpeningSpan = { day: number; from: number; to: number }
export type OpeningHours = { zone: string; spans: OpeningSpan[] }

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const MINUTE = 60_000
const DAY = 1_440 * MINUTE

/** `Europe/Berlin mon-fri 09:00-17:30, sat 10:00-14:00`. Throws with a sentence for the owner. */
export function readHours(text: string): OpeningHours {
  const [, zone = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(text.trim()) ?? []
  if (!isZone(zone)) throw new Error(`“${zone}” is no time zone. It looks like Europe/Berlin, and the days follow: ${EXAMPLE}.`)
  return { zone, spans: rest.split(',').flatMap((part) => spansIn(part.trim().toLowerCase())) }
}

const EXAMPLE = 'Europe/Berlin mon-fri 09:00-17:30, sat 10:00-14:00'

function spansIn(part: string): OpeningSpan[] {
  const [, first = '', last = first, from = '', to = ''] = /^([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/.exec(part) ?? []
  const [begin, end] = [DAYS.indexOf(first), DAYS.indexOf(last)]
  const span = { from: minutesOf(from), to: minutesOf(to) }
  if (begin < 0 || end < begin || !(span.from < span.to) || span.to > 1_440)
    throw new Error(`“${part}” cannot be read as days and times. It looks like ${EXAMPLE}; after midnight is the next day.`)
  return DAYS.slice(begin, end + 1).map((_, index) => ({ day: begin + index + 1, ...span }))
}

function minutesOf(time: string): number {
  const [hours = NaN, minutes = NaN] = time.split(':').map(Number)
  return minutes < 60 ? hours * 60 + minutes : NaN
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}

/** One for each zone: they are dear to make, and there are no more than zones. */
const calendars = new Map<string, Intl.DateTimeFormat>()

function calendarOf(zone: string): Intl.DateTimeFormat {
  const known = calendars.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  calendars.set(zone, made)
  return made
}

/** The calendar day as a number of days since 1970, and the minute of it, by the wall clock of the zone. */
function localOf(zone: string, at: number): { date: number; minute: number } {
  const parts = calendarOf(zone).formatToParts(at)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const date = Date.UTC(read('year'), read('month') - 1, read('day')) / DAY
  return { date, minute: read('hour') * 60 + read('minute') }
}

/** 1970 began on a Thursday. */
const weekday = (date: number): number => ((((date + 3) % 7) + 7) % 7) + 1

/** What the wall clock shows, as if it were that of UTC. */
function shownAt(zone: string, at: number): number {
  const { date, minute } = localOf(zone, at)
  return (date * 1_440 + minute) * MINUTE
}

/**
 * The first moment at which the wall clock shows this; where it is skipped, the one at which the clocks are put forward. Clocks go as they go a day before or
 * a day after, so it lies between those two readings; only around a change of clocks do they differ, and then it is looked for, to the minute.
 */
function momentOf(zone: string, date: number, minute: number): number {
  const wall = (date * 1_440 + minute) * MINUTE
  const [one, other] = [wall - DAY, wall + DAY].map((near) => wall - (shownAt(zone, near) - near))
  let [early, late] = [Math.min(one ?? wall, other ?? wall), Math.max(one ?? wall, other ?? wall)]
  if (shownAt(zone, early) === wall) return early
  while (late - early > MINUTE) {
    const middle = early + Math.floor((late - early) / MINUTE / 2) * MINUTE
    if (shownAt(zone, middle) < wall) early = middle
    else late = middle
  }
  return late
}

export function isOpen({ zone, spans }: OpeningHours, at: number): boolean {
  const { date, minute } = localOf(zone, at)
  return spans.some(({ day, from, to }) => day === weekday(date) && from <= minute && minute < to)
}

/** When the hours begin next, from a moment that lies outside them; `undefined` where they never do. */
export function nextOpening(hours: OpeningHours, at: number): number | undefined {
  const { zone, spans } = hours
  const { date } = localOf(zone, at)
  for (let ahead = 0; ahead <= 7; ahead++) {
    const openings = spans
      .filter(({ day }) => day === weekday(date + ahead))
      .map(({ from }) => momentOf(zone, date + ahead, from))
      // A span that a change of clocks skips altogether begins nowhere.
      .filter((moment) => moment > at && isOpen(hours, moment))
    if (openings.length > 0) return Math.min(...openings)
  }
  return undefined
}

/** `Monday 09:00 GMT+1`, in the customer's language and the site's zone. */
export const sayOpening = (zone: string, moment: number, language: string): string =>
  new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(moment)
