/** Builds the application from its parts. Listens to nothing: `main.ts` and the tests do that, each in its own way. */

import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import { spendLimitsOf, type Config } from './config.ts'
import { createApi } from './gateway/api.ts'
import { createClientAddress } from './gateway/client-address.ts'
import { conversationOperations } from './gateway/desk-conversations.ts'
import { createDeskSockets } from './gateway/desk-socket.ts'
import { createDeskHttp } from './gateway/desk-http.ts'
import { cannedReplyOperations } from './gateway/desk-canned-replies.ts'
import { peopleOperations } from './gateway/desk-people.ts'
import { deskQuestionOperations } from './gateway/desk-questions.ts'
import { ticketOperations } from './gateway/desk-tickets.ts'
import { createRecognise } from './gateway/desk-recognition.ts'
import { sessionOperations } from './gateway/desk-session.ts'
import { ownerOperations } from './gateway/desk-owner.ts'
import { createHttp } from './gateway/http.ts'
import { createLoader } from './gateway/loader.ts'
import { normaliseOrigin } from './gateway/origin.ts'
import { createReadiness } from './gateway/readiness.ts'
import { HTTP_LIMITS } from './gateway/socket-stack.ts'
import { createSiteDirectory } from './gateway/site-directory.ts'
import { createVisitorPresence } from './gateway/visitor-presence.ts'
import { createVisitorSockets } from './gateway/visitor-socket.ts'
import { createDesk } from './desk/desk.ts'
import { createFloor } from './desk/floor.ts'
import { createHelp } from './desk/help.ts'
import { createCaretaker } from './desk/caretaker.ts'
import { createTeam } from './desk/team.ts'
import { createForgetting } from './forgetting.ts'
import { createWaiting } from './desk/waiting.ts'
import { createKnowledge } from './knowledge/questions.ts'
import type { Logger } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { PasswordCost } from './people/password.ts'
import { createPeople } from './people/people.ts'
import { createPipeline } from './pipeline.ts'
import { AnswerFault, type Database, type Store } from './ports.ts'
import { createSessions } from './session/sessions.ts'
import { createSummariser } from './session/summary.ts'
import { answeredBy } from './spend/answered-by.ts'
import { dayOf, daysBefore } from './spend/day.ts'
import { createLedger } from './spend/ledger.ts'
import type { PriceTable } from './spend/prices.ts'
import { createSpendSignals } from './spend/signals.ts'
import { createSpend, SpendRefused } from './spend/spend.ts'
import { createAccept } from './stages/accept.ts'
import { createAnswer, NoAnswer } from './stages/answer.ts'
import { createCache } from './stages/cache.ts'
import { createFallback } from './stages/fallback.ts'
import { AnswerRefused, createFilter } from './stages/filter.ts'
import { createHandOff } from './stages/hand-off.ts'
import { createLiveAnswers } from './stages/push.ts'
import { createQuestion } from './stages/question.ts'
import { createPrompt } from './stages/prompt.ts'
import { createRecall } from './stages/recall.ts'
import { createRecord } from './stages/record.ts'
import { createReopen } from './stages/reopen.ts'
import { createRemember } from './stages/remember.ts'
import { createRoute } from './stages/route.ts'
import { createThrottle } from './stages/throttle.ts'
import { createMail } from './tickets/mail.ts'
import { createTickets } from './tickets/tickets.ts'
import { MailFault, type Mailer } from './tickets/mailer.ts'
import { TurnStop, type Turn } from './turn.ts'
import { createTurns } from './turns.ts'
import type { BreakerState } from './upstream/breaker.ts'
import type { Provider } from './upstream/gate.ts'
import type { AttemptReport } from './upstream/report.ts'
import { UPSTREAM_RULES, type UpstreamRules } from './upstream/rules.ts'
import { createUpstream } from './upstream/upstream.ts'
import { createSiteFilters } from './word-lists/site-filters.ts'

export type AppOptions = {
  config: Config
  /** Origin under which others reach this server; asked once requests come, when the port is known. */
  publicUrl: () => string
  database: Database
  store: Store
  /** Who answers, in order of preference; nobody, and only approved questions are answered. */
  providers: readonly Provider[]
  rules?: UpstreamRules | undefined
  prices: PriceTable
  /** Absent: no e-mail is sent. */
  mailer?: Mailer | undefined
  log: Logger
  /** Folders of the built widget and of the built desk. */
  widgetFolder: string
  deskFolder: string
  passwordCost?: PasswordCost | undefined
  metrics?: Metrics
  now?: () => number
}

