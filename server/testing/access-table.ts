/**
 * Who may ask what: every HTTP route and every event of a socket, written out by hand. `gateway/access.test.ts` makes every caller ask every row, and
 * fails for a route or an event that has no row here. A name with a colon stands for an id of the tenant's own, in addresses, queries and bodies.
 */

import type { Scope } from '../gateway/api-operation.ts'
import type { Role } from '../../shared/people.ts'
import type { FromDesk } from '../../shared/desk-protocol.ts'
import type { WidgetEvent } from '../../shared/protocol.ts'

const document = { name: 'A document', locale: 'en', type: 'text', text: 'Some text.' }
const question = { locale: 'en', text: 'Is this a question?', answer: 'Yes.' }

export const UUID = '0190a6e0-0000-7000-8000-000000000000'

/**
 * `done`: the statuses of one who may, where they are not 200 to 204. `foreign`: what is told to another tenant about these ids, where it is not 404; in any case it
 * is what is told about ids of nothing.
 */
export type DeskRow = { least: Role | 'anyone'; body?: unknown; query?: string; done?: number[]; foreign?: number; isLogout?: true }

/** Below `/desk/api`. */
export const DESK_ACCESS: Record<string, DeskRow> = {
  'POST /session': { least: 'anyone', body: { email: 'nobody@tenant.example', password: 'wrong password' }, done: [401] },
  'DELETE /session': { least: 'viewer', isLogout: true },
  'GET /me': { least: 'viewer' },
  'GET /sessions': { least: 'viewer' },
  'DELETE /sessions': { least: 'viewer' },
  'DELETE /sessions/:session': { least: 'viewer', done: [404] },
  'POST /password': { least: 'viewer', body: { current: 'wrong password', next: 'another password' }, done: [401] },
  'POST /welcome/look': { least: 'anyone', body: { token: 'none' }, done: [404] },
  'POST /welcome': { least: 'anyone', body: { token: 'none', password: 'a long password' }, done: [404] },
  'GET /people': { least: 'admin' },
  'PATCH /people/:person': { least: 'admin', body: { name: 'Renamed' } },
  'DELETE /people/:person': { least: 'admin', done: [204, 404] },
  'GET /invitations': { least: 'admin' },
  'POST /invitations': { least: 'admin', body: { email: 'new@tenant.example', role: 'viewer' } },
  'DELETE /invitations/:invitation': { least: 'admin', done: [204, 404] },
  'GET /audit': { least: 'admin' },
  'GET /conversations': { least: 'viewer' },
  'GET /conversations/:conversation': { least: 'viewer' },
  'GET /conversations/:conversation/entries': { least: 'viewer' },
  'POST /conversations/:conversation/floor': { least: 'agent', body: { action: 'take', fence: 99 }, done: [409] },
  'POST /conversations/:conversation/messages': { least: 'agent', body: { cid: UUID, text: 'Hello' }, done: [409] },
  'GET /conversations/:conversation/notes': { least: 'viewer' },
  'POST /conversations/:conversation/notes': { least: 'agent', body: { cid: UUID, text: 'A note' }, done: [200, 201, 409] },
  'GET /team': { least: 'viewer' },
  'PUT /presence': { least: 'agent', body: { state: 'away' } },
  // Without a model nobody can be helped, which only those who may ask are told.
  'POST /conversations/:conversation/suggestion': { least: 'agent', body: {}, done: [503] },
  'POST /conversations/:conversation/summary': { least: 'agent', body: {}, done: [503] },
  'POST /conversations/:conversation/question': { least: 'agent', body: { seq: 2 }, done: [404] },
  'GET /tickets': { least: 'viewer' },
  'POST /tickets': { least: 'agent', body: { conversation: ':conversation', subject: 'A ticket' }, done: [409] },
  'GET /tickets/:ticket': { least: 'viewer' },
  'PATCH /tickets/:ticket': { least: 'agent', body: { subject: 'Renamed' } },
  'POST /tickets/:ticket/notes': { least: 'agent', body: { text: 'A note' } },
  'GET /canned-replies': { least: 'viewer' },
  'POST /canned-replies': { least: 'agent', body: { shortcut: 'hello', title: 'Hello', text: 'Hello!', siteId: ':site' } },
  'PATCH /canned-replies/:reply': { least: 'agent', body: { title: 'Renamed' } },
  'DELETE /canned-replies/:reply': { least: 'agent', done: [204, 404] },
  'GET /questions': { least: 'viewer', query: '?site=:site', foreign: 200 },
  'POST /questions': { least: 'agent', body: { ...question, text: 'Asked at the desk?', site: ':site' } },
  'PATCH /questions/:question': { least: 'agent', body: { answer: 'Good evening.' } },
  'DELETE /questions/:question': { least: 'agent', done: [204, 404] },
  'GET /wordings': { least: 'viewer', query: '?site=:site', foreign: 200 },
  'POST /wordings/:wording/accept': { least: 'agent', done: [200, 404] },
  'DELETE /wordings/:wording': { least: 'agent', done: [204, 404] },
  'GET /settings': { least: 'admin' },
  'PATCH /settings': { least: 'admin', body: { retentionDays: null } },
  'GET /visitors/:visitor/export': { least: 'admin' },
  'DELETE /visitors/:visitor': { least: 'admin', done: [200, 404] },
  'GET /sites/:site/identity': { least: 'admin' },
  'PUT /sites/:site/identity': { least: 'admin', body: { enforced: false } },
  'POST /sites/:site/identity/secrets': { least: 'admin' },
  'DELETE /sites/:site/identity/secrets': { least: 'admin' },
}

