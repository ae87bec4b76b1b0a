/** What a site's answers came to, over the API. */

import * as z from 'zod'
import type { Database } from '../ports/database.ts'
import { ANSWERED_BY } from '../ports/spend.ts'
import { Refusal } from '../refusal.ts'
import { dayOf, daysBefore, daysFrom, isDay } from '../spend/day.ts'
import { reportOf, type ReportSums } from '../spend/report.ts'
import type { Operation } from './api-operation.ts'
import { createSiteLookup, siteParams } from './api-site.ts'

const MOST_DAYS = 366
const USUAL_DAYS = 7

const day = z.string().refine(isDay, 'must be a day, such as 2026-03-09')
const query = z.object({
  from: day.optional().describe(`First day (UTC). Without it ${USUAL_DAYS} days up to \`to\`; at most ${MOST_DAYS} days in all.`),
  to: day.optional().describe('Last day (UTC), included; today without it.'),
})

const count = z.int().min(0)
const money = z.number().min(0).describe('In units of the currency.')
const calls = {
  calls: count.describe('Attempts at an answer by the model.'),
  estimatedCalls: count.describe('Those among them that the provider did not count.'),
  promptTokens: count,
  cachedTokens: count.describe('Among the prompt tokens.'),
  completionTokens: count,
  spent: money,
}
const sums = {
  messages: count.describe('Messages of customers that were dealt with.'),
  answeredBy: z
    .object(Object.fromEntries(ANSWERED_BY.map((by) => [by, count])))
    .describe(
      'Turns by who answered; several messages may be answered together. `cache`: a kept answer of the model. `nobody`: an honest sentence.',
    ),
  ...calls,
  saved: z
    .object({ questions: money, cache: money })
    .describe('What the model would have cost instead, at its mean cost that day. An estimate.'),
}
const report = z
  .object({
    currency: z.string(),
    from: day,
    to: day,
    days: z.array(z.object({ day, ...sums, models: z.array(z.object({ model: z.string(), ...calls })) })),
    total: z.object(sums),
  })
  .meta({ id: 'Report' })

export function reportOperations({ database, currency, now }: { database: Database; currency: string; now: () => number }): Operation[] {
  const siteOf = createSiteLookup(database)
  return [
    {
      method: 'get',
      path: '/sites/:site/report',
      scope: 'reports:read',
      summary: 'Read who answered, what the model cost and what was saved, by day (UTC)',
      params: siteParams,
      query,
      status: 200,
      answer: report,
      rate: { perSecond: 2, burst: 20 },
      errors: ['not_found'],
      async carryOut({ key, params, query: given }) {
        const { to = dayOf(now()), from = daysBefore(to, USUAL_DAYS - 1) } = given as z.infer<typeof query>
        const days = daysFrom(from, to).length
        if (days < 1 || days > MOST_DAYS) throw new Refusal('request_invalid')
        const { site, tenant } = await siteOf(key, params)
        const { days: each, total } = reportOf(await tenant.usage({ siteId: site.id, from, to }), { from, to })
        return {
          currency,
          from,
          to,
          days: each.map(({ day: name, models, ...rest }) => ({ day: name, ...inUnits(rest), models: models.map(inUnits) })),
          total: inUnits(total),
        }
      },
    },
  ]
}

/** Money leaves the house in units of the currency. */
function inUnits<Sums extends { spent: number; saved?: ReportSums['saved'] }>(given: Sums): Sums {
  const { spent, saved } = given
  return { ...given, spent: spent / 1e6, ...(saved && { saved: { questions: saved.questions / 1e6, cache: saved.cache / 1e6 } }) }
}
