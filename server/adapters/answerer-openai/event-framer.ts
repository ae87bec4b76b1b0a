/**
 * Cuts the bytes of an event stream into whole events and hands on the data of each.
 *
 * The SDK's own decoder is good for what OpenAI sends and not for what else stands behind a base URL: it never
 * dispatches events that end in `\n\r\n`, holds the last event of a stream with lone carriage returns back until the
 * next one comes, has no limit to what it gathers, reads on after `[DONE]`, and prints what it cannot parse. It also
 * costs more per token than all else on the way (four async generators, every byte looked at three times).
 *
 * Comments, ids and retry fields are dropped here, so a keep-alive comment is never mistaken for progress.
 */

import { AnswerFault } from '../../ports/answerer.ts'

export type StreamCaps = { eventBytes: number; responseBytes: number }

export type EventFramer = {
  /** The events that these bytes complete. Throws `AnswerFault`. */
  push(chunk: Buffer): string[]
  /** The bytes are over: what is left, if it is whole. */
  end(): string[]
  /** `[DONE]` was read; nothing that follows counts. */
  readonly done: boolean
}

const LF = 0x0a
const CR = 0x0d
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])
const DONE = '[DONE]'

/** With `sniff` the first line must look like an event stream's: for answers that do not say what they are. */
export function createEventFramer(caps: StreamCaps, options: { sniff: boolean }): EventFramer {
  let responseBytes = 0
  /** Pieces of a line whose end has not come. */
  let line: Buffer[] = []
  let lineBytes = 0
  let data: Buffer[] = []
  let dataBytes = 0
  let eventName = ''
  let skipLineFeed = false
  let sniffed = !options.sniff
  let firstLine = true
  let done = false

  function dispatch(events: string[]): void {
    const text = data.length === 1 ? (data[0]?.toString('utf8') ?? '') : data.map((part) => part.toString('utf8')).join('\n')
    const name = eventName
    data = []
    dataBytes = 0
    eventName = ''
    if (name === 'error') throw new AnswerFault('stream_error', { message: 'the endpoint sent an error event' })
    if (text.startsWith(DONE)) done = true
    else if (text !== '') events.push(text)
  }

  function readLine(whole: Buffer, events: string[]): void {
    let text = whole
    if (firstLine) {
      firstLine = false
      if (text.subarray(0, 3).equals(BYTE_ORDER_MARK)) text = text.subarray(3)
    }
    if (text.length === 0) return dispatch(events)
    const colon = text.indexOf(':')
    const field = text.toString('latin1', 0, colon < 0 ? Math.min(text.length, 16) : Math.min(colon, 16))
    if (!sniffed) {
      if (!['', 'data', 'event', 'id', 'retry'].includes(field)) throw new AnswerFault('not_a_stream')
      sniffed = true
    }
    if (field !== 'data' && field !== 'event') return
    const value = colon < 0 ? text.subarray(text.length) : text.subarray(text[colon + 1] === 0x20 ? colon + 2 : colon + 1)
    if (field === 'event') {
      eventName = value.toString('latin1', 0, 16)
    } else {
      data.push(value)
      dataBytes += value.length + 1
    }
  }

  function endLine(rest: Buffer, events: string[]): void {
    const whole = line.length === 0 ? rest : Buffer.concat([...line, rest])
    line = []
    lineBytes = 0
    readLine(whole, events)
  }

  function checkEvent(): void {
    if (dataBytes + lineBytes > caps.eventBytes)
      throw new AnswerFault('too_large', { message: `an event larger than ${caps.eventBytes} bytes` })
  }

  return {
    get done() {
      return done
    },
    push(chunk) {
      responseBytes += chunk.length
      if (responseBytes > caps.responseBytes) {
        throw new AnswerFault('too_large', { message: `a response larger than ${caps.responseBytes} bytes` })
      }
      const events: string[] = []
      const hasReturns = chunk.includes(CR)
      let start = 0
      if (skipLineFeed && chunk.length > 0) {
        if (chunk[0] === LF) start = 1
        skipLineFeed = false
      }
      while (!done && start < chunk.length) {
        const feed = chunk.indexOf(LF, start)
        const carriage = hasReturns ? chunk.indexOf(CR, start) : -1
        const at = carriage >= 0 && (feed < 0 || carriage < feed) ? carriage : feed
        if (at < 0) {
          line.push(chunk.subarray(start))
          lineBytes += chunk.length - start
          break
        }
        endLine(chunk.subarray(start, at), events)
        checkEvent()
        start = at + 1
        if (at !== carriage) continue
        // CR, LF and CRLF each end a line; the second half of a CRLF may come with the next chunk.
        if (start === chunk.length) skipLineFeed = true
        else if (chunk[start] === LF) start++
      }
      checkEvent()
      return events
    },
    end() {
      const events: string[] = []
      if (done) return events
      if (lineBytes > 0) endLine(Buffer.alloc(0), events)
      // The standard drops an event without its blank line. Some servers forget only the last one, and JSON that parses
      // was not cut; anything else is dropped, and then the missing finish tells that the answer is incomplete.
      if (data.length > 0 && isWhole(data.join('\n'))) dispatch(events)
      return events
    },
  }
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return text.startsWith(DONE)
  }
}
