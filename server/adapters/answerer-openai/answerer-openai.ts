/**
 * The model behind any endpoint that speaks OpenAI's chat completions. One call is one attempt: it ends with a finish,
 * or throws an `AnswerFault` that says why. Whether to try again is decided elsewhere.
 *
 * The official SDK makes the request and reads refusals. The events of an answer are read here (`event-framer.ts` says
 * why).
 *
 * An answer is complete when the model says so, and only then. An iterator that merely ends, a proxy's page with status
 * 200, a stream that goes quiet: each has a name in `AnswerFaultKind`, and none passes for an answer.
 */

import OpenAI from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'

import { isBlank } from '../../../shared/text.ts'
import { OperatorFault } from '../../operator-fault.ts'
import { AnswerFault, type AnswerContext, type AnswerDelta, type Answerer } from '../../ports/answerer.ts'
import { startAttempt, type AttemptTimers } from './attempt.ts'
import { readChunk, type Said } from './chunk.ts'
import type { StreamCaps } from './event-framer.ts'
import { finishReason } from './finish-reason.ts'
import { createTextMender } from './text-mender.ts'
import { createCallReader, TRANSFER_TOOL } from './transfer-tool.ts'
import { createTransport, type PoolLimits } from './transport.ts'

export type OpenAiAnswererOptions = {
  /** Ends where `/chat/completions` begins: `https://api.openai.com/v1`. */
  baseUrl: string
  /** May be empty: local servers want none. */
  apiKey: string
  model: string
  maxOutputTokens: number
  /** Sent with every request; one that is called like one of ours takes its place. */
  headers?: Record<string, string>
  /** Azure's deployments want their version in the address, and the key in a header of its own. */
  apiVersion?: string
  /** False for models that refuse requests with tools: they are offered none. */
  tools?: boolean
  timers?: Partial<AttemptTimers>
  caps?: Partial<StreamCaps>
  pool?: Partial<PoolLimits>
  /** How long a finished answer waits for the token counts that come after it. */
  lingerMs?: number
}

/** Of one attempt, as they are in production. */
export const ATTEMPT_TIMERS: AttemptTimers = {
  connectMs: 5_000,
  handshakeMs: 10_000,
  headersMs: 10_000,
  firstTextMs: 15_000,
  idleMs: 20_000,
  attemptMs: 60_000,
}
const CAPS: StreamCaps = { eventBytes: 262_144, responseBytes: 2_097_152 }
const POOL: PoolLimits = { sockets: 500, keepAliveMs: 90_000 }
const LINGER_MS = 250

export function createOpenAiAnswerer(options: OpenAiAnswererOptions): Answerer {
  const baseUrl = checkedUrl(options.baseUrl)
  if (!/^[\x21-\x7e]*$/.test(options.apiKey))
    throw new OperatorFault('The API key of the model (OPENAI_API_KEY) has a blank or a character that no header can carry.')
  const timers = { ...ATTEMPT_TIMERS, ...options.timers }
  const lingerMs = options.lingerMs ?? LINGER_MS
  const transport = createTransport({ pool: { ...POOL, ...options.pool }, timers, caps: { ...CAPS, ...options.caps }, lingerMs })
  const client = new OpenAI({
    baseURL: options.baseUrl,
    // The SDK insists on a key.
    apiKey: options.apiKey === '' ? 'none' : options.apiKey,
    defaultHeaders: { ...keyHeaders(options), ...options.headers },
    ...(options.apiVersion === undefined ? {} : { defaultQuery: { 'api-version': options.apiVersion } }),
    // What is null here the SDK would otherwise read from the environment.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    // Its logger prints chunks: customers' words.
    logLevel: 'off',
  })

  async function* answer(context: AnswerContext, signal: AbortSignal): AsyncGenerator<AnswerDelta, void, undefined> {
    signal.throwIfAborted()
    const attempt = startAttempt(signal, timers, { secure: baseUrl.protocol === 'https:' })
    const mender = createTextMender()
    let hasText = false
    const calls = context.mayTransfer && options.tools !== false ? createCallReader() : undefined
    let calledTool = false
    let finished = false
    let usage: Said['usage']
    try {
      const call = transport.call(attempt)
      const request = client.withOptions({ fetch: call.fetch }).chat.completions.create(
        {
          model: options.model,
          messages: messagesOf(context),
          stream: true,
          stream_options: { include_usage: true },
          ...(calls && { tools: [TRANSFER_TOOL] }),
          ...outputLimit(baseUrl, Math.min(options.maxOutputTokens, context.maxOutputTokens ?? Infinity)),
        },
        { signal: attempt.signal },
      )
      await request.asResponse()
      for await (const event of call.events()) {
        const said = readChunk(event)
        // Some endpoints count along in every chunk: the last word holds.
        usage = said.usage ?? usage
        // Gateways repeat the finish in the chunk that carries the usage.
        if (finished) continue
        if (said.working) attempt.worked()
        calledTool ||= said.calledTool
        calls?.add(said.calls)
        let text = mender.add(said.text)
        if (said.finish !== undefined) text += mender.end()
        if (text !== '') {
          hasText ||= !isBlank(text)
          attempt.rest()
          yield { type: 'text', text }
          attempt.resume()
        }
        if (said.finish === undefined) continue
        const transfer = calls?.transfer()
        const reason = finishReason(said.finish, { hasText, calledTool, transfers: transfer !== undefined })
        finished = true
        attempt.finish(lingerMs)
        if (transfer) yield { type: 'transfer', ...transfer }
        yield { type: 'finish', reason }
      }
    } catch (error) {
      // After the finish only the usage was awaited; nothing that happens to it spoils the answer.
      if (!finished || signal.aborted) throw attempt.verdict(error)
    } finally {
      attempt.end()
    }
    if (!finished || signal.aborted) throw attempt.verdict(new AnswerFault('incomplete', { message: 'the stream ended without a finish' }))
    if (usage !== undefined) yield { type: 'usage', ...usage }
  }

  return {
    name: baseUrl.host === OPENAI_HOST ? 'openai' : `openai:${baseUrl.host}`,
    model: options.model,
    answer,
    close: () => transport.close(),
  }
}

const OPENAI_HOST = 'api.openai.com'

/** Azure reads `api-key`, and takes what stands in `authorization` for a token of another kind. */
const keyHeaders = ({ apiVersion, apiKey }: OpenAiAnswererOptions): Record<string, string | null> =>
  apiVersion === undefined ? {} : { 'api-key': apiKey, authorization: null }

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new OperatorFault('The base URL of the model (OPENAI_BASE_URL) is not an http or https address.')
  if (url.username !== '' || url.password !== '')
    throw new OperatorFault('The base URL of the model (OPENAI_BASE_URL) holds a password; give it as OPENAI_API_KEY.')
  return url
}

function messagesOf(context: AnswerContext): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = context.system === '' ? [] : [{ role: 'system', content: context.system }]
  for (const { role, text } of context.history) messages.push({ role: role === 'customer' ? 'user' : 'assistant', content: text })
  return messages
}

/** OpenAI's newer models refuse `max_tokens`; most compatible servers know no other name and would not limit at all. */
const outputLimit = (baseUrl: URL, tokens: number): { max_completion_tokens: number } | { max_tokens: number } =>
  baseUrl.host === OPENAI_HOST || baseUrl.host.endsWith('.openai.azure.com') ? { max_completion_tokens: tokens } : { max_tokens: tokens }
