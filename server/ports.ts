/**
 * The first of the three doors of the house: where durable things live (Database), with the nouns of all three. `ports-store.ts` is where short-lived shared
 * things live (Store), `ports-answerer.ts` who answers (Answerer). Methods are named after what the server needs, never after SQL or Redis. Every adapter of
 * a port passes that port's contract suite (`adapters/*.contract.ts`).
 *
 * A tenant's data is reached only through a handle made by `forTenant`: no call can forget the tenant.
 */

import type { PersonName } from '../shared/desk.ts'
import type { Page } from '../shared/page.ts'
import type { Author, Floor, FromWidget, Message, Rating } from '../shared/protocol.ts'
import type { OpeningHours } from './desk/hours.ts'
import type { DeskRules } from './desk/rules.ts'
import type { DeskDatabase, DeskDirectory } from './ports-desk.ts'
import type { PeopleDatabase, PeopleDirectory } from './ports-people.ts'
import type { DocumentsDatabase } from './ports-documents.ts'
import type { VisitorsDatabase } from './ports-visitors.ts'
import type { AllTickets, TenantTickets, TicketMove } from './tickets/port.ts'
import type { TicketRules } from './tickets/rules.ts'
import type { Action, WordList, WordRule } from './words/rule.ts'

// ── Nouns as the database knows them ────────────────────────────────────────────────────────────────────────────

export type Tenant = { id: string; name: string }

/** What a tenant decided for all its sites, instead of the operator's settings. Stored as one document; unknown fields of later versions are kept. */
export type TenantSettings = {
  /** Conversations are deleted so many days after their last entry; never without it. */
  retentionDays?: number
  tickets?: Partial<TicketRules>
  desk?: Partial<DeskRules>
  limits?: Partial<SpendLimits>
  /** By name of the model; takes the place of the operator's price. */
  prices?: Record<string, Price>
}

/** What a model's tokens cost, in units of the currency per million: which is also millionths of the currency per token. */
export type Price = { input: number; cachedInput: number; output: number }

/** Amounts of money are whole millionths of the currency. A day is a day of UTC. */
export type SpendLimits = {
  /** Of one message: characters (UTF-16 units) that the model reads of what is asked, and of what was said before; tokens of the answer. */
  inputCharacters: number
  historyCharacters: number
  answerTokens: number
  /** Of one visitor, of one network address (/64 for IPv6), and of the tenant, a day. */
  visitorDay: number
  networkDay: number
  tenantDay: number
  /** The share of the tenant's day at which the owner is warned. */
  warnPercent: number
}

/** `identity` is the name that the page gave, `page` the address and title of the page that the last message was written on. */
export const SHARED = ['identity', 'attributes', 'page'] as const
export type Shared = (typeof SHARED)[number]

/** An owner's own phrases, by what they mean in a message: a wish for a person, or a complaint. */
export type Phrases = { person?: string[]; complaint?: string[] }

/** What a site's owner decided. Stored as one document; unknown fields of later versions are kept. */
export type SitePolicy = {
  /** Shown as the author of answers. */
  assistantName: string
  /** First words in an empty conversation, by language; not part of the log. The widget has its own where there are none. */
  greeting: Record<string, string>
  /** Written facts about the site that the model may use: plain text, part of the system prompt. */
  facts: string
  /** Where a customer can always write, told when nobody else can help. An e-mail address or a URL. */
  contact: string
  /** Accent of the bubble and the customer's messages: a CSS colour in `#rrggbb`. */
  color: string
  /** The language that the widget speaks, over the page's and the browser's: a BCP 47 tag. */
  locale?: string
  /** The side of the page on which the bubble stands; right without it. */
  position?: 'left' | 'right'
  /** Names of the model's providers that may answer here, in order of preference; all of them, in the operator's order, without it. */
  providers?: string[]
  /** Nobody speaks as a user of the site without the signature of its backend, and nobody reads what such a user said. */
  identity?: 'enforced'
  /** When people are at the desk; without it, whenever they are. */
  hours?: OpeningHours
  /** What of a customer's description the model is told; nothing without it. */
  share?: Shared[]
  phrases?: Phrases
}

/** One website of a tenant. `key` is public and opens nothing but "start a conversation here". */
export type Site = {
  id: string
  tenantId: string
  key: string
  name: string
  /** Web origins (`https://shop.example`) that may use the key. */
  origins: string[]
  policy: SitePolicy
  /** Grows with every change of the site's word lists: filters of an older one are stale. */
  wordsVersion: number
}

