/** Ids that sort by time: UUID version 7 (RFC 9562), made alike in browsers and on the server. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const isUuid = (value: string): boolean => UUID.test(value)

/** `random` gives 16 random bytes; the platforms' `crypto` differ only in where they live. */
export function uuidv7(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(random.subarray(0, 16))
  let time = now
  for (let index = 5; index >= 0; index--) {
    bytes[index] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  // Not `Array.from`: old libraries replace it by one that maps nothing.
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
