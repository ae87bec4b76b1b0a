/** Colleagues and who of them is here, and one's own presence, which this browser remembers over the night. */

import { PRESENCE_STATES, type PresenceState, type TeamMember } from '../../shared/desk.ts'
import type { ToDesk } from '../../shared/desk-protocol.ts'
import type { Api } from './api.ts'
import type { DeskStorage } from './storage.ts'
import { createValue, type Readable } from './value.ts'

export type Team = {
  members: Readable<readonly TeamMember[]>
  presence: Readable<PresenceState>
  load(): Promise<void>
  heard(change: ToDesk['presence-changed']): void
  setPresence(state: PresenceState): Promise<void>
  /** The server forgets it with the last connection. */
  sayAgain(): void
}

export function createTeam({ api, storage, me }: { api: Api; storage: DeskStorage; me: string }): Team {
  const members = createValue<readonly TeamMember[]>([])
  const stored = storage.get('presence')
  const presence = createValue<PresenceState>(PRESENCE_STATES.find((state) => state === stored) ?? 'online')

  async function setPresence(state: PresenceState): Promise<void> {
    presence.set(state)
    storage.set('presence', state)
    await api.send('PUT', 'presence', { state })
  }

  return {
    members,
    presence,
    async load() {
      const { team } = await api.get<{ team: TeamMember[] }>('team')
      members.set(team)
    },
    heard({ person, state }) {
      members.set(members.get().map((member) => (member.id === person ? { ...member, presence: state } : member)))
      // Said in another tab of one's own.
      if (person === me && state !== 'offline') presence.set(state)
    },
    setPresence,
    sayAgain: () => void setPresence(presence.get()).catch(() => {}),
  }
}
