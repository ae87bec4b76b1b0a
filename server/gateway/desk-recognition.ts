/** Who is at the desk: by the session's cookie, for requests and for sockets. */

import type { IncomingMessage } from 'node:http'
import type { DeskSessions, Present } from '../people/sessions.ts'
import { cookieOf, SESSION_COOKIE } from './desk-cookies.ts'

export type Recognise = (request: IncomingMessage) => Promise<Present | undefined>

export const createRecognise =
  (sessions: Pick<DeskSessions, 'recognise'>): Recognise =>
  async (request) => {
    const secret = cookieOf(request, SESSION_COOKIE)
    return secret === undefined || secret.length > 64 ? undefined : sessions.recognise(secret)
  }
