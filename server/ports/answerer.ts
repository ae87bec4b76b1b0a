/** The port to the model. */

/** What a model is told. The server owns roles and history; nothing a client sends names a role. */
export type AnswerContext = {
  system: string
  /** Oldest first; ends with what the customer asks now. */
  history: { role: 'customer' | 'assistant'; text: string }[]
  /** Fewer tokens of answer than the adapter's own limit. */
  maxOutputTokens?: number
  /** The model may ask for a person, instead of an answer or after one. Where its provider does not take tools, it is not told so. */
  mayTransfer?: boolean
}

/** Why the model asks for a person, and what the matter is: one short line each, empty where it did not say. Untrusted, as all that a model says. */
export type Transfer = { reason: string; intent: string }

export type AnswerDelta =
  /** Well-formed: no NUL, and never half of a surrogate pair, however the endpoint cut it. */
  | { type: 'text'; text: string }
  /** The model asks for a person. Comes at most once, right before the finish; there may be no text then. */
  | ({ type: 'transfer' } & Transfer)
  /** The model said that it is finished; without this the answer is incomplete, whatever the iterator says. */
  | { type: 'finish'; reason: 'stop' | 'length' }
  /** `cachedTokens`: those of the prompt that the provider had kept, and sells cheaper. */
  | { type: 'usage'; promptTokens: number; completionTokens: number; cachedTokens?: number }

export type Answerer = {
  /** For logs and metrics: `openai`, `openai:api.deepseek.com`. Never a key. */
  name: string
  /** As the endpoint calls it: what an answer costs depends on it. */
  model: string
  /** One attempt. Ends after `finish` (and `usage` when it came with it), or throws `AnswerFault`; an abort rejects with the signal's reason. */
  answer(context: AnswerContext, signal: AbortSignal): AsyncIterable<AnswerDelta>
  close(): Promise<void>
}

export type AnswerFaultKind =
  | 'connect_timeout'
  | 'headers_timeout'
  | 'first_text_timeout'
  | 'idle_timeout'
  | 'attempt_timeout'
  | 'network'
  /** The endpoint answered with an error status; `status` says which. */
  | 'status'
  /** 200, but not an event stream: a proxy's page, a login form. */
  | 'not_a_stream'
  /** An error object inside the stream, or bytes that are not the protocol. */
  | 'stream_error'
  /** The stream ended without `finish_reason`. */
  | 'incomplete'
  /** A finish without a word of text, and without asking for a person. */
  | 'empty'
  | 'content_filter'
  /** The model called a tool or did something else that nobody asked it for. */
  | 'unexpected_finish'
  /** An event or a response larger than the caps. */
  | 'too_large'
  /** All attempts together took longer than a message may. */
  | 'message_timeout'
  /** Nobody was asked: every provider is resting after failures, full, or not allowed here. */
  | 'unavailable'

type AnswerFaultOptions = {
  status?: number | undefined
  code?: string | undefined
  retryAfterMs?: number | undefined
  cause?: unknown
  message?: string
}

export class AnswerFault extends Error {
  override readonly name = 'AnswerFault'
  readonly kind: AnswerFaultKind
  readonly status: number | undefined
  /** The endpoint's own short word: `insufficient_quota`, `model_not_found`. */
  readonly code: string | undefined
  /** How long the endpoint wants to be left alone. */
  readonly retryAfterMs: number | undefined
  constructor(kind: AnswerFaultKind, options: AnswerFaultOptions = {}) {
    super(options.message ?? kind, { cause: options.cause })
    this.kind = kind
    this.status = options.status
    this.code = options.code
    this.retryAfterMs = options.retryAfterMs
  }
}
