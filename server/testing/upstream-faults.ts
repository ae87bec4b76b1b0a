/**
 * Everything that endpoints calling themselves OpenAI-compatible have been seen to do, or could, each with the one
 * outcome that it must have. Suites loop over all of them.
 *
 * Outcomes are written for a client whose caps are far below a million bytes for an event and far below 200,000 tokens
 * for a response. Where a timeout is the outcome, its clock must be short and the others long.
 */

import type { AnswerFaultKind } from '../ports/answerer.ts'
import type { Script, Step } from './upstream.ts'
import { answerEvents, chunkOf, DONE, emptyChoices, eventOf, events, tokensOf, usageChunk } from './upstream-wire.ts'

export type FaultOutcome = { kind: AnswerFaultKind; status?: number } | { text: string; finish: 'stop' | 'length' }
export type Fault = { script(): Script; outcome: FaultOutcome }

const STREAM = { 'content-type': 'text/event-stream' }
const TEXT = 'Your parcel leaves tomorrow. 明天发货 🎉'
const BEGUN = [eventOf(chunkOf({ role: 'assistant', content: '' })), eventOf(chunkOf({ content: 'Your parcel' }))].join('')
const WHOLE = answerEvents(TEXT).join('')
const COMMENT = ': keep-alive\n\n'

const send = (bytes: string | Uint8Array): Step => ({ do: 'send', bytes })
const stream = (outcome: FaultOutcome, ...steps: (Step | string | Uint8Array)[]): Fault => ({
  script: () => ({ headers: STREAM, steps: steps.map((step) => (typeof step === 'object' && 'do' in step ? step : send(step))) }),
  outcome,
})
/** Begins so, then says the same every few milliseconds until the client goes away. */
const endless = (outcome: FaultOutcome, before: string, again: string): Fault => ({
  script: () => ({
    headers: STREAM,
    steps: (function* () {
      yield send(before === '' ? COMMENT : before)
      for (;;) {
        yield { do: 'wait', ms: 5 }
        yield send(again)
      }
    })(),
  }),
  outcome,
})
const reply = (outcome: FaultOutcome, script: Script): Fault => ({ script: () => script, outcome })
const refusal = (status: number, code: string | null, headers: Record<string, string> = {}): Fault =>
  reply(
    { kind: 'status', status },
    {
      status,
      headers: { 'content-type': 'application/json', ...headers },
      steps: [
        send(JSON.stringify({ error: { message: `Refused, key sk-secret-part was given: ${code}`, type: 'error', param: null, code } })),
      ],
    },
  )

const spoken = { text: TEXT, finish: 'stop' } as const
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const inDeltas = (...deltas: Record<string, unknown>[]): string => events(...deltas.map((delta) => chunkOf(delta)))
const tokens = (text: string): string => inDeltas(...tokensOf(text).map((content) => ({ content })))
const tail = (finish = 'stop'): string => events(chunkOf({}, finish)) + DONE
/** Up to the last byte but one of the first Han character. */
const cutInCharacter = (): Uint8Array => {
  const bytes = Buffer.from(WHOLE)
  return bytes.subarray(0, bytes.indexOf('天') + 2)
}

