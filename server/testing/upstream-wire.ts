/** OpenAI's streaming wire format, written by hand: chunks, events, whole streams, and ways to cut them. */

export type Delta = Record<string, unknown>

export const usageOf = (text: string): Record<string, number> => {
  const completion = Math.max(1, Math.ceil(text.length / 4))
  return { prompt_tokens: 42, completion_tokens: completion, total_tokens: 42 + completion }
}

const frame = (fields: Record<string, unknown>): Record<string, unknown> => ({
  id: 'chatcmpl-kefu-double',
  object: 'chat.completion.chunk',
  created: 1_760_000_000,
  model: 'kefu-double',
  ...fields,
})

export const chunkOf = (delta: Delta, finish: string | null = null, index = 0): Record<string, unknown> =>
  frame({ choices: [{ index, delta, logprobs: null, finish_reason: finish }], usage: null })

export const usageChunk = (text: string): Record<string, unknown> => frame({ choices: [], usage: usageOf(text) })

/** What Azure sends first: no choice at all, only what its filter thought of the prompt. */
export const emptyChoices = (): Record<string, unknown> =>
  frame({ id: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] })

export const eventOf = (value: unknown, lineEnd = '\n'): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}${lineEnd}${lineEnd}`

export const DONE = eventOf('[DONE]')

export const events = (...values: unknown[]): string => values.map((value) => eventOf(value)).join('')

/** Words with the space before them, Han characters one by one, never half a character: about what a tokenizer gives. */
export const tokensOf = (text: string): string[] => text.match(/\p{Script=Han}|\s*[^\s\p{Script=Han}]{1,12}|\s+/gu) ?? []

/** A whole answer as OpenAI streams it: role, tokens, finish, usage, `[DONE]`; one event each. */
export function answerEvents(text: string, finish = 'stop'): string[] {
  return [
    eventOf(chunkOf({ role: 'assistant', content: '', refusal: null })),
    ...tokensOf(text).map((content) => eventOf(chunkOf({ content }))),
    eventOf(chunkOf({}, finish)),
    eventOf(usageChunk(text)),
    DONE,
  ]
}

export type ToolCall = { name: string; arguments: string }

/** The model calls tools, after this text if there is any: each call with its id and name first, then its arguments in small pieces, one event each. */
export function callEvents(calls: readonly ToolCall[], { text = '', finish = 'tool_calls' } = {}): string[] {
  const deltas = calls.flatMap(({ name, arguments: given }, index): Delta[] => [
    { tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] },
    ...(given.match(/.{1,7}/gsu) ?? []).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ])
  return [
    eventOf(chunkOf({ role: 'assistant', content: text === '' ? null : '', refusal: null })),
    ...tokensOf(text).map((content) => eventOf(chunkOf({ content }))),
    ...deltas.map((delta) => eventOf(chunkOf(delta))),
    eventOf(chunkOf({}, finish)),
    eventOf(usageChunk(text + JSON.stringify(calls))),
    DONE,
  ]
}

/** A model that asks for a person. */
export const transferCall = (reason: string, intent: string): ToolCall => ({
  name: 'transfer_to_human',
  arguments: JSON.stringify({ reason, intent }),
})

/** The bytes in pieces that begin at 0 and at each offset. */
export function cutAt(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const starts = [0, ...[...new Set(offsets)].filter((offset) => offset > 0 && offset < bytes.length).sort((a, b) => a - b)]
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length))
}