export type NewSite = Omit<Site, 'tenantId' | 'wordsVersion'>

export type ApiKey = { id: string; tenantId: string; name: string; scopes: string[] }

/** `userId`: for whom the site's backend vouched by its signature. */
export type Visitor = { id: string; siteId: string; userId?: string }

/** What the site's page says of its visitor, and the page that the last message was written on. Nobody has checked any of it. */
export type VisitorDescription = FromWidget['visitor-describe'] & { page?: Page }

export type Conversation = {
  id: string
  siteId: string
  visitorId: string
  /** Random; changed by erase, restore and move. A client with another one starts over. */
  epoch: string
  /** `seq` of the last entry of the log; 0 for an empty one. */
  top: number
  floor: Floor
  /** Grows at every change of the floor. What was begun under an older one cannot be recorded. */
  fence: number
  /** Of `agent`: who has the floor. Of `waiting`: to whom it is assigned. Of `closed`: who did it. */
  person?: PersonName
  /** Since when the customer has waited for a person, or did until one came; absent with the bot and when it is closed. */
  queuedAt?: number
  /** Why a person was asked for last. */
  lastReason?: string
}

/** One durable entry that the customer may see. The database assigns `seq`, from 1, without gaps. */
export type LogEntry = { seq: number; epoch: string } & ({ kind: 'message'; message: Message } | { kind: 'floor'; floor: Floor })

export type AcceptedMessage = { id: string; cid: string; seq: number; epoch: string; at: number; text: string; originalHash: string }

/** Who answered, and why: stored with the turn, counted in metrics, assertable in tests. */
export type Route = { to: 'human' | 'question' | 'model'; reason: string }

export type Question = {
  id: string
  siteId: string
  /** BCP 47 primary language: `en`, `zh`. */
  locale: string
  text: string
  /** Other wordings that the owner approved. */
  variants: string[]
  /** Markdown. */
  answer: string
  tags: string[]
  /** Offered as a button in an empty conversation. */
  suggested: boolean
  updatedAt: number
  /** Before the one and from the other on, in milliseconds since 1970, it is neither answered nor offered. */
  validFrom?: number
  validTo?: number
}

/** Fields left out stay as they are; `null` takes a date away. */
export type QuestionChanges = Partial<Omit<Question, 'id' | 'siteId' | 'validFrom' | 'validTo'>> & {
  validFrom?: number | null
  validTo?: number | null
}

/** What customers asked before they chose this question from an offer: a variant of it, should the owner think so. */
export type SuggestedWording = {
  /** The same for the same wording of the same question. */
  id: string
  siteId: string
  questionId: string
  /** As it was asked last. */
  text: string
  /** Conversations in which it was asked. */
  count: number
  lastAt: number
}

