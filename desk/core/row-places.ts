/**
 * Where the rows of a long list stand. All are of one height but the one that stands open, so that a place is a multiplication and no row has to be drawn to
 * know where it is.
 */

export type OpenRow = { readonly index: number; readonly height: number }

export type RowPlaces = {
  readonly total: number
  topOf(index: number): number
  heightOf(index: number): number
  /** The row at this height; above the list the first, below it the last. */
  rowAt(top: number): number
}

export function createRowPlaces(count: number, height: number, open?: OpenRow): RowPlaces {
  const more = open && open.index >= 0 && open.index < count ? open.height - height : 0
  const index = more === 0 ? count : (open?.index ?? count)
  return {
    total: count * height + more,
    topOf: (row) => row * height + (row > index ? more : 0),
    heightOf: (row) => (row === index ? height + more : height),
    rowAt(top) {
      const row = top < index * height ? top / height : Math.max(index, (top - more) / height)
      return Math.max(0, Math.min(count - 1, Math.floor(row)))
    },
  }
}
