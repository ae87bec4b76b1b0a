/** Budgets and reports count days by UTC, everywhere: `2026-03-09`. As texts they sort like the days that they are. */

const DAY_MS = 86_400_000

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

export const daysBefore = (day: string, days: number): string => dayOf(Date.parse(day) - days * DAY_MS)

/** Both included. */
export const daysFrom = (from: string, to: string): string[] => {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) => daysBefore(from, -index))
}

/** A day that the calendar has. */
export const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN
  return !Number.isNaN(at) && dayOf(at) === text
}
