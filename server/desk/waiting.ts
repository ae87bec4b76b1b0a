/**
 * What a customer is told on the way into the queue: whether somebody is there, the place in it, how long others waited lately, when the hours begin
 * again; and an address is asked for where nobody will be there soon. All of it as things are at that moment, and nothing is promised.
 */

import type { Language } from '../../shared/language.ts'
import type { Conversation } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import { contactSentence, sentence } from '../sentences.ts'
import { isOpen, nextOpening, sayOpening } from './hours.ts'
import { FLOOR_SENTENCES } from './sentences.ts'
import type { Team } from './team.ts'

export type WaitingOptions = { database: Database; team: Pick<Team, 'present'>; now: () => number }

/** From fewer waits than these nothing is concluded, and none that is older. */
const LEAST_WAITS = 3
const WAITS = 20
const RECENT_MS = 2 * 60 * 60 * 1000

/** Where no address is known. */
export const nobodyHere = (language: Language, contact: string): string =>
  sentence('person_noted', language, contact) + FLOOR_SENTENCES[language].leave_address

export type Waiting = ReturnType<typeof createWaiting>

export function createWaiting({ database, team, now }: WaitingOptions) {
  /** The middle one of the recent waits, in minutes. */
  async function estimate({ tenantId, id }: Site): Promise<number | undefined> {
    const waits = await database.forTenant(tenantId).waits({ siteId: id, since: now() - RECENT_MS, limit: WAITS })
    if (waits.length < LEAST_WAITS) return undefined
    const middle = waits.toSorted((one, other) => one - other)[Math.floor(waits.length / 2)] ?? 0
    return Math.max(1, Math.round(middle / 60_000))
  }

  /** Somebody is at the desk, within the hours. */
  async function isSomebodyHere({ tenantId, policy: { hours } }: Site): Promise<boolean> {
    if (hours && !isOpen(hours, now())) return false
    return [...(await team.present(tenantId)).values()].some((state) => state !== 'away')
  }

  return {
    isSomebodyHere,

    async truth(site: Site, conversation: Conversation, language: Language): Promise<string> {
      const says = FLOOR_SENTENCES[language]
      const { hours, contact } = site.policy
      const tenant = database.forTenant(site.tenantId)
      if (await isSomebodyHere(site)) {
        const before = (await tenant.queue()).filter((id) => id !== conversation.id).length
        const minutes = await estimate(site)
        return says.person_coming(before) + (minutes === undefined ? '' : says.lately(minutes))
      }
      const opening = hours && !isOpen(hours, now()) ? nextOpening(hours, now()) : undefined
      const told =
        hours && opening !== undefined
          ? says.after_hours(sayOpening(hours.zone, opening, language)) + contactSentence(language, contact)
          : sentence('person_noted', language, contact)
      return told + ((await tenant.emailOf(conversation.visitorId)) === undefined ? says.leave_address : '')
    },

    /** Keeps an address that a customer who waits has written. Answers what is said of it, or nothing where none was. */
    async keepAddress(site: Site, { visitorId }: Conversation, { texts, language }: { texts: string[]; language: Language }) {
      const address = texts.map((text) => text.trim()).findLast((text) => ADDRESS.test(text))
      if (address === undefined) return undefined
      await database.forTenant(site.tenantId).keepEmail(visitorId, address)
      return FLOOR_SENTENCES[language].address_noted
    },
  }
}

/** A message that is an address and nothing else. */
const ADDRESS = /^(?=.{3,254}$)[^\s@<>()[\]",;:\\]+@[^\s@<>()[\]",;:\\]+\.[^\s@<>()[\]",;:\\.]{2,}$/u
