/** Builds the desk from its parts: what agents call by HTTP, what is live, tickets and their e-mails, and who looks after the queue. `app.ts` joins it to the rest. */

import type { Server } from 'node:http'
import type { Router } from 'express'
import type { Config } from './config.ts'
import { createCaretaker } from './desk/caretaker.ts'
import { createDesk } from './desk/desk.ts'
import type { Floors } from './desk/floor.ts'
import { createHelp } from './desk/help.ts'
import type { Team } from './desk/team.ts'
import type { Forgetting } from './forgetting.ts'
import { cannedReplyOperations } from './gateway/desk-canned-replies.ts'
import type { ClientAddress } from './gateway/client-address.ts'
import { conversationOperations } from './gateway/desk-conversations.ts'
import { createDeskHttp } from './gateway/desk-http.ts'
import { ownerOperations } from './gateway/desk-owner.ts'
import { peopleOperations } from './gateway/desk-people.ts'
import { deskQuestionOperations } from './gateway/desk-questions.ts'
import { createRecognise } from './gateway/desk-recognition.ts'
import { sessionOperations } from './gateway/desk-session.ts'
import { createDeskSockets } from './gateway/desk-socket.ts'
import { settingsOperations } from './gateway/desk-settings.ts'
import { ticketOperations } from './gateway/desk-tickets.ts'
import { normaliseOrigin } from './gateway/origin.ts'
import { createVisitorPresence, type VisitorPresence } from './gateway/visitor-presence.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { People } from './people/people.ts'
import type { Database } from './ports/database.ts'
import type { Site } from './ports/sites.ts'
import type { Store } from './ports/store.ts'
import type { HandBack } from './session/hand-back.ts'
import type { Spend } from './spend/spend.ts'
import type { createFilter } from './stages/filter.ts'
import type { LiveAnswers } from './stages/push.ts'
import { createMail } from './tickets/mail.ts'
import { MailFault, type Mailer } from './ports/mailer.ts'
import { createTickets, type Tickets } from './tickets/tickets.ts'
import type { Turns } from './turns.ts'
import type { Upstream } from './upstream/upstream.ts'

export type DeskAppOptions = {
  config: Config
  publicUrl: () => string
  database: Database
  store: Store
  floor: Floors
  team: Team
  people: People
  forgetting: Forgetting
  turns: Pick<Turns, 'wake'>
  filter: Pick<ReturnType<typeof createFilter>, 'filterAgentText' | 'filterForDesk'>
  live: LiveAnswers
  /** Absent: no model helps at the desk. */
  upstream: Upstream | undefined
  spend: Spend
  /** Absent where there is no model. */
  handBack: Pick<HandBack, 'begin'> | undefined
  /** Absent: no e-mail is sent. */
  mailer: Mailer | undefined
  siteById: (tenantId: string, siteId: string) => Promise<Site | undefined>
  clientAddress: ClientAddress
  metrics: Metrics
  log: Logger
  now: () => number
}

export type DeskApp = {
  api: Router
  tickets: Tickets
  /** A connection of a visitor is there until the returned function is called. */
  arrive: VisitorPresence['arrive']
  /** The live half, on the server that carries the sockets. */
  goLive: (httpServer: Server) => LiveDesk
}

export type LiveDesk = {
  /** From here on the queue is looked after and e-mail is sent. */
  start: () => void
  refuseNew: () => void
  /** No customer is moved and no further e-mail is begun. */
  stop: () => Promise<void>
  close: () => Promise<void>
}

/** How often the queue is looked after. */
const CARE_MS = 2_000

export function buildDesk(options: DeskAppOptions): DeskApp {
  const { config, publicUrl, database, store, floor, team, people, forgetting, turns, filter, live, siteById, metrics, log, now } = options
  const recognise = createRecognise(people.sessions)
  const presence = createVisitorPresence({ store, failed: (error) => log.warn({ err: error }, 'the store does not know who is here') })
  const mail = createMail({
    mailer: options.mailer,
    afterMs: config.MAIL_AFTER_SECONDS * 1000,
    database,
    isHere: presence.isHere,
    siteById,
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
      const site = conversation && (await siteById(tenantId, conversation.siteId))
      // Another agent who has the floor goes on.
      if (site) await floor.change(site, conversation, { name: 'close', ...(person && { person }) })
    },
    now,
  })
  const help = createHelp({
    database,
    upstream: options.upstream,
    spend: options.spend,
    filterForDesk: filter.filterForDesk,
    failed: (error) => log.warn({ err: error }, 'the model could not help at the desk'),
  })
  const desk = createDesk({
    database,
    store,
    floor,
    filterAgentText: filter.filterAgentText,
    siteById,
    mailAt: mail.dueAt,
    wake: (tenantId, conversationId) => turns.wake(tenantId, conversationId),
    handedBack: (site, conversation) => options.handBack?.begin(site, conversation),
    now,
  })
  const api = createDeskHttp({
    operations: [
      ...sessionOperations({ people, database, hasMail: mail.isOn }),
      ...peopleOperations({ people }),
      ...conversationOperations({ desk, team, help, live }),
      ...ownerOperations({ people, forgetting }),
      ...settingsOperations({ people }),
      ...ticketOperations({ tickets, now }),
      ...cannedReplyOperations({ now }),
      ...deskQuestionOperations({ now }),
    ],
    recognise,
    database,
    store,
    clientAddress: options.clientAddress,
    publicUrl,
  })

  function goLive(httpServer: Server): LiveDesk {
    const ownOrigin = (): string => normaliseOrigin(publicUrl()) ?? ''
    const sockets = createDeskSockets({ httpServer, database, store, recognise, team, live, ownOrigin, log, now })
    const caretaker = createCaretaker({ database, store, floor, team, siteById, now })
    let caring: NodeJS.Timeout | undefined

    async function care(): Promise<void> {
      try {
        await caretaker.round(sockets.tenants())
      } catch (error) {
        log.error({ err: error }, 'the queue was not looked after')
      }
    }

    return {
      start() {
        caring = setInterval(() => void care(), CARE_MS)
        caring.unref()
        mail.start()
      },
      refuseNew: sockets.refuseNew,
      async stop() {
        clearInterval(caring)
        presence.stop()
        await mail.stop()
      },
      close: sockets.close,
    }
  }

  // Nobody but the mail asks who is here.
  return { api, tickets, arrive: mail.isOn ? presence.arrive : () => () => undefined, goLive }
}

/** A mail server that fails is for the operator to look at; every e-mail is tried again, or told in its ticket. */
function logMailFault(log: Logger, error: unknown): void {
  if (error instanceof MailFault) log.warn({ forGood: error.forGood, reason: error.message }, 'an e-mail was not sent')
  else log.error({ err: error }, 'mail failed')
}
