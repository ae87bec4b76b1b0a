/** What the bench says of many readings. */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}

/** How much `y` grows with each `x`: the straight line with the least squares. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [middleX, middleY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))]
  const shared = points.reduce((sum, { x, y }) => sum + (x - middleX) * (y - middleY), 0)
  return shared / points.reduce((sum, { x }) => sum + (x - middleX) ** 2, 0)
}
