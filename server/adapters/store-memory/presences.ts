/** Who is where, in one process. Each stays for a while after having been seen last. */

import type { Present } from '../../ports/store.ts'

export function createPresences(now: () => number) {
  const rooms = new Map<string, Map<string, { state: string; until: number }>>()

  return {
    keep(room: string, { member, state, ttlMs }: Present & { ttlMs: number }): void {
      const members = rooms.get(room) ?? new Map<string, { state: string; until: number }>()
      rooms.set(room, members.set(member, { state, until: now() + ttlMs }))
    },
    leave(room: string, member: string): void {
      const members = rooms.get(room)
      members?.delete(member)
      if (members?.size === 0) rooms.delete(room)
    },
    in(room: string): Present[] {
      const members = rooms.get(room) ?? new Map<string, { state: string; until: number }>()
      for (const [member, { until }] of members) if (until <= now()) members.delete(member)
      if (members.size === 0) rooms.delete(room)
      return Array.from(members, ([member, { state }]) => ({ member, state }))
    },
    clear: () => rooms.clear(),
  }
}
