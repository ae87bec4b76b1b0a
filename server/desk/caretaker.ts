/**
 * Looks after the queue: offers customers to those who are free to take them, and takes customers back from agents whose desk has been away too long.
 * Every process does it, for what it sees; the fence lets one of them do each thing once. An absence counts from when this process first saw it, so
 * neither a restart nor a Store that forgot everything makes everybody vanish at once. Who has been removed, or may not answer any more, is not waited for.
 */

import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { changedHint } from './desk.ts'
import type { Floors } from './floor.ts'
import { deskRules } from './rules.ts'
import type { Team } from './team.ts'

export type CaretakerOptions = {
  database: Database
  store: Store
  floor: Pick<Floors, 'change'>
  team: Pick<Team, 'present' | 'available'>
  siteById: (tenantId: string, siteId: string) => Promise<Site | undefined>
  now: () => number
}

/** Customers of one tenant who are offered in one round. */
const OFFERS = 50

export function createCaretaker({ database, store, floor, team, siteById, now }: CaretakerOptions) {
  /** By tenant and person. */
  const absentSince = new Map<string, number>()

  async function giveUp(tenantId: string, conversationId: string): Promise<void> {
    const tenant = database.forTenant(tenantId)
    const conversation = await tenant.conversation(conversationId)
    if (!conversation) return
    if (conversation.floor.state === 'waiting') {
      if (await tenant.assign({ conversationId, fence: conversation.fence, person: undefined }))
        await store.forTenant(tenantId).publish(changedHint(conversationId))
      return
    }
    const site = await siteById(tenantId, conversation.siteId)
    if (site) await floor.change(site, conversation, { name: 'agent_gone' })
  }

  async function takeBack(): Promise<void> {
    const holders = await database.floorHolders()
    const keys = new Set(holders.map(({ tenantId, personId }) => `${tenantId} ${personId}`))
    for (const key of absentSince.keys()) if (!keys.has(key)) absentSince.delete(key)
    for (const { tenantId, personId, mayAnswer } of holders) {
      const key = `${tenantId} ${personId}`
      if ((await team.present(tenantId)).has(personId)) {
        absentSince.delete(key)
        continue
      }
      const since = absentSince.get(key) ?? now()
      absentSince.set(key, since)
      const tenant = database.forTenant(tenantId)
      const { goneAfterSeconds } = deskRules((await tenant.settings()).desk)
      if (mayAnswer && now() - since < goneAfterSeconds * 1000) continue
      for (const { id } of await tenant.conversationsOf(personId)) await giveUp(tenantId, id)
      absentSince.delete(key)
    }
  }

  async function offer(tenantId: string): Promise<void> {
    const tenant = database.forTenant(tenantId)
    const { assignment } = deskRules((await tenant.settings()).desk)
    if (assignment === 'by_hand') return
    // In turn means: the one who got one longest ago first, which is how they come.
    const people = await team.available(tenantId)
    for (const id of (await tenant.queue()).slice(0, OFFERS)) {
      const conversation = await tenant.conversation(id)
      if (!conversation || conversation.person || conversation.floor.state !== 'waiting') continue
      const least = Math.min(...people.map(({ conversations }) => conversations))
      const place = assignment === 'least_busy' ? people.findIndex(({ conversations }) => conversations === least) : 0
      const [chosen] = place < 0 ? [] : people.splice(place, 1)
      if (!chosen) return
      const { id: personId, name } = chosen
      if (!(await tenant.assign({ conversationId: id, fence: conversation.fence, person: { id: personId, name } }))) {
        people.unshift(chosen)
        continue
      }
      people.push({ ...chosen, conversations: chosen.conversations + 1 })
      await store.forTenant(tenantId).publish(changedHint(id))
    }
  }

  return {
    /** `tenants`: somebody of whom may be there. */
    async round(tenants: readonly string[]): Promise<void> {
      await takeBack()
      for (const tenantId of tenants) await offer(tenantId)
    },
  }
}
