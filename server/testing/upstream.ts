/**
 * A model for tests: a real HTTP server that speaks OpenAI's wire format and says exactly what a test set up, at the
 * pace and with the cuts and faults that it asks for. It keeps every request, and refuses what nobody set up.
 *
 *     await using upstream = await startUpstream()
 *     upstream.reply('Your parcel leaves tomorrow.', { tokensPerSecond: 30 })
 *     createOpenAiAnswerer({ baseUrl: upstream.url, … })
 */

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

import { FAULTS, type FaultName } from './upstream-faults.ts'
import { answerEvents, cutAt } from './upstream-wire.ts'

/** What a reply does, in order. The response ends after the last step. Nothing reaches the client before the first step. */
export type Step =
  | { do: 'headers' }
  | { do: 'send'; bytes: string | Uint8Array }
  | { do: 'wait'; ms: number }
  /** A TCP reset: what a crashed process or a firewall looks like. */
  | { do: 'reset' }
  /** Says nothing more until the client goes away. */
  | { do: 'hang' }

/** `steps` may be endless when it is a generator: it is read no faster than the client reads. */
export type Script = { status?: number; headers?: Record<string, string>; steps: Iterable<Step> }

export type ChatRequest = {
  model: string
  messages: { role: string; content: string }[]
  stream?: boolean
  [field: string]: unknown
}

export type RecordedRequest = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: ChatRequest | undefined
  openedAt: number
  closedAt: number | undefined
  /** The client went away before the reply was over. */
  aborted: boolean
}

export type Respond = (request: RecordedRequest & { body: ChatRequest }) => Script

export type Pace = {
  /** Between two pieces; 0 sends as fast as the socket takes. */
  paceMs?: number
  tokensPerSecond?: number
  /** Before anything is sent, headers included. */
  thinkMs?: number
}

export type Upstream = {
  /** Base URL, ends in `/v1`. */
  readonly url: string
  readonly requests: RecordedRequest[]
  /** Requests that nobody had set up an answer for, one sentence each. A test that expects none says so. */
  readonly failures: string[]
  /** Decides every reply until it is set again. */
  respond: Respond | undefined
  reply(text: string, pace?: Pace): void
  /** These bytes as they are, cut at these offsets. */
  replay(bytes: Uint8Array, options?: Pace & { cuts?: readonly number[] }): void
  fault(name: FaultName): void
  /** Requests whose reply is not over; connections that are open, idle ones included. */
  openRequests(): number
  openConnections(): number
  close(): Promise<void>
}

export const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8' }

/** A whole answer as a script. */
export function replyScript(text: string, pace: Pace = {}): Script {
  return { headers: EVENT_STREAM, steps: paced(answerEvents(text), pace) }
}

export function replayScript(bytes: Uint8Array, options: Pace & { cuts?: readonly number[] } = {}): Script {
  return { headers: EVENT_STREAM, steps: paced(cutAt(bytes, options.cuts ?? []), options) }
}

function* paced(pieces: Iterable<string | Uint8Array>, pace: Pace): Generator<Step> {
  const gapMs = pace.tokensPerSecond === undefined ? (pace.paceMs ?? 0) : 1_000 / pace.tokensPerSecond
  if (pace.thinkMs !== undefined) yield { do: 'wait', ms: pace.thinkMs }
  let first = true
  for (const bytes of pieces) {
    if (!first && gapMs > 0) yield { do: 'wait', ms: gapMs }
    first = false
    yield { do: 'send', bytes }
  }
}

export async function startUpstream(options: { respond?: Respond; port?: number } = {}): Promise<Upstream & AsyncDisposable> {
  const requests: RecordedRequest[] = []
  const failures: string[] = []
  const sockets = new Set<Socket>()
  let openRequests = 0

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      failures.push(`the double broke: ${String(error)}`)
      response.destroy()
    })
  })
  // Answers of an hour are no fault here; what a client does with silence is what the tests are about.
  server.requestTimeout = 0
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const recorded: RecordedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: undefined,
      openedAt: Date.now(),
      closedAt: undefined,
      aborted: false,
    }
    requests.push(recorded)
    openRequests++
    const gone = new AbortController()
    response.on('close', () => {
      openRequests--
      recorded.closedAt = Date.now()
      recorded.aborted = !response.writableFinished
      gone.abort()
    })
    recorded.body = await bodyOf(request)
    await play(scriptFor(recorded), response, gone.signal)
  }

  function scriptFor(recorded: RecordedRequest): Script {
    if (recorded.method === 'GET' && recorded.path === '/v1/models') return MODELS
    const { body } = recorded
    if (recorded.method !== 'POST' || recorded.path !== '/v1/chat/completions' || body === undefined) {
      return refuse(`there is no ${recorded.method} ${recorded.path} here, or its body is not JSON`)
    }
    if (!Array.isArray(body.messages) || typeof body.model !== 'string') return refuse('a chat request has a model and messages')
    if (upstream.respond === undefined) return refuse('nothing was set up for this request: call reply, replay or fault, or set respond')
    return upstream.respond({ ...recorded, body })
  }

  function refuse(reason: string): Script {
    failures.push(reason)
    return {
      status: 500,
      headers: { 'content-type': 'application/json' },
      steps: [
        { do: 'send', bytes: JSON.stringify({ error: { message: `upstream double: ${reason}`, type: 'not_set_up', code: 'not_set_up' } }) },
      ],
    }
  }

  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  async function close(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }

  const upstream: Upstream & AsyncDisposable = {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    failures,
    respond: options.respond,
    reply(text, pace) {
      upstream.respond = () => replyScript(text, pace)
    },
    replay(bytes, how) {
      upstream.respond = () => replayScript(bytes, how)
    },
    fault(name) {
      upstream.respond = () => FAULTS[name].script()
    },
    openRequests: () => openRequests,
    openConnections: () => sockets.size,
    close,
    [Symbol.asyncDispose]: close,
  }
  return upstream
}

const MODELS: Script = {
  headers: { 'content-type': 'application/json' },
  steps: [
    {
      do: 'send',
      bytes: JSON.stringify({ object: 'list', data: [{ id: 'kefu-double', object: 'model', created: 1_760_000_000, owned_by: 'kefu' }] }),
    },
  ],
}

async function bodyOf(request: IncomingMessage): Promise<ChatRequest | undefined> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as ChatRequest
  } catch {
    return undefined
  }
}

async function play(script: Script, response: ServerResponse, gone: AbortSignal): Promise<void> {
  response.writeHead(script.status ?? 200, script.headers ?? {})
  try {
    for (const step of script.steps) {
      if (gone.aborted) return
      if (step.do === 'headers') response.flushHeaders()
      else if (step.do === 'wait') await wait(step.ms, undefined, { signal: gone })
      else if (step.do === 'hang') return await new Promise((resolve) => gone.addEventListener('abort', () => resolve()))
      else if (step.do === 'reset') return void response.socket?.resetAndDestroy()
      else if (!response.write(step.bytes)) await once(response, 'drain', { signal: gone })
    }
    response.end()
  } catch (error) {
    // The client went away in the middle: that is what is tested, and the record says so.
    if (!gone.aborted) throw error
  }
}
