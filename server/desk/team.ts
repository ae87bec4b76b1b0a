/**
 * Who is at the desk, and who looks at what. It is kept in the Store for a little longer than a heartbeat of the desk's connection, so that a process
 * that dies leaves nobody behind; nothing is decided by it but to whom a customer is offered, and what customers are told about waiting.
 */

import { PRESENCE_STATES, type PersonName, type Presence, type PresenceState, type TeamMember } from '../../shared/desk.ts'
import { isAtLeast } from '../../shared/people.ts'
import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'

/** A connection says every so often that it is there, and counts for three times as long. */
export const HEARTBEAT_MS = 10_000
const PRESENT_MS = 3 * HEARTBEAT_MS

const TEAM = 'team'
const roomOf = (conversationId: string): string => `conversation:${conversationId}`
const stateFrom = (word: string): PresenceState => PRESENCE_STATES.find((state) => state === word) ?? 'away'

export type Team = ReturnType<typeof createTeam>

export function createTeam({ database, store }: { database: Database; store: Store }) {
  const tell = (tenantId: string, presence: Presence): Promise<void> =>
    store.forTenant(tenantId).publish({ topic: 'desk', entries: [], desk: { 'presence-changed': presence } })

  async function present(tenantId: string): Promise<Map<string, PresenceState>> {
    const here = await store.forTenant(tenantId).presences(TEAM)
    return new Map(here.map(({ member, state }) => [member, stateFrom(state)]))
  }

  async function keep(tenantId: string, personId: string, state: PresenceState): Promise<void> {
    await store.forTenant(tenantId).keepPresence({ room: TEAM, member: personId, state, ttlMs: PRESENT_MS })
  }

  async function viewers(tenantId: string, conversationId: string): Promise<PersonName[]> {
    const here = await store.forTenant(tenantId).presences(roomOf(conversationId))
    return here.map(({ member: id, state: name }) => ({ id, name })).toSorted((one, other) => (one.id < other.id ? -1 : 1))
  }

  async function tellViewers(tenantId: string, conversation: string): Promise<void> {
    const people = await viewers(tenantId, conversation)
    const desk = { 'viewers-changed': { conversation, people } }
    await store.forTenant(tenantId).publish({ topic: 'desk', entries: [], desk })
  }

  return {
    present,

    async members(tenantId: string): Promise<TeamMember[]> {
      const tenant = database.forTenant(tenantId)
      const [people, here, load] = await Promise.all([tenant.people(), present(tenantId), tenant.floorLoad()])
      return people.map(({ id, name, role }) => ({
        id,
        name,
        role,
        presence: here.get(id) ?? 'offline',
        conversations: load[id]?.conversations ?? 0,
      }))
    },

    async setPresence(tenantId: string, personId: string, state: PresenceState): Promise<void> {
      await keep(tenantId, personId, state)
      await tell(tenantId, { person: personId, state })
    },

    /** A connection of this person's desk is there, or still there: as what was chosen last, else as online. */
    async beat(tenantId: string, personId: string): Promise<void> {
      const known = (await present(tenantId)).get(personId)
      await keep(tenantId, personId, known ?? 'online')
      if (!known) await tell(tenantId, { person: personId, state: 'online' })
    },

    /** The last connection of this person here is gone. One to another process says within a heartbeat that it is there. */
    async leave(tenantId: string, personId: string): Promise<void> {
      await store.forTenant(tenantId).leavePresence({ room: TEAM, member: personId })
      await tell(tenantId, { person: personId, state: 'offline' })
    },

    /** This person begins to look, or still does. All who look, this one among them. */
    async look(tenantId: string, conversationId: string, person: PersonName): Promise<PersonName[]> {
      const before = await viewers(tenantId, conversationId)
      await store
        .forTenant(tenantId)
        .keepPresence({ room: roomOf(conversationId), member: person.id, state: person.name, ttlMs: PRESENT_MS })
      if (before.some(({ id }) => id === person.id)) return before
      await tellViewers(tenantId, conversationId)
      return viewers(tenantId, conversationId)
    },

    async lookAway(tenantId: string, conversationId: string, person: PersonName): Promise<void> {
      await store.forTenant(tenantId).leavePresence({ room: roomOf(conversationId), member: person.id })
      await tellViewers(tenantId, conversationId)
    },

    /** Those who may be given a customer now, with how many they have, the one who had one longest ago first. */
    async available(tenantId: string): Promise<(PersonName & { conversations: number })[]> {
      const tenant = database.forTenant(tenantId)
      const [people, here, load] = await Promise.all([tenant.people(), present(tenantId), tenant.floorLoad()])
      return people
        .filter(({ id, role }) => here.get(id) === 'online' && isAtLeast(role, 'agent'))
        .map(({ id, name }) => ({ id, name, conversations: load[id]?.conversations ?? 0, lastAt: load[id]?.lastAt ?? 0 }))
        .toSorted((one, other) => one.lastAt - other.lastAt || (one.id < other.id ? -1 : 1))
        .map(({ id, name, conversations }) => ({ id, name, conversations }))
    },
  }
}
