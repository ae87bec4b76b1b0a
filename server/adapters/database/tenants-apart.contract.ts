/** Contract: what is another tenant's is not there, by any method of the handle. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { TenantDatabase } from '../../ports/database.ts'
import { replyOf } from './canned-replies.contract.ts'
import {
  answerSaying,
  hitOf,
  messageIn,
  questionOf,
  ruleOf,
  siteNamed,
  wordListOf,
  world,
  type Present,
  type World,
} from './fixture.contract.ts'
import { opening, ticketIn } from './tickets.contract.ts'

const by = { kind: 'person', id: 'ada' } as const

const wordingOf = ({ id: conversationId, epoch }: { id: string; epoch: string }, of: { siteId: string; questionId: string }) => ({
  ...of,
  id: 'wording',
  conversationId,
  epoch,
  text: 'When does it come?',
  at: 2_500,
  most: 500,
})

/** Everything that one tenant can read of a world with these ids. */
async function readAll(
  tenant: TenantDatabase,
  { ids, cid, questionId }: { ids: World; cid: string; questionId: string },
): Promise<Record<string, unknown>> {
  const { site, visitor, tokenHash, conversation } = ids
  return {
    sites: await tenant.sites(),
    visitor: await tenant.visitorByToken({ siteId: site.id, tokenHash, usedSince: 0, at: 1_000 }),
    conversation: await tenant.conversation(conversation.id),
    newest: await tenant.newestConversation(visitor.id),
    byFloor: await tenant.conversationsByFloor('bot', 10),
    recalled: await tenant.recall(conversation.id, cid),
    log: await tenant.readLog(conversation.id, 0, 10),
    logBack: await tenant.readLogBack(conversation.id, 10, 10),
    questions: await tenant.questions(site.id),
    question: await tenant.question(questionId),
    version: await tenant.knowledgeVersion(site.id),
    suggestedWordings: await tenant.suggestedWordings(site.id),
    description: await tenant.visitorDescription(visitor.id),
    wordLists: await tenant.wordLists(site.id),
    wordList: await tenant.wordList('word-list'),
    wordRules: await tenant.wordRules('word-list'),
    siteWords: await tenant.siteWords(site.id),
    wordHits: await tenant.wordHits(conversation.id),
    ticket: await tenant.ticket(1),
    ticketOfConversation: await tenant.ticketOfConversation(conversation.id),
    tickets: await tenant.tickets({ limit: 10 }),
    ticketCounts: await tenant.ticketCounts(),
    ticketHistory: await tenant.ticketHistory(1),
    satisfaction: await tenant.satisfaction(conversation.id),
    cannedReplies: await tenant.cannedReplies(),
  }
}

