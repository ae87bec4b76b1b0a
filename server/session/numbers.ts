/** Whole numbers behind one another, small ones in fewer bytes, as protocol buffers write them: seven bits a byte; signed ones in zigzag, 0 −1 1 −2 2. */

export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)
export const unzigzag = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2)

export function createNumbers() {
  const written: number[] = []
  return {
    write(value: number): void {
      let left = value
      while (left > 127) {
        written.push((left % 128) + 128)
        left = Math.floor(left / 128)
      }
      written.push(left)
    },
    bytes: (): Uint8Array => Uint8Array.from(written),
  }
}

export function createNumberReader(bytes: Uint8Array) {
  let at = 0
  return {
    read(): number {
      let value = 0
      for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
        const byte = bytes[at++]
        if (byte === undefined) break
        value += (byte % 128) * factor
        if (byte < 128) return value
      }
      throw new RangeError('no number stands here')
    },
    /** Where the next number would begin. */
    place: (): number => at,
  }
}
