/** Builds the application from its parts. Listens to nothing: `main.ts` and the tests do that, each in its own way. */

import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import { BREAKER_NUMBERS, countAttempt, logFault } from './app-reports.ts'
import { detailOf, kindOf } from '../shared/reasons.ts'
import { spendLimitsOf, type Config } from './config.ts'
import { buildDesk } from './desk-app.ts'
import { createApi } from './gateway/api.ts'
import { createClientAddress } from './gateway/client-address.ts'
import { createHttp } from './gateway/http.ts'
import { createLoader } from './gateway/loader.ts'
import { normaliseOrigin } from './gateway/origin.ts'
import { createReadiness } from './gateway/readiness.ts'
import { HTTP_LIMITS } from './gateway/socket-stack.ts'
import { createSiteDirectory } from './gateway/site-directory.ts'
import { createVisitorSockets } from './gateway/visitor-socket.ts'
import { createFloor } from './desk/floor.ts'
import { createTeam } from './desk/team.ts'
import { createForgetting } from './forgetting.ts'
import { createWaiting } from './desk/waiting.ts'
import { createHousekeeping } from './housekeeping.ts'
import { createDocuments } from './knowledge/documents.ts'
import { createKnowledge } from './knowledge/questions.ts'
import { createPreload } from './knowledge/preload.ts'
import { createSuggestions } from './knowledge/suggestions.ts'
import type { Logger } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { PasswordCost } from './people/password.ts'
import { createPeople } from './people/people.ts'
import { createPipeline } from './pipeline.ts'
import type { Database } from './ports/database.ts'
import type { Store } from './ports/store.ts'
import { createSessions } from './session/sessions.ts'
import { createHandBack } from './session/hand-back.ts'
import { createSummariser } from './session/summary.ts'
import { createSummaryCall } from './session/summary-call.ts'
import { answeredBy } from './spend/answered-by.ts'
import { dayOf } from './spend/day.ts'
import { createLedger } from './spend/ledger.ts'
import type { PriceTable } from './spend/prices.ts'
import { createSpendSignals } from './spend/signals.ts'
import { createSpend } from './spend/spend.ts'
import { prepareReading } from './intent/read-intent.ts'
import { createAccept } from './stages/accept.ts'
import { createAnswer } from './stages/answer.ts'
import { createCache } from './stages/cache.ts'
import { createFallback } from './stages/fallback.ts'
import { createFilter } from './stages/filter.ts'
import { createHandOff } from './stages/hand-off.ts'
import { createLiveAnswers } from './stages/push.ts'
import { createLearn } from './stages/learn.ts'
import { createQuestion } from './stages/question.ts'
import { createPrompt } from './stages/prompt.ts'
import { createRecall } from './stages/recall.ts'
import { createRecord } from './stages/record.ts'
import { createRetrieve } from './stages/retrieve.ts'
import { createReopen } from './stages/reopen.ts'
import { createRemember } from './stages/remember.ts'
import { createRoute } from './stages/route.ts'
import { createThrottle } from './stages/throttle.ts'
import type { Mailer } from './ports/mailer.ts'
import { createTurns } from './turns.ts'
import type { Provider } from './upstream/gate.ts'
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

