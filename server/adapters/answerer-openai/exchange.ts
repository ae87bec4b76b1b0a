/**
 * One HTTP exchange over undici's `dispatch`: sends the request and resolves with the `Response` that the SDK wants.
 * Only the body of a refusal is in it; the events of a stream go past the SDK.
 *
 * It ends in one of three ways: read to its end, and the socket is free for the next request; stopped early, and the
 * socket is destroyed; or failed. A request that is stopped while it waits for a socket is never sent. Redirects are
 * not followed: a key goes to the endpoint that the operator named and nowhere else.
 */

import type { Dispatcher } from 'undici'

import { AnswerFault } from '../../ports/answerer.ts'
import { createEventBody, type EventBody } from './event-body.ts'
import { createEventFramer, type EventFramer, type StreamCaps } from './event-framer.ts'

export type ExchangeRequest = { url: URL; method: string; headers: Headers; body: string; signal: AbortSignal }

export type ExchangeRules = {
  caps: StreamCaps
  /** How long to wait for what is good to have but not needed: the rest after `[DONE]`, the words of a refusal. */
  lingerMs: number
  /** Told how far the request got: it is on a connected socket; its answer is a stream. */
  onSent(): void
  onStream(events: EventBody): void
}

type State =
  | { name: 'waiting' }
  /** An error status; its body is collected for the code in it. */
  | { name: 'refused'; status: number; headers: Headers; body: Buffer[]; bodyBytes: number }
  | { name: 'streaming'; framer: EventFramer; body: EventBody }
  /** The answer is complete; the rest is read only so that the socket can be used again. */
  | { name: 'draining' }
  | { name: 'over' }

const REFUSAL_BYTES = 65_536
/** A reader further behind than this makes the socket wait. */
const BACKLOG_UNITS = 65_536
const KEPT_HEADERS = ['content-type', 'retry-after', 'retry-after-ms', 'x-request-id']

export const exchange = (dispatcher: Dispatcher, request: ExchangeRequest, rules: ExchangeRules): Promise<Response> =>
  new Promise((resolve, reject) => {
    let state: State = { name: 'waiting' }
    let connection: Dispatcher.DispatchController | undefined
    let linger: NodeJS.Timeout | undefined
    const onAbort = (): void => stop(asError(request.signal.reason))

    function leave(): State {
      const last = state
      state = { name: 'over' }
      clearTimeout(linger)
      request.signal.removeEventListener('abort', onAbort)
      return last
    }

    /** Destroys the socket; whoever waits for an answer gets the error. */
    function stop(error: Error): void {
      const last = leave()
      if (last.name === 'over') return
      connection?.abort(error)
      if (last.name === 'streaming') last.body.drop(error)
      else reject(error)
    }

    function settleRefusal(refused: State & { name: 'refused' }): void {
      const text = Buffer.concat(refused.body).toString('utf8')
      leave()
      resolve(new Response(text === '' ? null : text, { status: refused.status, headers: refused.headers }))
    }

    /** For a body that is read no further: gives up the socket and answers with what is there. */
    function cutRefusal(refused: State & { name: 'refused' }): void {
      settleRefusal(refused)
      connection?.abort(new Error('the rest of the refusal is not needed'))
    }

    function drain(body: EventBody): void {
      state = { name: 'draining' }
      body.end()
      connection?.resume()
      linger = setTimeout(() => stop(new Error('the socket stayed open after the answer')), rules.lingerMs)
    }

    function begin(status: number, headers: Headers, controller: Dispatcher.DispatchController): void {
      if (status >= 300) {
        if (status > 599) return stop(new AnswerFault('status', { status, message: `status ${status}` }))
        const refused: State = { name: 'refused', status, headers, body: [], bodyBytes: 0 }
        state = refused
        linger = setTimeout(() => cutRefusal(refused), rules.lingerMs)
        return
      }
      const type = headers.get('content-type')
      if (type !== null && !isEventStream(type))
        return stop(new AnswerFault('not_a_stream', { status, message: 'the answer is not an event stream' }))
      const framer = createEventFramer(rules.caps, { sniff: type === null })
      const body = createEventBody({
        onEmpty: () => controller.resume(),
        onReturn: () => stop(new Error('the reader went away')),
      })
      state = { name: 'streaming', framer, body }
      rules.onStream(body)
      resolve(new Response(null, { status, headers }))
    }

    if (request.signal.aborted) return onAbort()
    request.signal.addEventListener('abort', onAbort)
    dispatcher.dispatch(
      {
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: request.headers,
        body: request.body,
        // Our own clocks run; undici's say less and are coarser.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(controller) {
          if (state.name === 'over') return controller.abort(new Error('the request was given up'))
          connection = controller
          rules.onSent()
        },
        onResponseStart(controller, status, headers) {
          if (status < 200 || state.name !== 'waiting') return
          const encoding = headers['content-encoding']
          if (encoding !== undefined && encoding !== 'identity') {
            return stop(new AnswerFault('not_a_stream', { status, message: 'the answer is encoded, which nobody asked for' }))
          }
          begin(status, keptHeaders(headers), controller)
        },
        onResponseData(controller, chunk) {
          if (state.name === 'refused') {
            state.body.push(chunk)
            state.bodyBytes += chunk.length
            if (state.bodyBytes > REFUSAL_BYTES) cutRefusal(state)
          } else if (state.name === 'streaming') {
            const { framer, body } = state
            try {
              for (const event of framer.push(chunk)) body.push(event)
            } catch (error) {
              return stop(asError(error))
            }
            if (framer.done) drain(body)
            else if (body.queuedUnits > BACKLOG_UNITS) controller.pause()
          }
        },
        onResponseEnd() {
          if (state.name === 'refused') settleRefusal(state)
          if (state.name === 'streaming') {
            const { framer, body } = state
            try {
              for (const event of framer.end()) body.push(event)
            } catch (error) {
              return stop(asError(error))
            }
            body.end()
          }
          leave()
        },
        onResponseError(_controller, error) {
          const last = leave()
          const fault = networkFault(error)
          if (last.name === 'waiting' || last.name === 'refused') reject(fault)
          // What came before the break is still read: the finish may be in it.
          if (last.name === 'streaming') last.body.end(fault)
        },
      },
    )
  })

function networkFault(error: Error): AnswerFault {
  const kind = 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT' ? 'connect_timeout' : 'network'
  return new AnswerFault(kind, { cause: error })
}

/** Real servers add odd parameters: `text/event-stream;charset=utf8; x=y`. */
const isEventStream = (type: string): boolean => type.split(';')[0]?.trim().toLowerCase() === 'text/event-stream'

function keptHeaders(given: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const name of KEPT_HEADERS) {
    const value = given[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}

const asError = (value: unknown): Error => (value instanceof Error ? value : new Error('stopped', { cause: value }))
