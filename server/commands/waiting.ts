/** `kefu waiting`: who waits for a person, longest first, with what they wrote last. Until agents have a desk, this is their list. */

import { print, withDatabase, type Command } from './command.ts'

/** Conversations, and entries of each. */
const MOST = 200
const NEWEST = 20

export const waitingCommand: Command = {
  usage: 'waiting',
  summary: 'list the conversations that wait for a person',
  run: (_given, config) =>
    withDatabase(config, async (database) => {
      let waiting = 0
      for (const { id } of await database.tenants()) {
        const tenant = database.forTenant(id)
        for (const conversation of await tenant.conversationsByFloor('waiting', MOST)) {
          waiting += 1
          const entries = await tenant.readLogBack(conversation.id, conversation.top, NEWEST)
          print(`${conversation.id}, since ${new Date(conversation.floor.since).toISOString()}`)
          for (const entry of entries) {
            if (entry.kind === 'message' && entry.message.author.kind === 'visitor')
              print(`    ${entry.message.text.replaceAll('\n', '\n    ')}`)
          }
        }
      }
      print(
        waiting === 0 ? 'Nobody is waiting.' : `${waiting} waiting (at most ${MOST} of a tenant, the newest ${NEWEST} entries of each).`,
      )
    }),
}
