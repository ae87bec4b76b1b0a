/**
 * What one chunk of a stream says. The SDK's types are OpenAI's own; behind a base URL stand gateways and local servers
 * that leave fields out, send null for them or add others, so nothing here is taken for granted.
 */

import { AnswerFault } from '../../ports/answerer.ts'
import { faultInStream } from './fault-of.ts'
import type { CallPiece } from './transfer-tool.ts'

export type Said = {
  text: string
  /** Text, reasoning or a tool call: the endpoint is at work. */
  working: boolean
  calledTool: boolean
  calls: CallPiece[]
  /** The endpoint's own word. */
  finish: string | undefined
  usage: { promptTokens: number; completionTokens: number; cachedTokens?: number } | undefined
}

/** Reasoning has no agreed name: DeepSeek and most others, OpenRouter and Groq, OpenRouter's structured form. */
const REASONING = ['reasoning_content', 'reasoning', 'reasoning_details']
const TOOLS = ['tool_calls', 'function_call']

/** Throws `AnswerFault` for what is no chunk. */
export function readChunk(event: string): Said {
  const chunk = parse(event)
  if (!isRecord(chunk)) throw new AnswerFault('stream_error', { message: 'an event is not a chunk' })
  if (chunk['error'] || chunk['object'] === 'error') throw faultInStream(chunk['error'] ?? chunk)
  const said: Said = { text: '', working: false, calledTool: false, calls: [], finish: undefined, usage: usageOf(chunk['usage']) }
  const choices = chunk['choices']
  if (!Array.isArray(choices)) return said
  for (const choice of choices as unknown[]) {
    if (!isRecord(choice) || (choice['index'] ?? 0) !== 0) continue
    const delta = isRecord(choice['delta']) ? choice['delta'] : {}
    // A refusal is the model's answer in its own words, only under another name.
    said.text += textOf(delta['content']) + textOf(delta['refusal'])
    said.calls.push(...callsOf(delta['tool_calls']))
    said.calledTool ||= TOOLS.some((name) => holdsSomething(delta[name]))
    said.working ||= said.text !== '' || said.calledTool || REASONING.some((name) => holdsSomething(delta[name]))
    said.working ||= Array.isArray(delta['content']) && delta['content'].length > 0
    if (typeof choice['finish_reason'] === 'string' && choice['finish_reason'] !== '') said.finish = choice['finish_reason']
  }
  return said
}

function parse(event: string): unknown {
  try {
    return JSON.parse(event)
  } catch {
    // Without the parser's own error: it quotes the text.
    throw new AnswerFault('stream_error', { message: 'an event is not JSON' })
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const holdsSomething = (value: unknown): boolean => (Array.isArray(value) || typeof value === 'string' ? value.length > 0 : isRecord(value))

/** Mistral sends a list of parts where the model thinks; only its text parts are the answer. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return (content as unknown[])
    .map((part) => (isRecord(part) && part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('')
}

/** Some servers leave the place of a call out, and some give its arguments as an object. */
function callsOf(calls: unknown): CallPiece[] {
  if (!Array.isArray(calls)) return []
  return (calls as unknown[]).flatMap((call, place) => {
    if (!isRecord(call)) return []
    const { name, arguments: given } = isRecord(call['function']) ? call['function'] : {}
    const index = typeof call['index'] === 'number' ? call['index'] : place
    return [{ index, id: stringOf(call['id']), name: stringOf(name), arguments: isRecord(given) ? JSON.stringify(given) : stringOf(given) }]
  })
}

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function usageOf(usage: unknown): Said['usage'] {
  if (!isRecord(usage)) return undefined
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage
  if (!isCount(promptTokens) || !isCount(completionTokens)) return undefined
  const cachedTokens = cachedIn(usage)
  return { promptTokens, completionTokens, ...(isCount(cachedTokens) && cachedTokens <= promptTokens ? { cachedTokens } : {}) }
}

/** OpenAI's name and DeepSeek's. */
function cachedIn({ prompt_tokens_details: details, prompt_cache_hit_tokens: hits }: Record<string, unknown>): unknown {
  return isRecord(details) ? (details['cached_tokens'] ?? hits) : hits
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
