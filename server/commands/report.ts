/** `kefu report`: who answered, what the model cost and what was saved, for one site or for all. */

import { OperatorFault } from '../operator-fault.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import { dayOf, daysBefore } from '../spend/day.ts'
import { drawReport, reportCsv } from '../spend/draw-report.ts'
import { loadPriceTable } from '../spend/prices.ts'
import { reportOf } from '../spend/report.ts'
import { print, siteWithKey, withDatabase, type Command } from './command.ts'

const MOST_DAYS = 366

export const reportCommand: Command = {
  usage: 'report [SITE_KEY] [--days 7] [--csv]',
  summary: 'print who answered, what the model cost and what was saved, day by day; all sites without a key',
  options: { days: { type: 'string' }, csv: { type: 'boolean' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const days = Number(given.text('days') ?? '7')
      if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
        throw new OperatorFault(`--days must be a whole number from 1 to ${MOST_DAYS}; it is “${given.text('days')}”.`)
      const { currency } = loadPriceTable(config.PRICES_FILE)
      const to = dayOf(Date.now())
      const time = { from: daysBefore(to, days - 1), to }
      const [key] = given.positionals
      const sites = key === undefined ? await allSites(database) : [await siteWithKey(database, key)]
      const reports = await Promise.all(
        sites.map(async (site) => {
          const usage = await database.forTenant(site.tenantId).usage({ siteId: site.id, ...time })
          return { site, report: reportOf(usage, time) }
        }),
      )
      if (given.has('csv'))
        print(
          reportCsv(
            reports.map(({ site, report }) => ({ site: site.key, report })),
            currency,
          ),
        )
      else if (reports.length === 0) print('There is no site yet: kefu site create --name "My shop" --origin https://shop.example')
      else print(reports.map(({ site, report }) => drawReport(report, { title: titleOf(site, time), currency })).join('\n\n'))
    }),
}

const titleOf = ({ name, key }: Site, { from, to }: { from: string; to: string }): string => `${name} (${key}), ${from} to ${to}`

async function allSites(database: Database): Promise<Site[]> {
  const tenants = await database.tenants()
  return (await Promise.all(tenants.map(({ id }) => database.forTenant(id).sites()))).flat()
}
