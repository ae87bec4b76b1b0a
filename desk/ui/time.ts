/** Times as a list shows them: today the hour, this week the day, before that the date. */

const DAY_MS = 24 * 3_600_000

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const kept = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, kept)
  return kept
}

export function shortTime(at: number, language: string, now = Date.now()): string {
  const date = new Date(at)
  if (new Date(now).toDateString() === date.toDateString()) return format(language, { hour: '2-digit', minute: '2-digit' }).format(at)
  if (now - at < 6 * DAY_MS) return format(language, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(at)
  return format(language, { day: 'numeric', month: 'short', year: '2-digit' }).format(at)
}

export const fullTime = (at: number, language: string): string => format(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)

export const dayOf = (at: number, language: string): string =>
  format(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
