/**
 * Every setting, in one table: its name, its unit, its default and why. The only reader of the environment. `docs/configuration.md` lists
 * the same names; a test compares both ways. One file, however long, as it is one table and its few readers of values.
 */

import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { OperatorFault } from './operator-fault.ts'
import type { SpendLimits } from './ports/spend.ts'
import { OPENAI_URL, readProvidersFile, type ProviderSettings } from './providers-file.ts'
import { parseRedisAddress, type RedisAddress } from './redis-address.ts'
import { parseSmtpAddress, type SmtpAddress } from './smtp-address.ts'
import { isMailAddress } from './tickets/mail-address.ts'

type Setting<Value> = {
  /** What it is, and in which unit. */
  what: string
  /** As it would be written in the environment; empty for "not set". */
  default: string
  why: string
  secret?: true
  /** Throws a sentence that completes "NAME …". */
  parse: (value: string) => Value
}

class Fault extends Error {}

const anyText = (value: string): string => value

const whole =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < least || number > most) throw new Fault(`must be a whole number from ${least} to ${most}`)
    return number
  }

const decimal =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number) || number < least || number > most)
      throw new Fault(`must be a number from ${least} to ${most}`)
    return number
  }

/** Given in units of the currency, kept in whole millionths. */
const money = (value: string): number => Math.round(decimal(0, 1_000_000_000)(value) * 1_000_000)

const oneOf =
  <const Values extends readonly string[]>(values: Values) =>
  (value: string): Values[number] => {
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) throw new Fault(`must be one of ${values.join(', ')}`)
    return found
  }

const webUrl = (value: string): string => {
  if (value === '') return ''
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new Fault('must be a URL that begins with http:// or https://')
  return value.replace(/\/+$/, '')
}

const webOrigin = (value: string): string => {
  const url = webUrl(value)
  if (url !== '' && new URL(url).origin !== url) throw new Fault(`must be an origin without a path, such as ${new URL(url).origin}`)
  return url
}

const networks = (value: string): string[] => {
  const list = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  for (const item of list) {
    const [address = '', prefix, ...more] = item.split('/')
    const bits = isIP(address) === 6 ? 128 : 32
    if (isIP(address) === 0 || more.length > 0 || (prefix !== undefined && (!/^\d+$/.test(prefix) || Number(prefix) > bits))) {
      throw new Fault(`must be addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8; “${item}” is neither`)
    }
  }
  return list
}

const redisAddress = (value: string): RedisAddress | undefined => {
  if (value === '') return undefined
  const address = parseRedisAddress(value)
  if (!address) throw new Fault('must be redis://HOST:PORT, rediss:// with TLS, or several of them separated by commas for a Cluster')
  return address
}

const smtpAddress = (value: string): SmtpAddress | undefined => {
  if (value === '') return undefined
  const address = parseSmtpAddress(value)
  if (!address)
    throw new Fault('must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASSWORD@ before the host where the server wants them')
  return address
}

const sender = (value: string): string => {
  const address = /^[^<>\r\n]*<([^<>]+)>$/.exec(value)?.[1] ?? value
  if (value !== '' && !isMailAddress(address))
    throw new Fault('must be an e-mail address, or a name and an address: Shop <help@shop.example>')
  return value
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

type Parsed = { [Name in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[Name]['parse']> }

/** `providers`: who answers, in order of preference; nobody, and only approved questions are answered. */
export type Config = Parsed & { providers: ProviderSettings[] }

/** Reads `.env` in the working folder, if there is one, beneath the real environment. */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return parseConfig(process.env)
}

export function parseConfig(environment: Record<string, string | undefined>): Config {
  const faults: string[] = []
  const config: Partial<Record<string, unknown>> = {}
  for (const [name, row] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const given = environment[name]?.trim()
    try {
      config[name] = row.parse(given === undefined || given === '' ? row.default : given)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const shown = row.secret ? '' : ` (it is “${given}”)`
      faults.push(`${name} ${error.message}${shown}. It is: ${row.what}.`)
    }
  }
  const providers = providersOf(config as Parsed, environment, faults)
  if (config['SMTP_URL'] !== undefined && config['MAIL_FROM'] === '')
    faults.push('MAIL_FROM must be set where SMTP_URL is. It is: sender of e-mails.')
  if (faults.length > 0)
    // All at once, so that nobody has to find them one start at a time.
    throw new OperatorFault(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    )
  return { ...(config as Parsed), providers }
}

/** What holds for tenants that decided nothing else. */
export const spendLimitsOf = (config: Config): SpendLimits => ({
  inputCharacters: config.INPUT_CHARACTERS,
  historyCharacters: config.HISTORY_CHARACTERS,
  answerTokens: config.ANSWER_TOKENS,
  visitorDay: config.SPEND_VISITOR_DAY,
  networkDay: config.SPEND_ADDRESS_DAY,
  tenantDay: config.SPEND_TENANT_DAY,
  warnPercent: config.SPEND_WARN_PERCENT,
})

/** A single model is configured as soon as a key or an address is set: local servers need no key, OpenAI needs no address. */
function providersOf(config: Parsed, environment: Record<string, string | undefined>, faults: string[]): ProviderSettings[] {
  if (config.PROVIDERS_FILE) {
    const read = readProvidersFile(config.PROVIDERS_FILE, environment)
    faults.push(...read.faults)
    return read.providers
  }
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = config
  const tools = config.OPENAI_TOOLS === 'on'
  return apiKey || baseUrl ? [{ name: 'model', apiKey, baseUrl: baseUrl || OPENAI_URL, model, tools }] : []
}
