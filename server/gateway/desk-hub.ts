/**
 * What all desks of a tenant hear: that a row of the inbox has changed, and who does what. One listener a tenant, however many desks; rows are read
 * once for all of them, and what changes quickly is read once for many changes.
 */

import type { Database } from '../ports/database.ts'
import type { Hint, Store } from '../ports/store.ts'
import type { Logger } from '../log.ts'
import type { DeskSocket } from './desk-socket.ts'

/** Of changes that come together. */
const GATHER_MS = 40

type Room = { sockets: Set<DeskSocket>; changed: Set<string>; timer: NodeJS.Timeout | undefined; leave: () => void }

export function createDeskHub({ database, store, log }: { database: Database; store: Store; log: Logger }) {
  const rooms = new Map<string, Room>()

  async function tellChanged(tenantId: string, room: Room): Promise<void> {
    room.timer = undefined
    const changed = [...room.changed]
    room.changed.clear()
    const tenant = database.forTenant(tenantId)
    for (const id of changed) {
      const summary = await tenant.summary(id)
      for (const socket of room.sockets) {
        if (summary) socket.emit('conversation-changed', { summary })
        else socket.emit('conversation-gone', { conversation: id })
      }
    }
  }

  function change(tenantId: string, room: Room, conversation: string): void {
    room.changed.add(conversation)
    room.timer ??= setTimeout(() => {
      tellChanged(tenantId, room).catch((error: unknown) => {
        log.error({ err: error }, 'a changed conversation could not be read')
        miss(room)
      })
    }, GATHER_MS)
  }

  /** Something may have been missed: whoever hears this again reads anew. */
  function miss({ sockets }: Room): void {
    for (const socket of sockets) socket.emit('desk-ready', { person: socket.data.person })
  }

  function hear(tenantId: string, room: Room, { topic, entries, desk }: Hint): void {
    if (topic === '*') return miss(room)
    if (entries.length > 0) change(tenantId, room, topic)
    if (!desk) return
    const { 'conversation-changed': changed, 'presence-changed': presence, 'ticket-changed': ticket, ...ofWatched } = desk
    // That a customer is writing, every inbox shows.
    const isOfCustomer = ofWatched['typing-changed'] !== undefined && !ofWatched['typing-changed'].person
    if (changed) change(tenantId, room, changed.conversation)
    if (ticket?.conversation !== undefined) change(tenantId, room, ticket.conversation)
    for (const socket of room.sockets) {
      if (presence) socket.emit('presence-changed', presence)
      if (ticket) socket.emit('ticket-changed', ticket)
      for (const [event, message] of Object.entries(ofWatched)) {
        if (message && (isOfCustomer || socket.data.watched.has(message.conversation)))
          socket.emit(event as keyof typeof ofWatched, message as never)
      }
    }
  }

  return {
    join(socket: DeskSocket): () => void {
      const { tenantId } = socket.data
      let room = rooms.get(tenantId)
      if (!room) {
        const made: Room = { sockets: new Set(), changed: new Set(), timer: undefined, leave: () => undefined }
        made.leave = store.forTenant(tenantId).subscribe('*', (hint) => hear(tenantId, made, hint))
        rooms.set(tenantId, made)
        room = made
      }
      const { sockets, leave } = room
      const joined = room
      sockets.add(socket)
      return () => {
        sockets.delete(socket)
        if (sockets.size > 0) return
        clearTimeout(joined.timer)
        leave()
        rooms.delete(tenantId)
      }
    },
    close(): void {
      for (const { timer, leave } of rooms.values()) {
        clearTimeout(timer)
        leave()
      }
      rooms.clear()
    },
  }
}
