/** Three ways from the model's bytes to pieces of text: the libraries by themselves, and ours with all that it watches over. */

import OpenAI from 'openai'
import { Agent, request } from 'undici'
import { createOpenAiAnswerer } from '../../server/adapters/answerer-openai/answerer-openai.ts'
import { createUpstream } from '../../server/upstream/upstream.ts'

export type Relay = { ask(question: string): AsyncIterable<string>; close(): Promise<void> }

/** What the double says, a token a word. */
export const TEXT = Array.from({ length: 150 }, (_, index) => `word${index}`).join(' ')

const MODEL = 'double'
const SOCKETS = 500

/** No time limits, no retries, no breaker; a broken stream would pass for an answer. The least that could be called a relay. */
function bareUndici(url: string): Relay {
  const dispatcher = new Agent({ connections: SOCKETS, pipelining: 1 })
  return {
    async *ask(question) {
      const { body } = await request(`${url}/chat/completions`, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: MODEL, stream: true, messages: [{ role: 'user', content: question }] }),
      })
      const decoder = new TextDecoder()
      let rest = ''
      for await (const bytes of body) {
        const events = (rest + decoder.decode(bytes as Buffer, { stream: true })).split('\n\n')
        rest = events.pop() ?? ''
        for (const event of events) {
          if (event === 'data: [DONE]') continue
          const chunk = JSON.parse(event.slice('data: '.length)) as { choices: { delta: { content?: string } }[] }
          const text = chunk.choices[0]?.delta.content
          if (text) yield text
        }
      }
    },
    close: () => dispatcher.destroy(),
  }
}

/** As its documentation shows it. */
function bareSdk(url: string): Relay {
  const client = new OpenAI({ baseURL: url, apiKey: 'none', maxRetries: 0 })
  return {
    async *ask(question) {
      const stream = await client.chat.completions.create({ model: MODEL, stream: true, messages: [{ role: 'user', content: question }] })
      for await (const chunk of stream) {
        const text = chunk.choices[0]?.delta.content
        if (text) yield text
      }
    },
    close: () => Promise.resolve(),
  }
}

function ours(url: string): Relay {
  const upstream = createUpstream({
    providers: [{ name: 'double', answerer: createOpenAiAnswerer({ baseUrl: url, apiKey: '', model: MODEL, maxOutputTokens: 4_000 }) }],
  })
  return {
    async *ask(question) {
      const context = { system: '', history: [{ role: 'customer' as const, text: question }] }
      const asked = upstream.ask({ context, signal: new AbortController().signal })
      for await (const delta of asked.attempt()) if (delta.type === 'text') yield delta.text
    },
    close: () => upstream.close(),
  }
}

export const RELAYS = { 'undici, bare': bareUndici, 'the SDK, bare': bareSdk, ours } satisfies Record<string, (url: string) => Relay>

export type RelayName = keyof typeof RELAYS