export function buildApp(options: AppOptions): App {
  prepareReading()
  const { config, publicUrl, database, store, providers, rules = UPSTREAM_RULES, prices, log, widgetFolder, deskFolder } = options
  const { metrics = createMetrics(), now = Date.now } = options
  const sites = createSiteDirectory(database)
  const knowledge = createKnowledge({ database, now })
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
  const suggestions = createSuggestions({ database, knowledge, arrivesAsItIs: filter.arrivesAsItIs, now })
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
  const retrieve = createRetrieve({ documents: createDocuments({ database }), sessions })
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

  const answer = createAnswer({ upstream: providers.length > 0 ? upstream : undefined, prompt, retrieve, spend, now })
  const cache = createCache({
    store,
    knowledge,
    prompt,
    answer,
    models: ({ policy }) => upstream.models(policy.providers),
    ttlMs: config.ANSWER_CACHE_SECONDS * 1000,
    messageMs: rules.messageMs,
    holder: randomUUID(),
    looked: (result) => metrics.answerCache.inc({ result }),
    notKept: (error) => log.error({ err: error }, 'an answer could not be kept'),
  })

  const { filterForDesk } = filter
  const notSummarised = (error: unknown): void => log.warn({ err: error }, 'a conversation could not be summarised')
  const summarise = providers.length > 0 ? createSummaryCall({ upstream, spend }) : undefined
  const summariser = summarise && createSummariser({ summarise, store, sessions, filterForDesk, failed: notSummarised })
  const handBack = summarise && createHandBack({ database, store, sessions, summarise, filterForDesk, failed: notSummarised, now })

  const floor = createFloor({ database, store, now })
  const pipeline = createPipeline({
    recall: createRecall({ database }),
    throttle: throttle.throttle,
    filterText: filter.filterText,
    accept: createAccept({ database, store, now }),
    reopen: createReopen({ floor }),
    route: createRoute({ database, knowledge, hasModel: providers.length > 0, now }),
    cache: cache.cache,
    answer,
    fallback: createFallback({ database, knowledge, suggestions, waiting, now, failed: (turn, fault) => logFault(log, turn, fault) }),
    question: createQuestion(),
    handOff,
    filterAnswer: filter.filterAnswer,
    push: live.push,
    handOver,
    record: createRecord({
      database,
      store,
      sessions,
      now,
      recorded({ site, messages }, end) {
        metrics.turns.inc({ route: end.decision.to, reason: kindOf(end.decision.reason) })
        if (end.handOff?.floor) metrics.handoffs.inc({ reason: kindOf(end.handOff.reason) })
        const sum = { siteId: site.id, day: dayOf(now()) }
        const asked = end.decision.to === 'question' ? [{ ...sum, questionId: detailOf(end.decision.reason), asked: 1 }] : []
        ledger.add(site.tenantId, {
          turns: [{ ...sum, answeredBy: answeredBy(end), turns: 1, messages: messages.length }],
          questions: asked,
        })
      },
    }),
    keep: cache.keep,
    learn: createLearn({ database, knowledge, now, failed: (error) => log.warn({ err: error }, 'a wording could not be kept') }),
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
  const desk = buildDesk({
    config,
    publicUrl,
    database,
    store,
    floor,
    team,
    people,
    forgetting,
    turns,
    filter,
    live,
    upstream: providers.length > 0 ? upstream : undefined,
    spend,
    handBack,
    mailer: options.mailer,
    siteById: sites.byId,
    clientAddress,
    metrics,
    log,
    now,
  })

  let draining = false
  const http = createHttp({
    sites,
    loader: createLoader({ folder: widgetFolder, suggestions }),
    widgetFolder,
    notReady: createReadiness({ database, isDraining: () => draining, now }),
    metrics,
    metricsToken: config.METRICS_TOKEN,
    clientAddress,
    api: createApi({ tickets: desk.tickets, database, store, filters, forgetting, currency: prices.currency, now }),
    deskApi: desk.api,
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
    filterComment: filter.filterComment,
    arrive: desk.arrive,
    clientAddress,
    ownOrigin: () => normaliseOrigin(publicUrl()) ?? '',
    limits: { connections: config.CONNECTIONS, connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS },
    metrics,
    log,
    now,
  })

  const liveDesk = desk.goLive(server)

  const housekeeping = createHousekeeping({ database, turns, forgetting, personSessions: people.sessions, log, now })
  const preload = createPreload({
    database,
    knowledge,
    failed: (error) => log.warn({ err: error }, 'approved questions could not be made ready; they are read when they are needed'),
  })
  let drained: Promise<void> | undefined

  async function drain(graceMs: number): Promise<void> {
    draining = true
    housekeeping.stop()
    sockets.refuseNew()
    liveDesk.refuseNew()
    await Promise.all([turns.drain(graceMs), liveDesk.stop()])
    await Promise.all([summariser?.stop(), handBack?.stop()])
    await housekeeping.finished()
    await preload.stop()
    await ledger.close()
    await liveDesk.close()
    await sockets.close()
    server.closeAllConnections()
  }

  return {
    server,
    http,
    metrics,
    async recover() {
      await housekeeping.start()
      preload.start()
      liveDesk.start()
    },
    drain: (graceMs) => (drained ??= drain(graceMs)),
  }
}