export type ApiRow = {
  scope: Scope | 'anyone'
  body?: unknown
  text?: [type: string, text: string]
  query?: string
  done?: number[]
  foreign?: number
}

/** Below `/api/v1`. */
export const API_ACCESS: Record<string, ApiRow> = {
  'GET /openapi.json': { scope: 'anyone' },
  'GET /sites/:site/questions': { scope: 'questions:read' },
  'POST /sites/:site/questions/import': { scope: 'questions:write', text: ['text/csv', 'en,From a file?,,Yes.\n'] },
  'GET /sites/:site/questions/export': { scope: 'questions:read' },
  'GET /sites/:site/suggested-wordings': { scope: 'questions:read' },
  'POST /sites/:site/suggested-wordings/:wording/accept': { scope: 'questions:write', done: [200, 404] },
  'DELETE /sites/:site/suggested-wordings/:wording': { scope: 'questions:write', done: [204, 404] },
  'POST /sites/:site/questions': { scope: 'questions:write', body: question },
  'GET /sites/:site/questions/:question': { scope: 'questions:read' },
  'PATCH /sites/:site/questions/:question': { scope: 'questions:write', body: { answer: 'No.' } },
  'DELETE /sites/:site/questions/:question': { scope: 'questions:write' },
  'GET /sites/:site/documents': { scope: 'documents:read' },
  'POST /sites/:site/documents': { scope: 'documents:write', body: { ...document, name: 'Another document' } },
  'GET /sites/:site/documents/:document': { scope: 'documents:read' },
  'PUT /sites/:site/documents/:document': { scope: 'documents:write', body: document },
  'DELETE /sites/:site/documents/:document': { scope: 'documents:write' },
  'GET /sites/:site/word-lists': { scope: 'words:read' },
  'POST /sites/:site/word-lists': { scope: 'words:write', body: { name: 'Another list' } },
  'GET /sites/:site/word-lists/:list': { scope: 'words:read' },
  'PATCH /sites/:site/word-lists/:list': { scope: 'words:write', body: { name: 'Renamed' } },
  'GET /sites/:site/word-lists/:list/rules': { scope: 'words:read' },
  'POST /sites/:site/word-lists/:list/rules': { scope: 'words:write', body: { rules: [{ word: 'bother' }] } },
  'DELETE /sites/:site/word-lists/:list/rules': { scope: 'words:write', query: '?word=bother' },
  'POST /sites/:site/word-lists/:list/import': { scope: 'words:write', text: ['text/plain', 'bother\n'] },
  'GET /sites/:site/word-lists/:list/export': { scope: 'words:read' },
  'POST /sites/:site/word-check': { scope: 'words:read', body: { texts: ['bother'] } },
  'DELETE /sites/:site/word-lists/:list': { scope: 'words:write' },
  'GET /sites/:site/phrases': { scope: 'words:read' },
  'PATCH /sites/:site/phrases': { scope: 'words:write', body: { person: ['call me'] } },
  'GET /tickets': { scope: 'tickets:read' },
  'POST /tickets': { scope: 'tickets:write', body: { conversation: ':conversation', subject: 'A ticket' }, done: [409] },
  'GET /tickets/:ticket': { scope: 'tickets:read' },
  'PATCH /tickets/:ticket': { scope: 'tickets:write', body: { subject: 'Renamed' } },
  'POST /tickets/:ticket/notes': { scope: 'tickets:write', body: { text: 'A note' } },
  'GET /sites/:site/report': { scope: 'reports:read' },
  'GET /sites/:site/visitors': { scope: 'visitors:read', query: '?user=42' },
  'GET /sites/:site/visitors/:visitor/export': { scope: 'visitors:read' },
  'DELETE /sites/:site/visitors/:visitor': { scope: 'visitors:write', done: [200, 404] },
  'POST /sites/:site/identity/secrets': { scope: 'sites:write' },
  'GET /settings': { scope: 'settings:read' },
  'PATCH /settings': { scope: 'settings:write', body: { retentionDays: null } },
}

