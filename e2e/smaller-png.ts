/**
 * Screenshots for a repository that keeps them for ever. Chromium dithers gradients, so the end of each colour value is noise that no
 * compression gets rid of: here values are multiples of three (255 is one), and no colour is off by more than one.
 *
 * Reads what Chromium writes and nothing else: 8 bits a channel, RGB or RGBA, not interlaced. Writes RGB.
 */

import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** The filter that stores each byte as its difference from the pixel to the left. */
const SUB = 1

export function smallerPng(png: Buffer): Buffer {
  const { width, height, channels, filtered } = read(png)
  const pixels = unfilter(filtered, width * channels, channels)
  const rows = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y++) {
    const start = y * (width * 3 + 1)
    rows[start] = SUB
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const place = (y * width + x) * channels + channel
        const before = x > 0 ? quiet(pixels[place - channels]!) : 0
        rows[start + 1 + x * 3 + channel] = quiet(pixels[place]!) - before
      }
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const quiet = (value: number): number => Math.round(value / 3) * 3

function read(png: Buffer): { width: number; height: number; channels: number; filtered: Buffer } {
  const data: Buffer[] = []
  for (let offset = SIGNATURE.length; offset < png.length;) {
    const length = png.readUInt32BE(offset)
    if (png.toString('latin1', offset + 4, offset + 8) === 'IDAT') data.push(png.subarray(offset + 8, offset + 8 + length))
    offset += length + 12
  }
  const channels = { 2: 3, 6: 4 }[png[25]!]
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('this is no PNG as Chromium writes them')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), channels, filtered: inflateSync(Buffer.concat(data)) }
}

/** Each row begins with the number of its filter: none, left, up, average, or whichever of three is nearest (Paeth). */
function unfilter(filtered: Buffer, rowBytes: number, channels: number): Buffer {
  const height = filtered.length / (rowBytes + 1)
  const pixels = Buffer.alloc(height * rowBytes)
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (rowBytes + 1)]!
    for (let x = 0; x < rowBytes; x++) {
      const place = y * rowBytes + x
      const left = x >= channels ? pixels[place - channels]! : 0
      const up = y > 0 ? pixels[place - rowBytes]! : 0
      const corner = x >= channels && y > 0 ? pixels[place - rowBytes - channels]! : 0
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!
      pixels[place] = filtered[y * (rowBytes + 1) + 1 + x]! + predicted
    }
  }
  return pixels
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
