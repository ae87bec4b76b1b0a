/** What a finish means for the customer. */

import { AnswerFault, type AnswerFaultKind } from '../../ports/answerer.ts'

/** Words beside OpenAI's own: Mistral's, DeepSeek's, Zhipu's, and those that gateways pass through from other protocols. */
const CUT = new Set(['length', 'max_tokens', 'model_length', 'model_context_window_exceeded'])
const FAULTS: ReadonlyMap<string, AnswerFaultKind> = new Map([
  ['content_filter', 'content_filter'],
  ['sensitive', 'content_filter'],
  ['safety', 'content_filter'],
  ['tool_calls', 'unexpected_finish'],
  ['function_call', 'unexpected_finish'],
  ['tool_use', 'unexpected_finish'],
  ['error', 'stream_error'],
  ['abort', 'stream_error'],
  ['network_error', 'stream_error'],
  ['insufficient_system_resource', 'stream_error'],
])

/**
 * Throws `AnswerFault` for a finish that is no answer. A word that we do not know (`eos`, `end_turn`, `stop_sequence`)
 * counts as `stop` when there is text: a server that bothers to say that it finished did finish, and calling a whole
 * answer broken would hurt the customer more than a rare odd ending. A model that asks for a person need not say anything else.
 */
export function finishReason(word: string, answer: { hasText: boolean; calledTool: boolean; transfers: boolean }): 'stop' | 'length' {
  const known = word.toLowerCase()
  const fault = FAULTS.get(known)
  if (fault !== undefined && !(answer.transfers && fault === 'unexpected_finish'))
    throw new AnswerFault(fault, { message: `the model finished with ${fault === 'stream_error' ? 'an error' : fault}` })
  if (!answer.hasText && !answer.transfers) {
    if (answer.calledTool) throw new AnswerFault('unexpected_finish', { message: 'the model called a tool that nobody offered' })
    throw new AnswerFault('empty', { message: 'the model finished without a word' })
  }
  return CUT.has(known) ? 'length' : 'stop'
}
