/** `kefu limits`: what the answers of a tenant may cost, and what they do cost per token; the operator's settings, and what the tenant has decided instead. */

import { spendLimitsOf, type Config } from '../config.ts'
import { OperatorFault } from '../operator-fault.ts'
import type { Price, SpendLimits } from '../ports/spend.ts'
import type { TenantSettings } from '../ports/tenants.ts'
import { loadPriceTable, parsed, priceOf, pricesSchema } from '../spend/prices.ts'
import { print, readText, tenantFor, withDatabase, type Command, type Given } from './command.ts'

/** Option, what it limits, and whether it is money. */
const LIMITS: Record<keyof SpendLimits, { option: string; says: string; isMoney?: true; least: number; most: number }> = {
  inputCharacters: { option: 'input-characters', says: 'characters of what is asked at once', least: 100, most: 1_000_000 },
  historyCharacters: { option: 'history-characters', says: 'characters of what was said before', least: 0, most: 1_000_000 },
  answerTokens: { option: 'answer-tokens', says: 'tokens of one answer', least: 16, most: 16_384 },
  visitorDay: { option: 'visitor-day', says: 'one visitor a day', isMoney: true, least: 0, most: 1_000_000_000 },
  networkDay: { option: 'address-day', says: 'one network address a day', isMoney: true, least: 0, most: 1_000_000_000 },
  tenantDay: { option: 'tenant-day', says: 'the whole tenant a day', isMoney: true, least: 0, most: 1_000_000_000 },
  warnPercent: { option: 'warn-percent', says: 'percent of that at which the owner is warned', least: 1, most: 100 },
}
const NAMES = Object.keys(LIMITS) as (keyof SpendLimits)[]

export const limitsCommand: Command = {
  usage: `limits [--tenant ID] ${NAMES.map((name) => `[--${LIMITS[name].option} NUMBER|default]`).join(' ')} [--prices FILE|default]`,
  summary: 'print what a tenant may spend on the model, or change it; a running server follows within seconds',
  options: {
    tenant: { type: 'string' },
    prices: { type: 'string' },
    ...Object.fromEntries(NAMES.map((name) => [LIMITS[name].option, { type: 'string' } as const])),
  },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const { id } = await tenantFor(database, given.text('tenant'))
      const tenant = database.forTenant(id)
      const before = await tenant.settings()
      const settings = { ...before, limits: limitsFrom(given, before.limits), prices: await pricesFrom(given, before.prices) }
      if (JSON.stringify(settings) !== JSON.stringify(before)) await tenant.updateSettings(settings)
      print(told(id, settings, config))
    }),
}

function limitsFrom(given: Given, before: Partial<SpendLimits> = {}): Partial<SpendLimits> {
  const limits = { ...before }
  for (const name of NAMES) {
    const { option, isMoney, least, most } = LIMITS[name]
    const text = given.text(option)
    if (text === undefined) continue
    const value = Number(text)
    if (text === 'default') delete limits[name]
    else if (text.trim() === '' || !(value >= least && value <= most) || (!isMoney && !Number.isInteger(value)))
      throw new OperatorFault(
        `--${option} must be ${isMoney ? 'an amount' : 'a whole number'} from ${least} to ${most}, or default; it is “${text}”.`,
      )
    else limits[name] = isMoney ? Math.round(value * 1e6) : value
  }
  return limits
}

async function pricesFrom(given: Given, before: Record<string, Price> = {}): Promise<Record<string, Price>> {
  const file = given.text('prices')
  if (file === undefined) return before
  if (file === 'default') return {}
  try {
    return parsed(pricesSchema, await readText(file))
  } catch (error) {
    if (error instanceof OperatorFault) throw new OperatorFault(`The prices in ${file} cannot be used: ${error.message}.`, { cause: error })
    throw error
  }
}

function told(tenantId: string, { limits: own = {}, prices: ownPrices = {} }: TenantSettings, config: Config): string {
  const standard = spendLimitsOf(config)
  const { currency, models, unknown } = loadPriceTable(config.PRICES_FILE)
  const lines = [`Tenant ${tenantId}; money in ${currency}, days by UTC.`, '']
  for (const name of NAMES) {
    const { option, says, isMoney } = LIMITS[name]
    const value = own[name] ?? standard[name]
    const shown = isMoney ? (value / 1e6).toFixed(2) : value.toLocaleString('en')
    lines.push(`  ${option.padEnd(20)}${shown.padStart(10)}  ${says}${own[name] === undefined ? '' : ' (its own)'}`)
  }
  lines.push('', 'Prices per million tokens: input, cached input, output.')
  const inUse = config.providers.map(({ model }) => [model, priceOf(model, ownPrices, models) ?? unknown] as const)
  for (const [name, { input, cachedInput, output }] of Object.entries({ ...ownPrices, ...Object.fromEntries(inUse), 'any other': unknown }))
    lines.push(`  ${name.padEnd(20)}${[input, cachedInput, output].map((amount) => String(amount).padStart(9)).join('')}`)
  return lines.join('\n')
}