export function tenantsApartContract(present: Present): void {
  describe('[T-APART] two tenants', () => {
    test('with the same ids, tokens, cids and texts live side by side', async () => {
      const ids = { site: 'site', visitor: 'visitor', conversation: 'conversation', token: 'token' }
      const [one, two] = [await world(present.database, ids), await world(present.database, ids)]
      const questionId = 'question'
      for (const [index, each] of [one, two].entries()) {
        expect(
          await each.tenant.accept(
            messageIn(each, { id: 'message', cid: 'cid', text: `of tenant ${index}`, hits: [hitOf({ category: `of tenant ${index}` })] }),
          ),
        ).toMatchObject({
          seq: 1,
        })
        await each.tenant.createQuestion(questionOf('site', { id: questionId, answer: `of tenant ${index}` }))
        await each.tenant.keepWording(wordingOf(each.conversation, { siteId: 'site', questionId }))
        await each.tenant.createWordList(wordListOf('site', { id: 'word-list', name: `of tenant ${index}` }))
        await each.tenant.putWordRules({ listId: 'word-list', rules: [ruleOf('word', { category: `of tenant ${index}` })], at: 1 })
        await each.tenant.describeVisitor('visitor', { name: `of tenant ${index}`, attributes: [] })
        await each.tenant.openTicket({ ticket: ticketIn(each, { conversation: 'conversation', subject: `of tenant ${index}` }), by })
        await each.tenant.createCannedReply(replyOf({ id: 'reply', text: `of tenant ${index}` }))
        await each.tenant.createApiKey({ id: 'api-key', name: 'n', scopes: [], secretHash: randomUUID(), createdAt: 1 })
      }
      const [seenByOne, seenByTwo] = [
        await readAll(one.tenant, { ids: one, cid: 'cid', questionId }),
        await readAll(two.tenant, { ids: two, cid: 'cid', questionId }),
      ]
      expect(JSON.stringify(seenByOne)).toContain('of tenant 0')
      expect(JSON.stringify(seenByOne)).not.toContain('of tenant 1')
      expect(JSON.stringify(seenByTwo)).toContain('of tenant 1')
      expect(JSON.stringify(seenByTwo)).not.toContain('of tenant 0')

      const claimed = await one.tenant.claimTurns('conversation')
      const { conversation, claim, turns } = claimed!
      const outcome = { conversationId: conversation.id, claim, fence: 0, turnIds: turns.map(({ id }) => id), at: 3_000 }
      const answer = answerSaying('only here')
      await one.tenant.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'answered', answer })
      await one.tenant.rateAnswer({ conversationId: conversation.id, visitorId: 'visitor', answerId: answer.id, rating: 'up' })
      await one.tenant.describeVisitor('visitor', { name: 'changed', attributes: [] })
      await one.tenant.updateQuestion(questionId, { answer: 'changed' })
      await one.tenant.updateSite('site', { name: 'changed' })
      await one.tenant.updateWordList({ listId: 'word-list', changes: { name: 'changed', updatedAt: 2 } })
      await one.tenant.putWordRules({ listId: 'word-list', rules: [ruleOf('word', { category: 'changed' }), ruleOf('more')], at: 2 })
      await one.tenant.removeWordRule({ listId: 'word-list', word: 'word', at: 3 })
      await one.tenant.deleteWordList('word-list')
      await one.tenant.changeFloor({ conversationId: 'conversation', fence: 0, floor: { state: 'closed', reason: 'r', since: 4_000 } })
      await one.tenant.rateConversation({ conversationId: 'conversation', visitorId: 'visitor', score: 1, at: 4_000 })
      await one.tenant.updateTicket({ number: 1, changes: { subject: 'changed' }, by, at: 4_000 })
      await one.tenant.addTicketNote({ number: 1, text: 'changed', by, at: 4_000 })
      await one.tenant.updateCannedReply('reply', { text: 'changed' })
      await one.tenant.deleteCannedReply('reply')
      await one.tenant.startConversation({ visitor: one.visitor, conversation: { id: 'next', epoch: 'e' }, at: 5_000 })
      await one.tenant.eraseConversation({ conversationId: 'conversation', visitorId: 'visitor', epoch: 'e', at: 6_000 })
      await one.tenant.dismissWording('wording')
      await one.tenant.putQuestions('site', [questionOf('site', { answer: 'changed' })])
      await one.tenant.deleteQuestion(questionId)
      expect(await readAll(two.tenant, { ids: two, cid: 'cid', questionId })).toEqual(seenByTwo)
      expect((await two.tenant.claimTurns('conversation'))?.turns).toMatchObject([{ text: 'of tenant 1', runs: 1 }])
    })

    test('read nothing of each other, by any method', async () => {
      const [mine, other] = [await world(present.database), await world(present.database)]
      const message = messageIn(mine, { hits: [hitOf()] })
      const question = questionOf(mine.site.id)
      await mine.tenant.accept(message)
      await mine.tenant.createQuestion(question)
      await mine.tenant.keepWording(wordingOf(mine.conversation, { siteId: mine.site.id, questionId: question.id }))
      await mine.tenant.createWordList(wordListOf(mine.site.id, { id: 'word-list' }))
      await mine.tenant.putWordRules({ listId: 'word-list', rules: [ruleOf('word')], at: 1 })
      await mine.tenant.openTicket({ ticket: ticketIn(mine, { conversation: mine.conversation.id }), by })
      await mine.tenant.createCannedReply(replyOf())
      expect(await readAll(other.tenant, { ids: mine, cid: message.cid, questionId: question.id })).toEqual({
        sites: [other.site],
        visitor: undefined,
        conversation: undefined,
        newest: undefined,
        byFloor: [other.conversation],
        recalled: undefined,
        log: [],
        logBack: [],
        questions: [],
        question: undefined,
        version: 0,
        suggestedWordings: [],
        description: undefined,
        wordLists: [],
        wordList: undefined,
        wordRules: [],
        siteWords: { version: 0, lists: [] },
        wordHits: [],
        ticket: undefined,
        ticketOfConversation: undefined,
        tickets: [],
        ticketCounts: { open: 0, pending: 0, solved: 0 },
        ticketHistory: [],
        satisfaction: undefined,
        cannedReplies: [],
      })
    })

    test('change nothing of each other, by any method', async () => {
      const [mine, other] = [await world(present.database), await world(present.database)]
      const { conversation, visitor, site } = mine
      const message = messageIn(mine)
      const question = questionOf(site.id)
      await mine.tenant.accept(message)
      await mine.tenant.createQuestion(question)
      const wording = wordingOf(conversation, { siteId: site.id, questionId: question.id })
      await mine.tenant.keepWording(wording)
      await mine.tenant.describeVisitor(visitor.id, { name: 'Ada', attributes: [] })
      const list = wordListOf(site.id, { id: 'word-list' })
      await mine.tenant.createWordList(list)
      await mine.tenant.putWordRules({ listId: list.id, rules: [ruleOf('word')], at: 1 })
      const notice = answerSaying('Somebody will come.')
      const waiting = { state: 'waiting', reason: 'r', since: 3_000 } as const
      await mine.tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: waiting, notice, ticket: opening() })
      await mine.tenant.createCannedReply(replyOf({ id: 'reply' }))
      const claimed = (await mine.tenant.claimTurns(conversation.id))!
      const before = await readAll(mine.tenant, { ids: mine, cid: message.cid, questionId: question.id })

      const foreign = other.tenant
      const floor = { state: 'closed', reason: 'r', since: 9_000 } as const
      const outcome = { conversationId: conversation.id, claim: claimed.claim, fence: 1, turnIds: [message.id], at: 9_000, floor }
      expect(await foreign.updateSite(site.id, { name: 'taken over' })).toBeUndefined()
      expect(await foreign.accept(messageIn(mine))).toBeUndefined()
      expect(await foreign.accept(message)).toBeUndefined()
      expect(await foreign.claimTurns(conversation.id)).toBeUndefined()
      expect(await foreign.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'answered' })).toBeUndefined()
      expect(await foreign.changeFloor({ conversationId: conversation.id, fence: 1, floor })).toBeUndefined()
      const erasure = { conversationId: conversation.id, visitorId: visitor.id, epoch: 'e', at: 9_000 }
      expect(await foreign.eraseConversation(erasure)).toBeUndefined()
      const rated = { conversationId: conversation.id, visitorId: visitor.id, answerId: notice.id, rating: 'up' } as const
      expect(await foreign.rateAnswer(rated)).toBeUndefined()
      expect(await foreign.updateWordList({ listId: list.id, changes: { name: 'taken over', updatedAt: 9 } })).toBeUndefined()
      expect(await foreign.putWordRules({ listId: list.id, rules: [ruleOf('smuggled')], at: 9 })).toBeUndefined()
      expect(await foreign.removeWordRule({ listId: list.id, word: 'word', at: 9 })).toBe(false)
      expect(await foreign.deleteWordList(list.id)).toBe(false)
      await expect(foreign.createWordList(wordListOf(site.id))).rejects.toThrow('no such site')
      expect(await foreign.openTicket({ ticket: ticketIn(mine), by })).toBeUndefined()
      expect(await foreign.openTicket({ ticket: ticketIn(other, { conversation: conversation.id }), by })).toBeUndefined()
      expect(await foreign.updateTicket({ number: 1, changes: { subject: 'taken over' }, by, at: 9 })).toBeUndefined()
      expect(await foreign.addTicketNote({ number: 1, text: 'smuggled', by, at: 9 })).toBeUndefined()
      const review = { conversationId: conversation.id, visitorId: visitor.id, score: 1, at: 9 }
      expect(await foreign.rateConversation(review)).toBeUndefined()
      expect(await foreign.updateCannedReply('reply', { text: 'taken over' })).toBeUndefined()
      expect(await foreign.deleteCannedReply('reply')).toBe(false)
      await expect(foreign.createCannedReply(replyOf({ siteId: site.id }))).rejects.toThrow('no such site')
      await foreign.describeVisitor(visitor.id, { name: 'taken over', attributes: [] })
      await foreign.visitPage(visitor.id, { address: 'https://elsewhere.example/', title: 'taken over' })
      expect(await foreign.updateQuestion(question.id, { answer: 'taken over' })).toBeUndefined()
      expect(await foreign.deleteQuestion(question.id)).toBe(false)
      expect(await foreign.acceptWording({ wordingId: wording.id, at: 9, most: 50 })).toBeUndefined()
      expect(await foreign.dismissWording(wording.id)).toBe(false)
      await foreign.keepWording({ ...wording, text: 'smuggled' })
      await expect(foreign.putQuestions(site.id, [questionOf(site.id, { text: 'smuggled' })])).rejects.toThrow('no such site')
      await expect(foreign.createQuestion(questionOf(site.id, { text: 'smuggled' }))).rejects.toThrow('no such site')
      await expect(foreign.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'e' }, at: 9_000 })).rejects.toThrow()
      const arrival = {
        visitor: { id: randomUUID(), siteId: site.id },
        tokenHash: 'h',
        conversation: { id: randomUUID(), epoch: 'e' },
        at: 1,
      }
      await expect(foreign.createVisitor(arrival)).rejects.toThrow()

      expect(await readAll(mine.tenant, { ids: mine, cid: message.cid, questionId: question.id })).toEqual(before)
      expect(await mine.tenant.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'answered' })).toHaveLength(1)
    })

    test('a tenant that was never made owns nothing and can be given nothing', async () => {
      const nobody = present.database.forTenant(randomUUID())
      expect(await nobody.sites()).toEqual([])
      await expect(nobody.createSite(siteNamed('site'))).rejects.toThrow()
    })
  })
}
