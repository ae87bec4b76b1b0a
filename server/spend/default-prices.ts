/**
 * List prices in US dollars per million tokens, as the providers published them in October 2025. They change without notice and say nothing of discounts,
 * regions or batches: `PRICES_FILE` and a tenant's own prices take their place. `docs/spend.md` shows how.
 */

import type { Price } from '../ports/spend.ts'
import type { PriceTable } from './prices.ts'

const price = (input: number, cachedInput: number, output: number): Price => ({ input, cachedInput, output })

export const DEFAULT_PRICES: PriceTable = {
  currency: 'USD',
  models: {
    'gpt-4o-mini': price(0.15, 0.075, 0.6),
    'gpt-4o': price(2.5, 1.25, 10),
    'gpt-4.1-nano': price(0.1, 0.025, 0.4),
    'gpt-4.1-mini': price(0.4, 0.1, 1.6),
    'gpt-4.1': price(2, 0.5, 8),
    'gpt-5-nano': price(0.05, 0.005, 0.4),
    'gpt-5-mini': price(0.25, 0.025, 2),
    'gpt-5': price(1.25, 0.125, 10),
    'o4-mini': price(1.1, 0.275, 4.4),
    'deepseek-chat': price(0.28, 0.028, 0.42),
    'deepseek-reasoner': price(0.28, 0.028, 0.42),
    'qwen-flash': price(0.05, 0.05, 0.4),
    'qwen-turbo': price(0.05, 0.05, 0.2),
    'qwen-plus': price(0.4, 0.4, 1.2),
    'qwen-max': price(1.6, 1.6, 6.4),
  },
  // Rather too dear: a limit that is reached early can be mended, a bill cannot.
  unknown: price(3, 3, 15),
}