/** For everybody, and what they answer to nobody in particular. */
export const PUBLIC_ACCESS: Record<string, { path: string; status: number }> = {
  'GET /kefu.js': { path: '/kefu.js?site=test-site', status: 200 },
  'GET /kefu-site.js': { path: '/kefu-site.js?site=none', status: 404 },
  'GET /^\\/assets\\/([\\w.-]+\\.js)$/': { path: '/assets/app-1.js', status: 200 },
  'GET /healthz': { path: '/healthz', status: 200 },
  'GET /readyz': { path: '/readyz', status: 200 },
  // Through a proxy, which is anybody: this machine itself may.
  'GET /metrics': { path: '/metrics', status: 404 },
  'GET /desk/^\\/assets\\/([\\w.-]+\\.(js|css))$/': { path: '/desk/assets/none.js', status: 404 },
  'GET /desk/^\\/(?!assets\\/|api(\\/|$))/': { path: '/desk/anything', status: 503 },
}

/** Of a visitor about a conversation and an answer in it. `mine`: what its own visitor is told; any other is told what is told of an id that is not there. */
export const VISITOR_ACCESS: Record<WidgetEvent, { mine: string | undefined; other: string | undefined }> = {
  'message-send': { mine: undefined, other: 'conversation_unknown' },
  'answer-rate': { mine: undefined, other: 'conversation_unknown' },
  // It is not closed, and only its own visitor is told so.
  'conversation-rate': { mine: 'conversation_open', other: 'conversation_unknown' },
  'handoff-cancel': { mine: undefined, other: 'conversation_unknown' },
  typing: { mine: undefined, other: 'conversation_unknown' },
  read: { mine: undefined, other: 'conversation_unknown' },
  // These three are about the visitor’s own conversation, whatever they name: nothing of any other is touched.
  'answer-stop': { mine: undefined, other: undefined },
  'history-request': { mine: undefined, other: undefined },
  'visitor-describe': { mine: undefined, other: undefined },
  'conversation-erase': { mine: undefined, other: 'conversation_unknown' },
  'conversation-start': { mine: undefined, other: undefined },
}

/** Of a person about a conversation of their tenant. `foreign`: what people of another tenant are told. */
export const DESK_EVENT_ACCESS: Record<keyof FromDesk, { least: Role; foreign: string | undefined }> = {
  'desk-watch': { least: 'viewer', foreign: 'conversation_unknown' },
  typing: { least: 'agent', foreign: 'conversation_unknown' },
  read: { least: 'viewer', foreign: 'conversation_unknown' },
  // Who watches nothing leaves nothing.
  'desk-leave': { least: 'viewer', foreign: undefined },
}