/** Whose words a list is for: what customers send, what the bot answers, what a person at the desk writes. */
export const DIRECTIONS = ['customer', 'answer', 'agent'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** A list of sensitive words as its owner sees it. Its rules are read apart: there can be 100,000. */
export type WordListEntry = Omit<WordList, 'rules'> & {
  id: string
  siteId: string
  /** Unique at its site. */
  name: string
  enabled: boolean
  directions: readonly Direction[]
  ruleCount: number
  updatedAt: number
}
export type WordListContent = Omit<WordListEntry, 'id' | 'siteId' | 'ruleCount' | 'updatedAt'>

/** A rule in its list, where its word stands once. `place` is its number there: rules stand in this order, and no number is given twice. */
export type ListedRule = WordRule & { list: string; place: number }

/** What a word filter found: which rule, and where. Never the text. Offsets count UTF-16 units of the text before masking. */
export type WordHit = {
  direction: Direction
  list: string
  /** The rule's `place` in its list. */
  rule: number
  category: string
  action: Action
  start: number
  end: number
}

// ── Database ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Durable. A promise that resolved has survived a power cut. */
export type Database = PeopleDirectory &
  DeskDirectory &
  AllTickets & {
    forTenant(tenantId: string): TenantDatabase
    /** Applies what is missing, in order; answers the names of what it applied. Safe to call at every start. */
    migrate(): Promise<string[]>
    /** Resolves when a write would succeed now; rejects with the reason otherwise. */
    check(): Promise<void>
    /** Rejects with a sentence for the operator when another process already serves this database and must not be joined. */
    claimProcess(): Promise<void>
    /**
     * Resolves when what was erased before has left the database's files too, as far as others who read them let it. It leaves them also when nobody asks.
     * Rejects when the disk does not let it, or when the database is closed first; then it is tried again, after a start too.
     */
    scrubbed(): Promise<void>
    close(): Promise<void>

    tenants(): Promise<Tenant[]>
    createTenant(tenant: Tenant): Promise<void>
    /** The two look-ups that find the tenant in the first place. */
    siteByKey(key: string): Promise<Site | undefined>
    apiKeyByHash(secretHash: string): Promise<ApiKey | undefined>
    /** How many conversations wait for a person (`waiting`) or have one (`agent`), over all tenants. */
    floorCounts(): Promise<Record<string, number>>
    /** Conversations with open turns, oldest first: what a crash left behind. */
    unfinished(limit: number): Promise<{ tenantId: string; conversationId: string }[]>
    /** Deletes the budgets of days before this one and their salts, of all tenants. The sums of usage stay. */
    forgetBudgets(before: string): Promise<void>
    /** Deletes how often questions were asked on days before this one, of all tenants. */
    forgetAskedQuestions(before: string): Promise<void>
  }

export type TenantDatabase = PeopleDatabase &
  VisitorsDatabase &
  DeskDatabase &
  DocumentsDatabase &
  TenantTickets & {
    // Sites and keys
    sites(): Promise<Site[]>
    createSite(site: NewSite): Promise<void>
    updateSite(siteId: string, changes: Partial<Pick<Site, 'name' | 'origins' | 'policy'>>): Promise<Site | undefined>
    createApiKey(key: Omit<ApiKey, 'tenantId'> & { secretHash: string; createdAt: number }): Promise<void>

    // Visitors and their conversations
    /** A visitor and the first conversation, in one transaction. */
    createVisitor(arrival: { visitor: Visitor; tokenHash: string; conversation: NewConversation; at: number }): Promise<Conversation>
    /** The visitor with this token at this site, not unused for longer than `since`; and the newest conversation. */
    visitorByToken(token: {
      siteId: string
      tokenHash: string
      usedSince: number
      at: number
    }): Promise<{ visitor: Visitor; conversation: Conversation } | undefined>
    /** A new conversation becomes the visitor's newest one; an empty newest one is given back instead of a second. Rejects when there is no such visitor. */
    startConversation(start: { visitor: Visitor; conversation: NewConversation; at: number }): Promise<Conversation>
    conversation(conversationId: string): Promise<Conversation | undefined>
    newestConversation(visitorId: string): Promise<Conversation | undefined>
    /**
     * Deletes the whole log with its turns, cids, hashes and ratings, and gives the floor back to the bot: an empty conversation with this epoch,
     * in which nothing can be recorded that was begun before. When it has left the files too, `scrubbed` tells. An empty one is given
     * back as it is; `undefined` when the visitor has no such conversation.
     */
    eraseConversation(erasure: { conversationId: string; visitorId: string; epoch: string; at: number }): Promise<Conversation | undefined>
    /** Replaces what was said of the visitor before, but for the page; `undefined` takes it away. */
    describeVisitor(visitorId: string, description: FromWidget['visitor-describe'] | undefined): Promise<void>
    /** Keeps the page that the visitor wrote from last, beside the description. */
    visitPage(visitorId: string, page: Page): Promise<void>
    visitorDescription(visitorId: string): Promise<VisitorDescription | undefined>
    /** Conversations whose floor is in this state, longest first. */
    conversationsByFloor(floor: Floor['state'], limit: number): Promise<Conversation[]>

    // Delivery
    /** What was accepted under this `cid`, however long ago. */
    recall(conversationId: string, cid: string): Promise<AcceptedMessage | undefined>
    /**
     * Appends the message and opens its turn in one transaction, exactly once: a `cid` already there changes nothing
     * and answers with what was accepted then. `undefined` when there is no such conversation.
     */
    accept(message: NewMessage): Promise<AcceptedMessage | undefined>
    /** Entries with `seq` > `after` in order, at most `limit`. */
    readLog(conversationId: string, after: number, limit: number): Promise<LogEntry[]>
    /** The newest `limit` entries at or below `upTo`, in order. */
    readLogBack(conversationId: string, upTo: number, limit: number): Promise<LogEntry[]>
    /**
     * Keeps what the customer thinks of an answer; without `rating` that is taken back. `true` when it changed, `undefined` when the visitor has no
     * such conversation or it has no such answer.
     */
    rateAnswer(rated: {
      conversationId: string
      visitorId: string
      answerId: string
      rating: Rating | undefined
    }): Promise<boolean | undefined>
    /**
     * Takes all open turns of the conversation to answer them together, and counts one more run of each. `undefined` when none is open.
     * What was taken by an earlier claim can no longer be recorded under it.
     */
    claimTurns(conversationId: string): Promise<ClaimedTurns | undefined>
    /**
     * Appends what a run came to and closes its turns, in one transaction and only if the floor and the claim are still
     * those it began with: the answer first, then the floor. A claim is recorded at most once. Answers the entries in order, or `undefined`
     * when it came too late: then nothing was changed.
     */
    record(outcome: TurnOutcome): Promise<LogEntry[] | undefined>
    /**
     * Changes the floor, logged, only if `fence` is still the present one. Who waits keeps the place in the queue until the bot has the floor again, or
     * nobody.
     */
    changeFloor(change: {
      conversationId: string
      fence: number
      floor: Floor
      person?: PersonName | undefined
      notice?: NewAnswer | undefined
      ticket?: TicketMove | undefined
    }): Promise<LogEntry[] | undefined>

    // Approved questions
    questions(siteId: string): Promise<Question[]>
    /** In the same order, those behind the place that the last page told, 0 at first. `next` is absent at the end. */
    questionsPage(siteId: string, page: { after: number; limit: number }): Promise<{ questions: Question[]; next?: number }>
    question(questionId: string): Promise<Question | undefined>
    /** Rejects with `Duplicate` when the site has a question with the same text and language. */
    createQuestion(question: Question): Promise<void>
    updateQuestion(questionId: string, changes: QuestionChanges): Promise<Question | undefined>
    /** With what is suggested for it. */
    deleteQuestion(questionId: string): Promise<boolean>
    /**
     * Adds these, in order, and changes those whose text and language the site has already, but for their ids. In one transaction. Rejects when there is no
     * such site.
     */
    putQuestions(siteId: string, questions: readonly Question[]): Promise<{ added: number; changed: number }>
    /** Grows with every change of what the site knows, which is its questions, its documents, its name and its policy: kept answers and indexes of an older one are stale. */
    knowledgeVersion(siteId: string): Promise<number>
    /**
     * Kept until its conversation is erased or its question deleted. Beyond `most` the oldest of the site make room; what was dismissed is not
     * kept again.
     */
    keepWording(
      wording: Omit<SuggestedWording, 'count' | 'lastAt'> & { conversationId: string; epoch: string; at: number; most: number },
    ): Promise<void>
    /** The most asked first, of those the newest. */
    suggestedWordings(siteId: string): Promise<SuggestedWording[]>
    /** Makes it a variant of its question. `full` where that has `most`; `undefined` when there is no such wording. */
    acceptWording(acceptance: { wordingId: string; at: number; most: number }): Promise<Question | 'full' | undefined>
    dismissWording(wordingId: string): Promise<boolean>

    // Lists of sensitive words. Every change makes the site's `wordsVersion` grow in the same transaction.
    /** In the order in which they were made. */
    wordLists(siteId: string): Promise<WordListEntry[]>
    wordList(listId: string): Promise<WordListEntry | undefined>
    /** Rejects with `Duplicate` when the site has a list of this name. */
    createWordList(list: Omit<WordListEntry, 'ruleCount'>): Promise<void>
    /** Rejects with `Duplicate` for a name that is taken. */
    updateWordList(change: {
      listId: string
      changes: Partial<WordListContent> & { updatedAt: number }
    }): Promise<WordListEntry | undefined>
    deleteWordList(listId: string): Promise<boolean>
    /** In order. */
    wordRules(listId: string): Promise<ListedRule[]>
    /**
     * Adds these rules, and changes those whose word is there already; with `replace` they are all that the list has then. In one transaction, and quick
     * also for 100,000. `undefined` when there is no such list.
     */
    putWordRules(change: {
      listId: string
      rules: readonly WordRule[]
      replace?: boolean
      at: number
    }): Promise<{ added: number; changed: number; ruleCount: number } | undefined>
    removeWordRule(removal: { listId: string; word: string; at: number }): Promise<boolean>
    /** The lists that are switched on, whole and as they were at one moment. */
    siteWords(siteId: string): Promise<{ version: number; lists: (WordListEntry & { rules: ListedRule[] })[] }>
    /** What was found in the messages of a conversation, in the order in which it was kept. */
    wordHits(conversationId: string): Promise<(WordHit & { messageId: string; at: number })[]>

    // Spend
    settings(): Promise<TenantSettings>
    /** Replaces them. */
    updateSettings(settings: TenantSettings): Promise<void>
    addUsage(batch: UsageBatch): Promise<void>
    /** A site's sums of these days, both included, in order. */
    usage(wanted: { siteId: string; from: string; to: string }): Promise<Usage>
    /** How often the site's approved questions were asked from this day on, the most asked first. */
    askedQuestions(wanted: { siteId: string; from: string; limit: number }): Promise<{ questionId: string; asked: number }[]>
    /** What was settled under these keys that day; a key without usage is left out. */
    settledBudgets(wanted: { day: string; keys: string[] }): Promise<Record<string, number>>
    /** With what the day's keys are made: this one, if there is none yet. */
    budgetSalt(offer: { day: string; salt: string }): Promise<string>
    /** False when the day has one of its kind. */
    addNotice(notice: Notice): Promise<boolean>
    /** The newest first. */
    notices(limit: number): Promise<Notice[]>
  }

export type NewConversation = { id: string; epoch: string }

export type NewMessage = {
  id: string
  conversationId: string
  /** Checked too: a conversation of another visitor is not there. */
  visitorId: string
  cid: string
  /** SHA-256 of the text as it was sent, so that a repeated `cid` with another text can be told. */
  originalHash: string
  text: string
  locale: string
  at: number
  /** Kept with the message. One whose action is `handoff` asks for a person. */
  hits?: WordHit[]
}

export type NewAnswer = {
  id: string
  author: Author
  text: string
  at: number
  origin?: Message['origin']
  outcome?: Message['outcome']
  suggestions?: string[]
}

export type ClaimedTurns = {
  /** Names this claim; a later claim makes it worthless. */
  claim: number
  conversation: Conversation
  /** The customer's messages to answer, in order. `runs` is 1 the first time; `asksForPerson` through a word of the owner's. */
  turns: { id: string; seq: number; text: string; locale: string; openedAt: number; runs: number; asksForPerson: boolean }[]
}

export type TurnOutcome = {
  conversationId: string
  claim: number
  fence: number
  turnIds: string[]
  route: Route
  /** What became of the turn, for the desk and for reports: `answered`, `stopped`, `fallback`, … */
  result: string
  at: number
  answer?: NewAnswer
  floor?: Floor
  /** Said after the floor has changed. */
  notice?: NewAnswer
  /** With the change of the floor. */
  ticket?: TicketMove | undefined
  /** What was found in the answer. */
  hits?: WordHit[]
}

// What is paid and for what. Money is in whole millionths of the currency, a `day` is one of UTC: `2026-03-09`.

/** `cache`: a kept answer of the model. `nobody`: an honest sentence in place of an answer. */
export const ANSWERED_BY = ['question', 'cache', 'model', 'person', 'nobody'] as const
export type AnsweredBy = (typeof ANSWERED_BY)[number]

/** Calls of one model on one day. `cachedTokens` are among `promptTokens`; `estimatedCalls` are those that the provider did not count. */
export type CallSum = {
  siteId: string
  day: string
  model: string
  calls: number
  estimatedCalls: number
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  spent: number
}
export type TurnSum = { siteId: string; day: string; answeredBy: AnsweredBy; turns: number; messages: number }
export type Usage = { calls: CallSum[]; turns: TurnSum[] }
/** How often an approved question was asked on one day. */
export type QuestionSum = { siteId: string; day: string; questionId: string; asked: number }
/** Is added to what is there. The key of a budget names nobody. */
export type UsageBatch = Usage & { questions?: QuestionSum[]; budgets: { day: string; key: string; spent: number }[] }

/** What the owner has to know, once a day of each kind. */
export type NoticeKind = 'spend_near_limit' | 'spend_limit_reached'
export type Notice = { day: string; kind: NoticeKind; at: number; body: { spent: number; limit: number } }

/** A unique value that is already taken. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate'
}
