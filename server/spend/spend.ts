/**
 * Money, around every call of a model. Before it, the most that it can cost is reserved in the budgets of the visitor, the network address and the tenant, in
 * all or in none; after it, what it did cost takes the reservation's place, there and in the database. So the sum of what is spent and what is
 * under way never goes over a limit, however many ask at the same moment.
 *
 * Nothing is called for that cannot be counted: when the store is away, or the database for what the store has forgotten, the call is refused.
 */

import { LRUCache } from 'lru-cache'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { NoticeKind, Price } from '../ports/spend.ts'
import type { Store } from '../ports/store.ts'
import { AnswerFault, type AnswerContext, type AnswerFaultKind } from '../ports/answerer.ts'
import { createBudgetKeys, type BudgetScope } from './budget-keys.ts'
import { createBudgets, SCOPES, type Wanted } from './budgets.ts'
import { dayOf } from './day.ts'
import { fitContext } from './fit.ts'
import type { Ledger } from './ledger.ts'
import { costOf } from './prices.ts'
import { createTariffs, type TariffOptions } from './tariffs.ts'
import { estimatePrompt, estimateTokens, mostPromptTokens, type TokenCount } from './tokens.ts'

/** On whose account a call is made. `network` as `networkOf` names it; unknown for turns that a crash left behind. */
export type Payer = { site: Site; visitorId: string; network?: string | undefined }

export type Call = { model: string; context: AnswerContext }

/** As the provider counts. */
export type Counted = { promptTokens: number; completionTokens: number; cachedTokens?: number }

export type SettledCall = TokenCount & { model: string; spent: number; isEstimate: boolean }

/** How a call ended. `usage`: the provider's own count, absent where it gave none. `fault`: what it threw. */
export type CallEnd = { usage?: Counted | undefined; text: string; fault?: unknown }

/** Why a call may not be made: a budget of the day is used up, or (`unknown`) nobody could say. */
export class SpendRefused extends Error {
  override readonly name = 'SpendRefused'
  readonly why: BudgetScope | 'unknown'
  constructor(why: BudgetScope | 'unknown', cause?: unknown) {
    super(why === 'unknown' ? 'what was spent today cannot be found out' : `the ${why}'s budget of the day is used up`, { cause })
    this.why = why
  }
}

export type SpendWarning = { tenantId: string; kind: NoticeKind; spent: number; limit: number }

export type SpendOptions = TariffOptions & {
  store: Pick<Store, 'forTenant'>
  database: Pick<Database, 'forTenant'>
  ledger: Pick<Ledger, 'add' | 'budgetsWritten'>
  settled: (call: SettledCall) => void
  refused: (why: BudgetScope | 'unknown') => void
  /** Once a day, tenant and kind; over all nodes. */
  warned: (warning: SpendWarning) => void
  /** What went wrong beside the way of the answer. */
  failed: (error: unknown) => void
  now: () => number
}

export type Spend = ReturnType<typeof createSpend>

export function createSpend(options: SpendOptions) {
  const { database, ledger, now } = options
  const budgetKeys = createBudgetKeys(database)
  const budgets = createBudgets(options)
  const { tariffOf, limitsOf } = createTariffs(options)
  const warned = new LRUCache<string, true>({ max: 10_000 })

  async function reserve({ site, visitorId, network }: Payer, { model, context }: Call): Promise<{ wanted: Wanted; price: Price }> {
    const { tenantId } = site
    const day = dayOf(now())
    const { limits, price } = await tariffOf(tenantId, model)
    const most = {
      promptTokens: mostPromptTokens(context),
      cachedTokens: 0,
      completionTokens: context.maxOutputTokens ?? limits.answerTokens,
    }
    const keys = await budgetKeys({ tenantId, visitorId, network }, day)
    const wanted = { tenantId, day, keys, limits, amount: costOf(most, price) }
    const held = await budgets.reserve(wanted)
    if (held.state === 'full') {
      if (held.scope === 'tenant') warn(wanted, 'spend_limit_reached', limits.tenantDay)
      throw new SpendRefused(held.scope)
    }
    if (held.tenantSpent * 100 >= limits.tenantDay * limits.warnPercent) warn(wanted, 'spend_near_limit', held.tenantSpent)
    return { wanted, price }
  }

  function settle(wanted: Wanted, siteId: string, call: SettledCall): void {
    const { tenantId, day, keys } = wanted
    const { isEstimate, ...sum } = call
    budgets.settle(wanted, call.spent)
    options.settled(call)
    ledger.add(tenantId, {
      calls: [{ siteId, day, calls: 1, estimatedCalls: isEstimate ? 1 : 0, ...sum }],
      budgets: SCOPES.map((scope) => ({ day, key: keys[scope], spent: call.spent })),
    })
  }

  function warn({ tenantId, day, limits }: Wanted, kind: NoticeKind, spent: number): void {
    const name = `${day} ${kind} ${tenantId}`
    if (warned.has(name)) return
    warned.set(name, true)
    const body = { spent, limit: limits.tenantDay }
    const added = database.forTenant(tenantId).addNotice({ day, kind, at: now(), body })
    added.then(
      (isFirst) => isFirst && options.warned({ tenantId, kind, ...body }),
      (error: unknown) => {
        warned.delete(name)
        options.failed(error)
      },
    )
  }

  return {
    /** What the model is to be told, within the limits of one message. Rejects with `SpendRefused` when they cannot be found out. */
    async fit(site: Site, context: AnswerContext): Promise<AnswerContext> {
      return fitContext(context, await limitsOf(site.tenantId).catch(refuse))
    },

    /**
     * Before a call, and before each attempt of one. Rejects with `SpendRefused`, and then it must not be made. What it answers with is called once
     * at the end, however that came; nobody waits for it.
     */
    async begin(payer: Payer, call: Call): Promise<(end: CallEnd) => void> {
      const { wanted, price } = await reserve(payer, call).catch(refuse)
      return function end({ usage, text, fault }) {
        if (!usage && text === '' && isFree(fault)) {
          budgets.settle(wanted, 0)
          return
        }
        const { promptTokens, completionTokens, cachedTokens = 0 } = usage ?? estimateOf(call.context, text)
        const tokens = { promptTokens, completionTokens, cachedTokens }
        settle(wanted, payer.site.id, { model: call.model, ...tokens, spent: costOf(tokens, price), isEstimate: !usage })
      }
    },
  }

  function refuse(error: unknown): never {
    const refusal = error instanceof SpendRefused ? error : new SpendRefused('unknown', error)
    options.refused(refusal.why)
    throw refusal
  }
}

const estimateOf = (context: AnswerContext, text: string): Counted => ({
  promptTokens: estimatePrompt(context),
  completionTokens: Math.ceil(estimateTokens(text)),
})

/** The provider answered with an error, or was never reached: no token of ours was read. Whatever else ends a call may be on the bill. */
const FREE: readonly AnswerFaultKind[] = ['connect_timeout', 'network', 'status', 'not_a_stream']
const isFree = (fault: unknown): boolean => fault instanceof AnswerFault && FREE.includes(fault.kind)