export type App = {
  server: Server
  http: Express
  metrics: Metrics
  /** Takes up what a crash left behind, now and every half minute. */
  recover: () => Promise<void>
  /** Unready at once; answers in flight finish or are honestly ended; then all sockets close. Idempotent. */
  drain: (graceMs: number) => Promise<void>
}

const SWEEP_MS = 30_000
/** How often conversations are looked for that are past what their tenant keeps. */
const RETENTION_EVERY_MS = 3_600_000
const CARE_MS = 2_000

export function buildApp(options: AppOptions): App {
  const { config, publicUrl, database, store, providers, rules = UPSTREAM_RULES, prices, log, widgetFolder, deskFolder } = options
  const { metrics = createMetrics(), now = Date.now } = options
  const sites = createSiteDirectory(database)
  const knowledge = createKnowledge({ database })
  const live = createLiveAnswers()
  const upstream = createUpstream({
    providers,
    rules,
    reported: (report) => countAttempt(metrics, report),
    breakerChanged(provider, breaker) {
      if (breaker !== 'probing')
        log.warn({ provider, breaker }, breaker === 'open' ? 'a provider fails and is left alone' : 'a provider answers again')
    },
  })
  metrics.watchBreakers(() => Object.entries(upstream.states()).map(([provider, { breaker }]) => [provider, BREAKER_NUMBERS[breaker]]))
  const clientAddress = createClientAddress(config.TRUSTED_PROXIES)

  const throttle = createThrottle({
    store,
    rates: {
      tenant: config.RATE_TENANT,
      visitor: config.RATE_VISITOR,
      address: config.RATE_ADDRESS,
      siteConversations: config.RATE_SITE_CONVERSATIONS,
    },
    throttled: (scope) => metrics.throttled.inc({ scope }),
  })
  const filters = createSiteFilters({
    database,
    store,
    now,
    built(result, error) {
      metrics.wordBuilds.inc({ result })
      if (error !== undefined) log.error({ err: error }, 'word filters could not be built; the ones before stay in force')
    },
  })
  const filter = createFilter({ filters, found: ({ action, direction }) => metrics.wordHits.inc({ action, direction }) })
  const team = createTeam({ database, store })
  const waiting = createWaiting({ database, team, now })
  const { handOff, handOver } = createHandOff({ waiting, now })
  const sessions = createSessions({
    store,
    database,
    limits: { window: (config.CONTEXT_TOKENS * 2) / 3, summary: config.CONTEXT_TOKENS / 3 },
    ttlMs: config.SESSION_SECONDS * 1000,
    failed: (error) => log.warn({ err: error }, 'the store gave no session; the log is read instead'),
    now,
  })
  const prompt = createPrompt({ database, sessions })
  const cache = createCache({
    store,
    knowledge,
    prompt,
    ttlMs: config.ANSWER_CACHE_SECONDS * 1000,
    looked: (result) => metrics.answerCache.inc({ result }),
    notKept: (error) => log.error({ err: error }, 'an answer could not be kept'),
  })

  const ledger = createLedger({ database, failed: (error) => log.error({ err: error }, 'usage could not be written; it is tried again') })
  const spend = createSpend({
    store,
    database,
    ledger,
    prices,
    limits: spendLimitsOf(config),
    ...createSpendSignals({ metrics, log, currency: prices.currency }),
    now,
  })

  const summariser =
    providers.length > 0
      ? createSummariser({
          upstream,
          spend,
          store,
          sessions,
          failed: (error) => log.warn({ err: error }, 'a conversation could not be summarised'),
        })
      : undefined

  const floor = createFloor({ database, store, now })
  const pipeline = createPipeline({
    recall: createRecall({ database }),
    throttle: throttle.throttle,
    filterText: filter.filterText,
    accept: createAccept({ database, store, now }),
    reopen: createReopen({ floor }),
    route: createRoute({ knowledge, hasModel: providers.length > 0, now }),
    cache: cache.cache,
    answer: createAnswer({ upstream: providers.length > 0 ? upstream : undefined, prompt, spend }),
    fallback: createFallback({ database, knowledge, waiting, now, failed: (turn, fault) => logFault(log, turn, fault) }),
    question: createQuestion(),
    handOff,
    filterAnswer: filter.filterAnswer,
    push: live.push,
    handOver,
    record: createRecord({
      database,
      store,
      now,
      recorded({ site, messages }, end) {
        metrics.turns.inc({ route: end.decision.to })
        if (end.handOff?.floor) metrics.handoffs.inc({ reason: end.handOff.reason })
        const turn = { siteId: site.id, day: dayOf(now()), answeredBy: answeredBy(end), turns: 1, messages: messages.length }
        ledger.add(site.tenantId, { turns: [turn] })
      },
    }),
    keep: cache.keep,
    remember: createRemember({ sessions, summariser }),
  })
  const turns = createTurns({
    database,
    store,
    pipeline,
    siteById: sites.byId,
    failed: (conversationId) => sockets.turnFailed(conversationId),
    log,
    now,
  })

  const people = createPeople({ database, store, publicUrl, passwordCost: options.passwordCost, now })
  const forgetting = createForgetting({ database, store, turns, sessions, now })
  const recognise = createRecognise(people.sessions)

  const presence = createVisitorPresence({ store, failed: (error) => log.warn({ err: error }, 'the store does not know who is here') })
  const mail = createMail({
    mailer: options.mailer,
    afterMs: config.MAIL_AFTER_SECONDS * 1000,
    database,
    isHere: presence.isHere,
    siteById: sites.byId,
    failed: (error) => logMailFault(log, error),
    counted: (result) => metrics.mails.inc({ result }),
    now,
  })
  const tickets = createTickets({
    database,
    store,
    hasMail: mail.isOn,
    async close({ tenantId, conversationId, person }) {
      const conversation = await database.forTenant(tenantId).conversation(conversationId)
      const site = conversation && (await sites.byId(tenantId, conversation.siteId))
      // Another agent who has the floor goes on.
      if (site) await floor.change(site, conversation, { name: 'close', ...(person && { person }) })
    },
    now,
  })
  const help = createHelp({
    database,
    upstream: providers.length > 0 ? upstream : undefined,
    spend,
    failed: (error) => log.warn({ err: error }, 'the model could not help at the desk'),
  })
  const desk = createDesk({
    database,
    store,
    floor,
    filterAgentText: filter.filterAgentText,
    siteById: sites.byId,
    mailAt: mail.dueAt,
    wake: (tenantId, conversationId) => turns.wake(tenantId, conversationId),
    now,
  })

  let draining = false
  const http = createHttp({
    sites,
    loader: createLoader({ folder: widgetFolder, knowledge }),
    widgetFolder,
    notReady: createReadiness({ database, isDraining: () => draining, now }),
    metrics,
    metricsToken: config.METRICS_TOKEN,
    clientAddress,
    api: createApi({ tickets, database, store, filters, forgetting, currency: prices.currency, now }),
    deskApi: createDeskHttp({
      operations: [
        ...sessionOperations({ people, database }),
        ...peopleOperations({ people }),
        ...conversationOperations({ desk, team, help, live }),
        ...ownerOperations({ people, forgetting }),
        ...ticketOperations({ tickets, now }),
        ...cannedReplyOperations({ now }),
        ...deskQuestionOperations({ now }),
      ],
      recognise,
      database,
      store,
      clientAddress,
      publicUrl,
    }),
    deskFolder,
    log,
  })
  metrics.watchFloor(() => database.floorCounts())
  metrics.watchTickets(() => database.allTicketCounts())

  const server = createServer(HTTP_LIMITS, http)
  // Room beyond the socket stack's own limit, so that its refusal can still be said.
  server.maxConnections = config.CONNECTIONS + 1_000
  const sockets = createVisitorSockets({
    httpServer: server,
    database,
    store,
    sites,
    pipeline,
    turns,
    floor,
    sessions,
    live,
    throttle,
    // Nobody but the mail asks.
    arrive: mail.isOn ? presence.arrive : () => () => undefined,
    clientAddress,
    ownOrigin: () => normaliseOrigin(publicUrl()) ?? '',
    limits: { connections: config.CONNECTIONS, connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS },
    metrics,
    log,
    now,
  })

  const deskSockets = createDeskSockets({
    httpServer: server,
    database,
    store,
    recognise,
    team,
    live,
    ownOrigin: () => normaliseOrigin(publicUrl()) ?? '',
    log,
    now,
  })

  const caretaker = createCaretaker({ database, store, floor, team, siteById: sites.byId, now })
  let caring: NodeJS.Timeout | undefined
  let sweeping: NodeJS.Timeout | undefined
  let forgottenBefore = ''
  let forgotOldAt = 0
  let forgettingOld = Promise.resolve()
  let drained: Promise<void> | undefined

  async function drain(graceMs: number): Promise<void> {
    draining = true
    clearInterval(sweeping)
    clearInterval(caring)
    presence.stop()
    sockets.refuseNew()
    deskSockets.refuseNew()
    await turns.drain(graceMs)
    await summariser?.stop()
    await mail.stop()
    await forgettingOld
    await ledger.close()
    await deskSockets.close()
    await sockets.close()
    server.closeAllConnections()
  }

  /** Turns that nobody works on, and once a day the budgets of days that are over and sessions that have ended. Yesterday's stay: an answer may have begun before midnight. */
  async function sweep(): Promise<number> {
    const yesterday = daysBefore(dayOf(now()), 1)
    if (forgottenBefore !== yesterday) await Promise.all([database.forgetBudgets(yesterday), people.sessions.forgetOld()])
    forgottenBefore = yesterday
    if (now() - forgotOldAt >= RETENTION_EVERY_MS) {
      forgotOldAt = now()
      // Not waited for: what a customer has asked is more urgent than what is old.
      forgettingOld = forgetting.forgetOld().then(
        (count) => void (count > 0 && log.info({ conversations: count }, 'conversations are past their days and deleted')),
        (error: unknown) => log.error({ err: error }, 'old conversations could not be deleted'),
      )
    }
    return turns.sweep()
  }

  return {
    server,
    http,
    metrics,
    async recover() {
      const left = await sweep()
      if (left > 0) log.info({ conversations: left }, 'taking up turns that were left open')
      sweeping = setInterval(() => void sweep().catch((error: unknown) => log.error({ err: error }, 'a sweep failed')), SWEEP_MS)
      sweeping.unref()
      caring = setInterval(
        () =>
          void caretaker
            .round(deskSockets.tenants())
            .catch((error: unknown) => log.error({ err: error }, 'the queue was not looked after')),
        CARE_MS,
      )
      caring.unref()
      mail.start()
    },
    drain: (graceMs) => (drained ??= drain(graceMs)),
  }
}

