/**
 * Every setting, in one table: its name, its unit, its default and why. `docs/configuration.md` lists the same; a test compares both ways. One file, however
 * long, as it is one table.
 */

import { resolve } from 'node:path'
import { anyText, whole, decimal, money, oneOf, webUrl, webOrigin, networks, redisAddress, smtpAddress, sender } from './values.ts'

export type Setting<Value> = {
  /** What it is, and in which unit. */
  what: string
  /** As it would be written in the environment; empty for "not set". */
  default: string
  why: string
  secret?: true
  /** Throws a `ValueFault`. */
  parse: (value: string) => Value
}

/** Keeps the type of each row's value. */
const setting = <Value>(row: Setting<Value>): Setting<Value> => row

export const SETTINGS = {
  HOST: setting({
    what: 'address to listen on',
    default: '0.0.0.0',
    why: 'Reachable from outside; set 127.0.0.1 behind a proxy on the same machine.',
    parse: anyText,
  }),
  PORT: setting({
    what: 'TCP port to listen on; 0 takes any free one',
    default: '7070',
    why: 'Seldom used by anything else.',
    parse: whole(0, 65_535),
  }),
  PUBLIC_URL: setting({
    what: 'origin under which others reach this server',
    default: '',
    why: 'Not set: http://localhost:PORT. Stands in printed addresses and snippets.',
    parse: webOrigin,
  }),
  DATA_DIR: setting({
    what: 'folder of the embedded database',
    default: './data',
    why: 'Beside the program; back up this folder.',
    parse: (value) => resolve(value),
  }),
  REDIS_URL: setting({
    what: 'Redis for what is short-lived; several nodes separated by commas are a Cluster',
    default: '',
    why: 'Not set: the memory of the one process. See docs/redis.md.',
    secret: true,
    parse: redisAddress,
  }),
  SMTP_URL: setting({
    what: 'mail server that takes answers to customers who are away: smtp://USER:PASSWORD@HOST:587, or smtps:// where TLS comes first',
    default: '',
    why: 'Not set: no e-mail is sent, and the desk says so. See docs/tickets.md.',
    secret: true,
    parse: smtpAddress,
  }),
  MAIL_FROM: setting({
    what: 'sender of e-mails: an address, or Name <address>',
    default: '',
    why: 'Needed with SMTP_URL. An address that the mail server may send for.',
    parse: sender,
  }),
  MAIL_AFTER_SECONDS: setting({
    what: 'seconds after an agent’s message at which it is sent by e-mail, if the customer is not connected then',
    default: '60',
    why: 'Whoever only reloads the page gets no e-mail, and several messages become one.',
    parse: whole(0, 86_400),
  }),
  TRUSTED_PROXIES: setting({
    what: 'addresses or networks whose X-Forwarded-For is believed',
    default: '',
    why: 'Nobody: otherwise anyone could choose the address that is throttled.',
    parse: networks,
  }),
  LOG_LEVEL: setting({
    what: 'least level that is logged',
    default: 'info',
    why: 'One line for what an operator can act on.',
    parse: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  }),
  METRICS_TOKEN: setting({
    what: 'bearer token for /metrics',
    default: '',
    why: 'Not set: /metrics answers only to this machine itself.',
    secret: true,
    parse: anyText,
  }),
  OPENAI_API_KEY: setting({
    what: 'key of the model’s API',
    default: '',
    why: 'Not set, and OPENAI_BASE_URL not set: answers come from approved questions only.',
    secret: true,
    parse: anyText,
  }),
  OPENAI_BASE_URL: setting({
    what: 'base URL of an OpenAI-compatible API',
    default: '',
    why: 'Not set: OpenAI. Local servers (Ollama, vLLM, llama.cpp) often need no key.',
    parse: webUrl,
  }),
  OPENAI_MODEL: setting({
    what: 'name of the model',
    default: 'gpt-4o-mini',
    why: 'Quick, cheap and good enough for short support answers.',
    parse: anyText,
  }),
  OPENAI_TOOLS: setting({
    what: 'whether the model is offered a tool to ask for a person with: on, or off',
    default: 'on',
    why: 'Off for models that refuse requests with tools; kefu doctor tells.',
    parse: oneOf(['on', 'off']),
  }),
  PROVIDERS_FILE: setting({
    what: 'JSON file that names several providers of a model, in order of preference',
    default: '',
    why: 'Not set: the one model of the four settings above. Set: they are not read. Its form is in docs/providers.md.',
    parse: (value) => (value === '' ? '' : resolve(value)),
  }),
  ANSWER_TOKENS: setting({
    what: 'most tokens of one answer',
    default: '800',
    why: 'Support answers are short; a runaway answer costs at most this.',
    parse: whole(16, 16_384),
  }),
  ANSWER_CACHE_SECONDS: setting({
    what: 'seconds that an answer of the model is kept for the same first question; 0 keeps none and shares none',
    default: '30',
    why: 'Takes the peak off a question that many ask at once. docs/cache.md tells what is shared.',
    parse: whole(0, 86_400),
  }),
  PRICES_FILE: setting({
    what: 'JSON file with prices of models',
    default: '',
    why: 'Not set: list prices in USD that were built in. docs/spend.md shows the form; a model without a price is counted at a high one, and the log says so.',
    parse: (value) => (value === '' ? '' : resolve(value)),
  }),
  SPEND_TENANT_DAY: setting({
    what: 'most that one tenant’s answers may cost in a day (UTC), in the currency of the prices',
    default: '20',
    why: 'Tens of thousands of answers of a small model; a night of bots costs no more than this.',
    parse: money,
  }),
  SPEND_VISITOR_DAY: setting({
    what: 'most that the answers to one visitor may cost in a day (UTC)',
    default: '0.5',
    why: 'Hundreds of answers of a small model, dozens of a large one: more than anybody reads.',
    parse: money,
  }),
  SPEND_ADDRESS_DAY: setting({
    what: 'most that the answers to one IP address (/64 for IPv6) may cost in a day (UTC)',
    default: '5',
    why: 'An office behind one address still chats; who makes visitor after visitor gets no further.',
    parse: money,
  }),
  SPEND_WARN_PERCENT: setting({
    what: 'percent of SPEND_TENANT_DAY at which the owner is warned, once a day',
    default: '80',
    why: 'Early enough to raise the limit, late enough to mean something.',
    parse: whole(1, 100),
  }),
  INPUT_CHARACTERS: setting({
    what: 'most characters of what a customer asks at once that the model reads',
    default: '16000',
    why: 'Four messages of full length that are answered together; of more, the newest are read.',
    parse: whole(100, 1_000_000),
  }),
  HISTORY_CHARACTERS: setting({
    what: 'most characters of what was said before that the model reads',
    default: '24000',
    why: 'Twice what CONTEXT_TOKENS lets through in Latin letters: a last bar, whatever else the model is told. The oldest is left out first.',
    parse: whole(0, 1_000_000),
  }),
  CONTEXT_TOKENS: setting({
    what: 'tokens of a conversation that the model is told, about; two thirds for recent turns, one third for a summary of those before',
    default: '3000',
    why: 'A long support talk, word for word; every answer is paid for with it. In Latin letters it stays within HISTORY_CHARACTERS.',
    parse: whole(300, 1_000_000),
  }),
  SESSION_SECONDS: setting({
    what: 'seconds after its last message that a conversation’s context is kept ready',
    default: '86400',
    why: 'Whoever comes back within a day saves a read of the log. It is made from the log again afterwards.',
    parse: whole(60, 31_536_000),
  }),
  RATE_TENANT: setting({
    what: 'messages per second of one tenant',
    default: '500',
    why: 'With bursts of twice as many; protects the others.',
    parse: decimal(0.01, 100_000),
  }),
  RATE_VISITOR: setting({
    what: 'messages per second of one visitor',
    default: '1',
    why: 'Nobody types faster for long; bursts of 15 pass.',
    parse: decimal(0.01, 100_000),
  }),
  RATE_ADDRESS: setting({
    what: 'messages and new conversations per second of one IP address (/64 for IPv6)',
    default: '10',
    why: 'An office behind one address still chats; bursts of 100 pass.',
    parse: decimal(0.01, 100_000),
  }),
  RATE_SITE_CONVERSATIONS: setting({
    what: 'new conversations per second of one site',
    default: '20',
    why: 'Far above a busy shop; bursts of 200 pass.',
    parse: decimal(0.01, 100_000),
  }),
  CONNECTIONS: setting({
    what: 'open connections in all',
    default: '15000',
    why: 'Below what one process may open (20,000 files on many machines).',
    parse: whole(1, 1_000_000),
  }),
  CONNECTIONS_PER_ADDRESS: setting({
    what: 'open connections of one IP address (/64 for IPv6)',
    default: '200',
    why: 'A large office with several tabs each.',
    parse: whole(1, 1_000_000),
  }),
  SHUTDOWN_SECONDS: setting({
    what: 'seconds that answers in flight may take to finish after SIGTERM',
    default: '10',
    why: 'Then they are honestly ended. With the default the process is gone within 15 s.',
    parse: whole(0, 600),
  }),
}
