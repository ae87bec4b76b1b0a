/**
 * Streams to replay: our own beside this file, and those recorded from public endpoints in `../shared/data`, a folder
 * beside the repository that may be missing. What reads the latter skips without it, and says so.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'

export type RecordedStream = { name: string; bytes: Buffer }

/** One reply of an endpoint that refused. */
export type RecordedRefusal = { status: number; headers: Record<string, string[]>; body: string; path: string }

/** One case of the event stream standard: pieces to send, events that come of them. */
export type StreamVector = { name: string; chunks: string[]; events: { data: string; event?: string; id?: string }[] }

const own = new URL('streams/', import.meta.url)
const data = new URL('../../../shared/data/', import.meta.url)
const recorded = new URL('sse-openai-streams/', data)
const vectors = new URL('sse-vectors/vectors.json', data)

export const hasRecordedStreams = existsSync(new URL('index.json', recorded))
export const hasVectors = existsSync(vectors)

export const ownStreams = (): RecordedStream[] =>
  readdirSync(own)
    .filter((name) => name.endsWith('.sse'))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(new URL(name, own)) }))

/**
 * Every stream that is there; the index also lists some that are kept back. Files of bare chunks, one a line, become the
 * stream that they were taken from.
 */
export function publicStreams(): RecordedStream[] {
  if (!hasRecordedStreams) return []
  const index = JSON.parse(readFileSync(new URL('index.json', recorded), 'utf8')) as { file: string }[]
  return index
    .map(({ file }) => ({ name: file, url: new URL(file, recorded) }))
    .filter(({ url }) => existsSync(url))
    .map(({ name, url }) => ({ name, bytes: name.endsWith('.chunks.txt') ? framed(readFileSync(url, 'utf8')) : readFileSync(url) }))
}

const framed = (lines: string): Buffer =>
  Buffer.from(
    lines
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => `data: ${line}\n\n`)
      .join(''),
  )

export function publicRefusals(): RecordedRefusal[] {
  const file = new URL('http_errors.json', recorded)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RecordedRefusal[]) : []
}

export const streamVectors = (): StreamVector[] => (hasVectors ? (JSON.parse(readFileSync(vectors, 'utf8')) as StreamVector[]) : [])
