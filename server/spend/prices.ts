/** What a model costs. Prices come from three places: the tenant's own, the operator's file, and the list of ours. */

import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { OperatorFault } from '../operator-fault.ts'
import type { Price } from '../ports/spend.ts'
import { DEFAULT_PRICES } from './default-prices.ts'
import type { TokenCount } from './tokens.ts'

export type PriceTable = {
  /** ISO 4217. */
  currency: string
  models: Record<string, Price>
  /** Of a model that has no price. */
  unknown: Price
}

const amount = z.number().min(0).max(1_000_000)
export const priceSchema = z
  .strictObject({ input: amount, cachedInput: amount.optional(), output: amount })
  .transform(({ input, cachedInput = input, output }): Price => ({ input, cachedInput, output }))
export const pricesSchema = z.record(z.string().min(1).max(200), priceSchema)

const fileSchema = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capitals, such as EUR')
    .optional(),
  models: pricesSchema.default({}),
  unknown: priceSchema.optional(),
})

/** The file over ours. In another currency ours mean nothing, so then the file has to be complete. */
export function readPriceTable(text: string): PriceTable {
  const { currency = DEFAULT_PRICES.currency, models, unknown } = parsed(fileSchema, text)
  if (currency === DEFAULT_PRICES.currency)
    return { currency, models: { ...DEFAULT_PRICES.models, ...models }, unknown: unknown ?? DEFAULT_PRICES.unknown }
  if (!unknown) throw new OperatorFault(`prices in ${currency} need “unknown”, the price of a model that is not listed: ours are in USD`)
  return { currency, models, unknown }
}

/** Throws an `OperatorFault` that names each place and what is wrong there. */
export function parsed<Value>(schema: z.ZodType<Value>, text: string): Value {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new OperatorFault('this is not JSON', { cause: error })
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new OperatorFault(result.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; '))
}

/** `file`: empty for our own list. */
export function loadPriceTable(file: string): PriceTable {
  if (file === '') return DEFAULT_PRICES
  try {
    return readPriceTable(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OperatorFault(`The prices in ${file} (PRICES_FILE) cannot be used: ${reason}.`, { cause: error })
  }
}

/** Also `openai/gpt-4o-mini` and `gpt-4o-mini-2024-07-18` are a `gpt-4o-mini`, unless they have a price of their own. `undefined` for a model without a price. */
export function priceOf(model: string, ...tables: Record<string, Price>[]): Price | undefined {
  const name = model.toLowerCase()
  const bare = name.slice(name.lastIndexOf('/') + 1)
  const names = [model, name, bare, bare.replace(/-\d{4}-?\d{2}-?\d{2}$/, '')]
  for (const table of tables) {
    const found = names.find((candidate) => Object.hasOwn(table, candidate))
    if (found !== undefined) return table[found]
  }
  return undefined
}

/** In whole millionths of the currency, rounded up. */
export const costOf = ({ promptTokens, cachedTokens, completionTokens }: TokenCount, price: Price): number =>
  // Prices have decimals: without the rounding before, 3 × 0.1 would cost a millionth more than it does.
  Math.ceil(
    Number(((promptTokens - cachedTokens) * price.input + cachedTokens * price.cachedInput + completionTokens * price.output).toFixed(6)),
  )