/** A customer who stops, a shutdown, a missing model and a word that the owner does not want are no faults. What a provider did wrong is a warning; all else is ours. */
function logFault(log: Logger, turn: Turn, fault: unknown): void {
  const conversationId = turn.conversation.id
  if (fault instanceof NoAnswer || fault instanceof TurnStop || fault instanceof AnswerRefused) return
  // A budget that is used up is told once a day, by whoever counts.
  if (fault instanceof SpendRefused && fault.why !== 'unknown') return
  if (fault instanceof AnswerFault)
    log.warn({ conversationId, kind: fault.kind, status: fault.status, reason: fault.message }, 'the model gave no answer')
  else log.error({ err: fault, conversationId }, 'an answer failed')
}

/** A mail server that fails is for the operator to look at; every e-mail is tried again, or told in its ticket. */
function logMailFault(log: Logger, error: unknown): void {
  if (error instanceof MailFault) log.warn({ forGood: error.forGood, reason: error.message }, 'an e-mail was not sent')
  else log.error({ err: error }, 'mail failed')
}

const BREAKER_NUMBERS: Record<BreakerState, number> = { closed: 0, probing: 1, open: 2 }

function countAttempt(metrics: Metrics, { provider, result, status, isRepetition, latencyMs, firstTextMs }: AttemptReport): void {
  metrics.aiRequests.inc({ status: String(status) })
  metrics.aiAttempts.inc({ provider, result })
  if (isRepetition) metrics.aiRetries.inc({ provider })
  metrics.aiLatency.observe(latencyMs / 1000)
  if (firstTextMs !== undefined) metrics.aiFirstToken.observe(firstTextMs / 1000)
}
