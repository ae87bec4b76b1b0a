/** What every Database does, whatever it is made of. An adapter's test calls this with a way to open one that is empty. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cannedRepliesContract } from './database/canned-replies.contract.ts'
import { deliveryContract } from './database/delivery.contract.ts'
import { deskContract } from './database/desk.contract.ts'
import { documentsContract } from './database/documents.contract.ts'
import { erasureContract } from './database/erasure.contract.ts'
import {
  answerSaying,
  messageIn,
  questionOf,
  ruleOf,
  wordListOf,
  world,
  type OpenDatabase,
  type Present,
} from './database/fixture.contract.ts'
import { mailsContract } from './database/mails.contract.ts'
import { peopleContract } from './database/people.contract.ts'
import { questionsContract } from './database/questions.contract.ts'
import { ratingsContract } from './database/ratings.contract.ts'
import { sitesContract } from './database/sites.contract.ts'
import { suggestedWordingsContract } from './database/suggested-wordings.contract.ts'
import { tenantsApartContract } from './database/tenants-apart.contract.ts'
import { ticketsContract } from './database/tickets.contract.ts'
import { turnsContract } from './database/turns.contract.ts'
import { usageContract } from './database/usage.contract.ts'
import { visitorsContract } from './database/visitors.contract.ts'
import { wordsContract } from './database/words.contract.ts'
import type { Database } from '../ports/database.ts'

/** One database for the whole suite: every test makes tenants of its own, and so lives beside the others. */
export function databaseContract(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`${name} as a Database`, () => {
    let opened: OpenDatabase
    let database: Database
    const present: Present = {
      get database() {
        return database
      },
      reopen: async () => {
        database = await opened.reopen()
      },
    }
    beforeAll(async () => {
      opened = await open()
      database = opened.database
    })
    afterAll(() => opened.close())

    test('brings itself up to date once, and safely again', async () => {
      const applied = await database.migrate()
      expect(applied[0]).toBe('001-first-conversation')
      expect(applied).toEqual(applied.toSorted())
      expect(await database.migrate()).toEqual([])
    })

    test('says that a write would succeed', async () => {
      await expect(database.check()).resolves.toBeUndefined()
    })

    sitesContract(present)
    deliveryContract(present)
    turnsContract(present)
    deskContract(present)
    erasureContract(present)
    ratingsContract(present)
    questionsContract(present)
    suggestedWordingsContract(present)
    documentsContract(present)
    wordsContract(present)
    usageContract(present)
    ticketsContract(present)
    mailsContract(present)
    cannedRepliesContract(present)
    peopleContract(present)
    visitorsContract(present)
    tenantsApartContract(present)

    test('[D-DURABLE] everything is there after closing and opening again, and goes on from there', async () => {
      const origin = await world(database)
      const { tenantId, site, conversation, tokenHash, visitor } = origin
      const message = messageIn(origin)
      const accepted = await origin.tenant.accept(message)
      const claimed = (await origin.tenant.claimTurns(conversation.id))!
      await origin.tenant.accept(messageIn(origin, { text: 'left open' }))
      const outcome = { conversationId: conversation.id, claim: claimed.claim, fence: 0, turnIds: [message.id], at: 3_000 }
      const answer = answerSaying('Kept.')
      await origin.tenant.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'answered', answer })
      const question = questionOf(site.id)
      await origin.tenant.createQuestion(question)
      const list = wordListOf(site.id)
      await origin.tenant.createWordList(list)
      await origin.tenant.putWordRules({ listId: list.id, rules: [ruleOf('ass')], at: 6_000 })
      const log = await origin.tenant.readLog(conversation.id, 0, 10)
      expect(log).toHaveLength(3)

      await present.reopen()
      const tenant = database.forTenant(tenantId)
      expect(await database.migrate()).toEqual([])
      expect(await tenant.readLog(conversation.id, 0, 10)).toEqual(log)
      expect(await tenant.accept({ ...message, id: 'another' })).toEqual(accepted)
      expect(await tenant.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'late', answer })).toBeUndefined()
      expect((await tenant.claimTurns(conversation.id))?.turns).toMatchObject([{ seq: 2, text: 'left open', runs: 1 }])
      expect(await tenant.questions(site.id)).toEqual([question])
      const known = await tenant.visitorByToken({ siteId: site.id, tokenHash, usedSince: 0, at: 2_000 })
      expect(known).toMatchObject({ visitor, conversation: { id: conversation.id, top: 3 } })
      expect(await database.siteByKey(site.key)).toEqual({ ...site, wordsVersion: 2 })
      expect(await tenant.siteWords(site.id)).toEqual({
        version: 2,
        lists: [{ ...list, ruleCount: 1, rules: [{ ...ruleOf('ass'), list: list.id, place: 1 }] }],
      })
    })
  })
}
