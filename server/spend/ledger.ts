/**
 * Writes what was used into the database, off the way of every answer. While one write of a tenant is under way, what comes meanwhile gathers and
 * goes together with the next: the sums of a day are few rows, and a thousand answers a second must not queue up for them. A write that fails is tried again;
 * only a crash loses what was not yet written, which is no more than one write lasts.
 */

import type { Database } from '../ports/database.ts'
import type { CallSum, QuestionSum, TurnSum, UsageBatch } from '../ports/spend.ts'

export type Ledger = ReturnType<typeof createLedger>

export type LedgerOptions = {
  database: Pick<Database, 'forTenant'>
  failed: (error: unknown) => void
  /** Before a write that failed is tried again. */
  againMs?: number
}

type Account = { gathering: Page; writing: Page | undefined; end: Promise<void> }
/** Sums by what tells the rows of the database apart. */
type Page = {
  calls: Map<string, CallSum>
  turns: Map<string, TurnSum>
  questions: Map<string, QuestionSum>
  budgets: Map<string, UsageBatch['budgets'][number]>
  written: Promise<void>
  isWritten: () => void
}

export function createLedger({ database, failed, againMs = 1_000 }: LedgerOptions) {
  const accounts = new Map<string, Account>()
  let isClosing = false

  function add(tenantId: string, batch: Partial<UsageBatch>): void {
    const known = accounts.get(tenantId)
    const account = known ?? { gathering: emptyPage(), writing: undefined, end: Promise.resolve() }
    enter(account.gathering, batch)
    if (known) return
    accounts.set(tenantId, account)
    account.end = write(tenantId, account)
  }

  async function write(tenantId: string, account: Account): Promise<void> {
    // What is added in the same breath goes together.
    await Promise.resolve()
    for (;;) {
      const page = account.gathering
      // No await between this look and the `delete`: what is added from now on opens a new account.
      if (isEmpty(page)) break
      account.writing = page
      account.gathering = emptyPage()
      while (!(await isKept(tenantId, page)) && !isClosing) await new Promise((resolve) => setTimeout(resolve, againMs).unref())
      page.isWritten()
    }
    accounts.delete(tenantId)
  }

  async function isKept(tenantId: string, { calls, turns, questions, budgets }: Page): Promise<boolean> {
    try {
      await database.forTenant(tenantId).addUsage({
        calls: [...calls.values()],
        turns: [...turns.values()],
        questions: [...questions.values()],
        budgets: [...budgets.values()],
      })
      return true
    } catch (error) {
      failed(error)
      return false
    }
  }

  return {
    add,
    /** Resolves when what was added to these budgets before is in the database: nearly always at once. */
    async budgetsWritten(tenantId: string, day: string, keys: string[]): Promise<void> {
      const account = accounts.get(tenantId)
      const pages = [account?.gathering, account?.writing].filter((page) => page !== undefined)
      await pages.find(({ budgets }) => keys.some((key) => budgets.has(budgetName({ day, key }))))?.written
    },
    /** Writes what is left. What the database does not take now is lost. */
    async close(): Promise<void> {
      isClosing = true
      await Promise.all([...accounts.values()].map(({ end }) => end))
    },
  }
}

function emptyPage(): Page {
  let isWritten = (): void => undefined
  const written = new Promise<void>((resolve) => (isWritten = resolve))
  return { calls: new Map(), turns: new Map(), questions: new Map(), budgets: new Map(), written, isWritten }
}

const isEmpty = ({ calls, turns, questions, budgets }: Page): boolean => calls.size + turns.size + questions.size + budgets.size === 0

const budgetName = ({ day, key }: { day: string; key: string }): string => `${day} ${key}`

function enter(page: Page, { calls = [], turns = [], questions = [], budgets = [] }: Partial<UsageBatch>): void {
  for (const call of calls) {
    const same = kept(page.calls, `${call.siteId} ${call.day} ${call.model}`, call)
    if (same) addCalls(same, call)
  }
  for (const turn of turns) {
    const same = kept(page.turns, `${turn.siteId} ${turn.day} ${turn.answeredBy}`, turn)
    if (!same) continue
    same.turns += turn.turns
    same.messages += turn.messages
  }
  for (const question of questions) {
    const same = kept(page.questions, `${question.siteId} ${question.day} ${question.questionId}`, question)
    if (same) same.asked += question.asked
  }
  for (const budget of budgets) {
    const same = kept(page.budgets, budgetName(budget), budget)
    if (same) same.spent += budget.spent
  }
}

/** What is kept under the key; without any, a copy of `first` is kept from now on. */
function kept<Row extends object>(rows: Map<string, Row>, key: string, first: Row): Row | undefined {
  const same = rows.get(key)
  if (!same) rows.set(key, { ...first })
  return same
}

export type CallCounts = Omit<CallSum, 'siteId' | 'day' | 'model'>

export function addCalls(sum: CallCounts, more: CallCounts): void {
  sum.calls += more.calls
  sum.estimatedCalls += more.estimatedCalls
  sum.promptTokens += more.promptTokens
  sum.cachedTokens += more.cachedTokens
  sum.completionTokens += more.completionTokens
  sum.spent += more.spent
}
