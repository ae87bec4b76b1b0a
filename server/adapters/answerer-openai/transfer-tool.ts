/**
 * The one tool that a model is offered: it may ask for a person. What it says with that is as untrusted as the rest of what it says, and does nothing else; a
 * call whose arguments cannot be read still asks, only without a reason. Calls come in pieces: a name first, then its arguments, cut anywhere.
 */

import type { ChatCompletionTool } from 'openai/resources/chat/completions'
import { isBlank, wholeCharacters } from '../../../shared/text.ts'
import type { Transfer } from '../../ports/answerer.ts'

const NAME = 'transfer_to_human'

export const TRANSFER_TOOL: ChatCompletionTool = {
  type: 'function',
  function: {
    name: NAME,
    description:
      'Asks for a person from the support team to take over this conversation. Use it when the customer wants a person, complains, is upset or in distress, or needs something that only a person can look up, decide or do. Do not use it for what you can answer. The customer is told about it by the system.',
    parameters: {
      type: 'object',
      properties: {
        reason: { type: 'string', description: 'Why a person is needed, for the team, in one short sentence.' },
        intent: {
          type: 'string',
          description: 'What the matter is, in one or two words, such as complaint, refund, order, account, technical.',
        },
      },
      required: ['reason', 'intent'],
    },
  },
}

/** Part of a call, as one chunk has it. A new `id` or `name` in the same place begins another call. */
export type CallPiece = { index: number; id: string; name: string; arguments: string }

const MOST_CALLS = 8
const ARGUMENT_UNITS = 4_096
const REASON_UNITS = 200
const INTENT_UNITS = 40

export type CallReader = {
  add(pieces: readonly CallPiece[]): void
  /** Of the first call that asks for a person. */
  transfer(): Transfer | undefined
}

export function createCallReader(): CallReader {
  const calls: CallPiece[] = []
  return {
    add(pieces) {
      for (const piece of pieces) {
        const known = calls.findLast(({ index }) => index === piece.index)
        const isNew = !known || (piece.id !== '' && known.id !== '' && piece.id !== known.id)
        if (isNew && calls.length < MOST_CALLS) calls.push({ ...piece, arguments: piece.arguments.slice(0, ARGUMENT_UNITS) })
        if (isNew) continue
        known.name += piece.name === known.name ? '' : piece.name
        known.arguments = (known.arguments + piece.arguments).slice(0, ARGUMENT_UNITS)
      }
    },
    transfer() {
      const call = calls.find(({ name }) => name === NAME)
      if (!call) return undefined
      const { reason, intent } = fieldsOf(call.arguments)
      return { reason: plain(reason, REASON_UNITS), intent: plain(intent, INTENT_UNITS) }
    },
  }
}

function fieldsOf(text: string): { reason?: unknown; intent?: unknown } {
  try {
    const fields: unknown = JSON.parse(text)
    return typeof fields === 'object' && fields !== null ? fields : {}
  } catch {
    return {}
  }
}

/** One line of visible text, no longer than that; empty where there is none. */
function plain(value: unknown, units: number): string {
  if (typeof value !== 'string' || isBlank(value)) return ''
  const line = value
    .slice(0, units * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  return line.length <= units ? line : `${line.slice(0, wholeCharacters(line, units - 1)).trimEnd()}…`
}
