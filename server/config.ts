/** The configuration: the settings of `config/settings.ts` with the values that the environment gives them. The only reader of the environment. */

import { existsSync } from 'node:fs'
import { SETTINGS, type Setting } from './config/settings.ts'
import { ValueFault } from './config/values.ts'
import { OperatorFault } from './operator-fault.ts'
import type { SpendLimits } from './ports/spend.ts'
import { OPENAI_URL, readProvidersFile, type ProviderSettings } from './providers-file.ts'

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
      if (!(error instanceof ValueFault)) throw error
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