export const FAULTS = {
  // Something else than a stream
  'html-with-200': reply(
    { kind: 'not_a_stream' },
    { headers: { 'content-type': 'text/html' }, steps: [send('<!doctype html><title>Sign in</title>')] },
  ),
  'html-without-type': reply({ kind: 'not_a_stream' }, { steps: [send('<!doctype html>\n<title>Sign in</title>')] }),
  'json-with-200': reply(
    { kind: 'not_a_stream' },
    {
      headers: { 'content-type': 'application/json' },
      steps: [
        send(
          JSON.stringify({
            object: 'chat.completion',
            choices: [{ index: 0, message: { role: 'assistant', content: TEXT }, finish_reason: 'stop' }],
          }),
        ),
      ],
    },
  ),
  'encoded-with-200': reply(
    { kind: 'not_a_stream' },
    { headers: { ...STREAM, 'content-encoding': 'gzip' }, steps: [send(bytesOf('\u001f\u008b\u0008'))] },
  ),
  'empty-body': stream({ kind: 'incomplete' }),
  'empty-body-without-type': reply({ kind: 'incomplete' }, { steps: [] }),
  'done-only': stream({ kind: 'incomplete' }, DONE),

  // Cuts
  'cut-mid-sentence': stream({ kind: 'incomplete' }, BEGUN),
  'cut-mid-sentence-with-done': stream({ kind: 'incomplete' }, BEGUN, DONE),
  'cut-mid-event': stream({ kind: 'incomplete' }, BEGUN, eventOf(chunkOf({}, 'stop')).slice(0, -30)),
  'cut-mid-character': stream({ kind: 'incomplete' }, cutInCharacter()),
  'reset-before-headers': stream({ kind: 'network' }, { do: 'reset' }),
  'reset-after-headers': stream({ kind: 'network' }, { do: 'headers' }, { do: 'wait', ms: 5 }, { do: 'reset' }),
  'reset-mid-stream': stream({ kind: 'network' }, BEGUN, { do: 'wait', ms: 5 }, { do: 'reset' }),

  // Silence
  'silent-before-headers': stream({ kind: 'headers_timeout' }, { do: 'hang' }),
  'silent-after-headers': stream({ kind: 'first_text_timeout' }, { do: 'headers' }, { do: 'hang' }),
  'silent-after-role': stream({ kind: 'first_text_timeout' }, eventOf(chunkOf({ role: 'assistant', content: '' })), { do: 'hang' }),
  'silent-after-text': stream({ kind: 'idle_timeout' }, BEGUN, { do: 'hang' }),
  'comments-only': endless({ kind: 'first_text_timeout' }, '', COMMENT),
  'comments-after-text': endless({ kind: 'idle_timeout' }, BEGUN, COMMENT),
  'empty-chunks-after-text': endless({ kind: 'idle_timeout' }, BEGUN, eventOf(emptyChoices())),
  'text-without-end': endless({ kind: 'attempt_timeout' }, BEGUN, eventOf(chunkOf({ content: ' and' }))),
  'reasoning-without-end': endless({ kind: 'attempt_timeout' }, '', eventOf(chunkOf({ reasoning_content: 'Hmm.' }))),

  // Too much
  'tokens-200000': {
    script: () => ({
      headers: STREAM,
      steps: (function* () {
        const many = eventOf(chunkOf({ content: ' word' })).repeat(100)
        for (let sent = 0; sent < 200_000; sent += 100) yield send(many)
        yield send(tail())
      })(),
    }),
    outcome: { kind: 'too_large' },
  },
  'giant-event': stream({ kind: 'too_large' }, eventOf(chunkOf({ content: 'a'.repeat(1_000_000) })), tail()),
  'giant-line-without-end': stream({ kind: 'too_large' }, `data: ${'a'.repeat(1_000_000)}`, { do: 'hang' }),
  'giant-event-of-many-lines': stream({ kind: 'too_large' }, 'data: 1\n'.repeat(200_000), { do: 'hang' }),
  'giant-comment': stream({ kind: 'too_large' }, `:${' '.repeat(1_000_000)}`, { do: 'hang' }),

  // Errors that say so
  'error-in-stream': stream(
    { kind: 'stream_error', status: 502 },
    BEGUN,
    eventOf({ error: { message: 'Provider said: sk-secret-part', code: 502 } }),
  ),
  'error-as-text': stream({ kind: 'stream_error' }, BEGUN, eventOf({ error: 'overloaded' })),
  'error-object': stream({ kind: 'stream_error' }, eventOf({ object: 'error', message: 'out of memory', code: 50_001 })),
  'error-event': stream({ kind: 'stream_error' }, BEGUN, `event: error\n${eventOf({ message: 'overloaded' })}`),
  'error-finish': stream({ kind: 'stream_error' }, BEGUN, tail('error')),
  'invalid-json': stream({ kind: 'stream_error' }, BEGUN, eventOf('{"choices": [{"delta": {"content": "Guten Tag'), tail()),
  'not-a-chunk': stream({ kind: 'stream_error' }, eventOf('1'), tail()),
  'status-400': refusal(400, 'context_length_exceeded'),
  'status-401': refusal(401, 'invalid_api_key'),
  'status-403': refusal(403, 'unsupported_country_region_territory'),
  'status-404': refusal(404, 'model_not_found'),
  'status-408': refusal(408, null),
  'status-413': refusal(413, 'request_too_large'),
  'status-422': refusal(422, 'unprocessable_entity'),
  'status-429-long': refusal(429, 'rate_limit_exceeded', { 'retry-after': '60' }),
  'status-529': refusal(529, 'overloaded_error', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
  'status-429': refusal(429, 'rate_limit_exceeded', { 'retry-after': '2' }),
  'status-429-quota': refusal(429, 'insufficient_quota'),
  'status-500': refusal(500, null),
  'status-502-html': reply(
    { kind: 'status', status: 502 },
    { status: 502, headers: { 'content-type': 'text/html' }, steps: [send('<h1>Bad gateway</h1>')] },
  ),
  'status-503': refusal(503, 'overloaded', { 'retry-after': '1' }),
  'status-503-without-end': reply({ kind: 'status', status: 503 }, { status: 503, steps: [send('busy'), { do: 'hang' }] }),
  redirect: reply(
    { kind: 'status', status: 302 },
    { status: 302, headers: { location: 'http://127.0.0.1:9/v1/chat/completions' }, steps: [] },
  ),

  // Finishes
  'finish-length': stream({ text: TEXT, finish: 'length' }, tokens(TEXT), tail('length')),
  'finish-unknown': stream(spoken, tokens(TEXT), tail('end_turn')),
  'finish-content-filter': stream({ kind: 'content_filter' }, BEGUN, tail('content_filter')),
  'finish-tool-calls': stream(
    { kind: 'unexpected_finish' },
    inDeltas({
      role: 'assistant',
      content: null,
      tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'track', arguments: '{}' } }],
    }),
    tail('tool_calls'),
  ),
  'finish-stop-after-tool': stream(
    { kind: 'unexpected_finish' },
    inDeltas({ role: 'assistant', tool_calls: [{ index: 0, function: { name: 'track', arguments: '{}' } }] }),
    tail(),
  ),
  'finish-without-text': stream({ kind: 'empty' }, inDeltas({ role: 'assistant', content: '' }), tail()),
  'finish-with-blank-text': stream({ kind: 'empty' }, inDeltas({ role: 'assistant', content: ' \n' }), tail()),
  'finish-twice': stream(
    spoken,
    tokens(TEXT),
    events(chunkOf({}, 'stop')),
    events({ ...usageChunk(TEXT), choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    DONE,
  ),
  refusal: stream(
    spoken,
    inDeltas({ role: 'assistant', content: null, refusal: '' }, ...tokensOf(TEXT).map((refusal) => ({ refusal }))),
    tail(),
  ),

  // Odd, and right
  'several-choices': stream(
    spoken,
    ...tokensOf(TEXT).map((content) => events(chunkOf({ content: 'WRONG' }, null, 1), chunkOf({ content }))),
    events(chunkOf({}, 'length', 1)),
    tail(),
  ),
  'empty-choices-first': stream(spoken, eventOf(emptyChoices()), WHOLE),
  'null-deltas': stream(
    spoken,
    events({ choices: null }, { choices: [{ index: 0, delta: null, finish_reason: null }] }, chunkOf({ content: null, tool_calls: null }), {
      choices: [null, 1],
    }),
    WHOLE,
  ),
  'reasoning-first': stream(
    spoken,
    inDeltas({ reasoning_content: 'The parcel…' }, { reasoning: 'so' }, { content: [{ type: 'thinking', thinking: [] }] }),
    WHOLE,
  ),
  'text-in-parts': stream(spoken, inDeltas(...tokensOf(TEXT).map((text) => ({ content: [{ type: 'text', text }] }))), tail()),
  'usage-in-every-chunk': stream(
    spoken,
    events(...tokensOf(TEXT).map((content) => ({ ...chunkOf({ content }), usage: { prompt_tokens: 42, completion_tokens: 1 } }))),
    tail(),
  ),
  'split-surrogates': stream(
    spoken,
    eventOf(JSON.stringify(chunkOf({ content: TEXT.slice(0, -2) }))),
    eventOf(JSON.stringify(chunkOf({ content: 'X' })).replace('"X"', '"\\ud83c"')),
    eventOf(JSON.stringify(chunkOf({ content: 'X' })).replace('"X"', '"\\udf89"')),
    tail(),
  ),
  'missing-done': stream(spoken, tokens(TEXT), events(chunkOf({}, 'stop'), usageChunk(TEXT))),
  'missing-last-blank-line': stream(spoken, tokens(TEXT), eventOf(chunkOf({}, 'stop')).trimEnd()),
  'data-after-done': stream(spoken, WHOLE, eventOf(chunkOf({ content: ' WRONG' })), eventOf('not json'), DONE),
  'text-after-finish': stream(spoken, tokens(TEXT), events(chunkOf({}, 'stop'), chunkOf({ content: ' WRONG' })), DONE),
  'open-after-done': stream(spoken, WHOLE, { do: 'hang' }),
  'open-after-finish': stream(spoken, tokens(TEXT), eventOf(chunkOf({}, 'stop')), { do: 'hang' }),
  'reset-after-finish': stream(spoken, tokens(TEXT), eventOf(chunkOf({}, 'stop')), { do: 'wait', ms: 20 }, { do: 'reset' }),
  crlf: stream(spoken, WHOLE.replaceAll('\n', '\r\n')),
  'crlf-cut-in-two': stream(spoken, ...WHOLE.replaceAll('\n', '\r\n').split(/(?<=\r)/)),
  'lone-cr': stream(spoken, WHOLE.replaceAll('\n', '\r')),
  'lone-cr-open-after-finish': stream(spoken, (tokens(TEXT) + events(chunkOf({}, 'stop'))).replaceAll('\n', '\r'), { do: 'hang' }),
  'mixed-line-ends': stream(spoken, WHOLE.replaceAll('\n\n', '\n\r\n')),
  'byte-order-mark': stream(spoken, '\uFEFF', WHOLE),
  'data-of-many-lines': stream(spoken, WHOLE.replaceAll(',"choices"', ',\ndata: "choices"')),
  'no-space-after-colon': stream(spoken, WHOLE.replaceAll('data: ', 'data:')),
  'ids-and-comments': stream(spoken, WHOLE.replaceAll('data: ', `${COMMENT}id: 7\nevent: message\nretry: 100\nodd: 1\ndata: `)),
  'empty-data': stream(spoken, 'data:\n\ndata\n\n', WHOLE),
  'odd-content-type': reply(spoken, { headers: { 'content-type': 'Text/Event-Stream;charset="utf8";x' }, steps: [send(WHOLE)] }),
  'missing-content-type': reply(spoken, { steps: [send(WHOLE)] }),
  'missing-content-type-after-comment': reply(spoken, { steps: [send(COMMENT + WHOLE)] }),
  'one-byte-a-millisecond': {
    script: () => ({
      headers: STREAM,
      steps: (function* () {
        for (const byte of bytesOf(events(chunkOf({ content: TEXT })) + tail())) {
          yield { do: 'wait', ms: 1 }
          yield send(Uint8Array.of(byte))
        }
      })(),
    }),
    outcome: spoken,
  },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]
