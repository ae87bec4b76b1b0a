/** Contract: lists of sensitive words, their rules, and what was found. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Duplicate, type TenantDatabase } from '../../ports/database.ts'
import { answerSaying, hitOf, messageIn, ruleOf, siteNamed, wordListOf, world, type Present } from './fixture.contract.ts'

const versionOf = async (tenant: TenantDatabase, siteId: string): Promise<number> =>
  (await tenant.sites()).find(({ id }) => id === siteId)?.wordsVersion ?? -1

async function withList(present: Present) {
  const origin = await world(present.database)
  const list = wordListOf(origin.site.id)
  await origin.tenant.createWordList(list)
  const put = (words: string[], options: { replace?: boolean; category?: string } = {}) =>
    origin.tenant.putWordRules({
      listId: list.id,
      rules: words.map((word) => ruleOf(word, { category: options.category ?? 'insult' })),
      replace: options.replace ?? false,
      at: 7_000,
    })
  const words = async () => (await origin.tenant.wordRules(list.id)).map(({ place, word, category }) => [place, word, category])
  return { ...origin, list, put, words }
}

export function wordsContract(present: Present): void {
  describe('word lists', () => {
    test('are made, read, and listed in the order in which they were made', async () => {
      const { tenant, site } = await world(present.database)
      const made = ['c', 'a', 'b'].map((name) => wordListOf(site.id, { name, enabled: name === 'a' }))
      for (const list of made) await tenant.createWordList(list)
      expect(await tenant.wordLists(site.id)).toEqual(made.map((list) => ({ ...list, ruleCount: 0 })))
      expect(await tenant.wordList(made[1]!.id)).toEqual({ ...made[1], ruleCount: 0 })
      expect(await tenant.wordList('unknown')).toBeUndefined()
      expect(await tenant.wordLists('unknown')).toEqual([])
      await expect(tenant.createWordList(wordListOf('unknown'))).rejects.toThrow('no such site')
    })

    test('have one name once at each site', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      await tenant.createWordList(wordListOf(site.id))
      const other = wordListOf(site.id, { name: 'Other' })
      await tenant.createWordList(other)
      const version = await versionOf(tenant, site.id)
      await expect(tenant.createWordList(wordListOf(site.id))).rejects.toBeInstanceOf(Duplicate)
      const taken = tenant.updateWordList({ listId: other.id, changes: { name: 'Insults', updatedAt: 1 } })
      await expect(taken).rejects.toBeInstanceOf(Duplicate)
      expect(await versionOf(tenant, site.id)).toBe(version)
      await tenant.createWordList(wordListOf('second'))
    })

    test('are no more than a site may have, also where several are made at once', async () => {
      const { tenant, site } = await world(present.database)
      const names = Array.from({ length: 5 }, (_, index) => `list ${index}`)
      const made = await Promise.all(names.map((name) => tenant.createWordList(wordListOf(site.id, { name }), 3)))
      expect(made.toSorted()).toEqual(['full', 'full', 'made', 'made', 'made'])
      expect(await tenant.wordLists(site.id)).toHaveLength(3)
      expect(await versionOf(tenant, site.id)).toBe(3)
      expect(await tenant.createWordList(wordListOf(site.id, { name: 'more' }), 4)).toBe('made')
    })

    test('change in the fields that are given, and are deleted once, rules and all', async () => {
      const { tenant, list, put } = await withList(present)
      await put(['one', 'two'])
      const changes = {
        name: 'N',
        enabled: false,
        directions: ['agent'],
        foldings: [],
        wholeWords: false,
        exceptions: [],
        updatedAt: 9,
      } as const
      expect(await tenant.updateWordList({ listId: list.id, changes: { ...changes, exceptions: [] } })).toEqual({
        ...list,
        ...changes,
        ruleCount: 2,
      })
      expect(await tenant.wordList(list.id)).toEqual({ ...list, ...changes, ruleCount: 2 })
      expect(await tenant.updateWordList({ listId: 'unknown', changes: { updatedAt: 1 } })).toBeUndefined()
      expect(await tenant.deleteWordList(list.id)).toBe(true)
      expect(await tenant.deleteWordList(list.id)).toBe(false)
      expect(await tenant.wordRules(list.id)).toEqual([])
      await tenant.createWordList(list)
      expect(await tenant.wordRules(list.id)).toEqual([])
    })

    test('take rules in order; a word that is there keeps its place and takes what is new', async () => {
      const { tenant, list, put, words } = await withList(present)
      expect(await put(['b', 'a', '词'])).toEqual({ added: 3, changed: 0, ruleCount: 3 })
      expect(await put(['a', 'd'], { category: 'other' })).toEqual({ added: 1, changed: 1, ruleCount: 4 })
      expect((await words()).map(([, word, category]) => [word, category])).toEqual([
        ['b', 'insult'],
        ['a', 'other'],
        ['词', 'insult'],
        ['d', 'other'],
      ])
      expect(await tenant.wordList(list.id)).toMatchObject({ ruleCount: 4, updatedAt: 7_000 })
      expect(await tenant.putWordRules({ listId: 'unknown', rules: [ruleOf('a')], at: 1 })).toBeUndefined()
    })

    test('lose one rule and keep the others; no number is given twice', async () => {
      const { tenant, list, put, words } = await withList(present)
      await put(['a', 'b', 'c'])
      const before = await words()
      expect(await tenant.removeWordRule({ listId: list.id, word: 'b', at: 8_000 })).toBe(true)
      expect(await tenant.removeWordRule({ listId: list.id, word: 'b', at: 8_000 })).toBe(false)
      expect(await tenant.removeWordRule({ listId: 'unknown', word: 'a', at: 8_000 })).toBe(false)
      expect(await words()).toEqual(before.filter(([, word]) => word !== 'b'))
      expect(await tenant.wordList(list.id)).toMatchObject({ ruleCount: 2, updatedAt: 8_000 })
      await put(['b'])
      const places = [...before, ...(await words())].filter(([, word]) => word === 'b').map(([place]) => place)
      expect(new Set(places).size).toBe(2)
    })

    test('are replaced as a whole', async () => {
      const { tenant, list, put, words } = await withList(present)
      await put(['a', 'b', 'c'])
      expect(await put(['x', 'a', 'x'], { replace: true })).toEqual({ added: 2, changed: 0, ruleCount: 2 })
      expect((await words()).map(([, word]) => word)).toEqual(['x', 'a'])
      expect(await put([], { replace: true })).toEqual({ added: 0, changed: 0, ruleCount: 0 })
      expect(await tenant.wordList(list.id)).toMatchObject({ ruleCount: 0 })
      expect(await words()).toEqual([])
    })

    test('are as many as a list may have: what is there can be changed still, by how many at once however', async () => {
      const { tenant, list, put, words } = await withList(present)
      await put(['a', 'b', 'c'])
      const before = await words()
      const putMost = (all: string[], replace = false) =>
        tenant.putWordRules({ listId: list.id, rules: all.map((word) => ruleOf(word)), replace, most: 4, at: 8_000 })
      expect(await putMost(['b', 'd', 'e'])).toBe('full')
      expect(await putMost(['a', 'b', 'c', 'd', 'e'], true)).toBe('full')
      expect(await words()).toEqual(before)
      expect(await Promise.all([putMost(['d']), putMost(['e']), putMost(['a', 'c'])])).toEqual([
        { added: 1, changed: 0, ruleCount: 4 },
        'full',
        { added: 0, changed: 2, ruleCount: 4 },
      ])
      expect((await words()).map(([, word]) => word)).toEqual(['a', 'b', 'c', 'd'])
    })

    test('make their site’s version grow with every change, and no other site’s', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      const list = wordListOf(site.id)
      const versions = [await versionOf(tenant, site.id)]
      const after = async (change: Promise<unknown>) => {
        await change
        versions.push(await versionOf(tenant, site.id))
      }
      await after(tenant.createWordList(list))
      await after(tenant.putWordRules({ listId: list.id, rules: [ruleOf('a')], at: 1 }))
      await after(tenant.putWordRules({ listId: list.id, rules: [ruleOf('a', { action: 'refuse' })], at: 1 }))
      await after(tenant.removeWordRule({ listId: list.id, word: 'a', at: 1 }))
      await after(tenant.updateWordList({ listId: list.id, changes: { enabled: false, updatedAt: 1 } }))
      await after(tenant.deleteWordList(list.id))
      expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other))
      await tenant.deleteWordList(list.id)
      await tenant.removeWordRule({ listId: list.id, word: 'a', at: 1 })
      expect(await versionOf(tenant, site.id)).toBe(versions.at(-1))
      expect(await versionOf(tenant, 'second')).toBe(0)
      expect((await present.database.siteByKey(site.key))?.wordsVersion).toBe(versions.at(-1))
    })

    test('that are switched on are read whole, with the version that they make', async () => {
      const { tenant, site, list, put } = await withList(present)
      await put(['a', 'b'])
      const [off, empty] = [wordListOf(site.id, { name: 'Off', enabled: false }), wordListOf(site.id, { name: 'Empty' })]
      await tenant.createWordList(off)
      await tenant.createWordList(empty)
      const { version, lists } = await tenant.siteWords(site.id)
      expect(version).toBe(await versionOf(tenant, site.id))
      expect(lists).toEqual([
        { ...list, updatedAt: 7_000, ruleCount: 2, rules: await tenant.wordRules(list.id) },
        { ...empty, ruleCount: 0, rules: [] },
      ])
      expect(await tenant.siteWords('unknown')).toEqual({ version: 0, lists: [] })
    })

    test('of 100,000 words are written at once and read in order; nobody sees half of one', async () => {
      const { tenant, site, list, put } = await withList(present)
      const many = Array.from({ length: 100_000 }, (_, index) => `word-${index}-词`)
      const seen = new Set<number>()
      const watch = (async () => {
        while (!seen.has(100_000)) seen.add((await tenant.siteWords(site.id)).lists[0]!.rules.length)
      })()
      expect(await put(many)).toEqual({ added: 100_000, changed: 0, ruleCount: 100_000 })
      await watch
      expect([...seen].toSorted((one, other) => one - other)).toEqual([0, 100_000])
      const rules = await tenant.wordRules(list.id)
      expect(rules.every(({ word, place }, index) => word === many[index] && place === index + 1)).toBe(true)
    })
  })

  describe('what was found', () => {
    test('[W-AUDIT] in a message is kept with it: rule and place', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      const hits = [hitOf({ start: 0, end: 2 }), hitOf({ rule: 9, action: 'mask' })]
      const message = messageIn(origin, { hits, at: 2_500 })
      await tenant.accept(message)
      await tenant.accept(message)
      expect(await tenant.wordHits(conversation.id)).toEqual(hits.map((hit) => ({ ...hit, messageId: message.id, at: 2_500 })))
      expect((await tenant.claimTurns(conversation.id))?.turns).toMatchObject([{ asksForPerson: false }])
    })

    test('asks for a person, and the claim says so', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      await tenant.accept(messageIn(origin))
      await tenant.accept(messageIn(origin, { hits: [hitOf(), hitOf({ action: 'handoff' })] }))
      expect((await tenant.claimTurns(conversation.id))?.turns.map(({ asksForPerson }) => asksForPerson)).toEqual([false, true])
    })

    test('[W-AUDIT] [D-LATE] in an answer is kept with it, or not at all', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      const message = messageIn(origin)
      await tenant.accept(message)
      const { claim } = (await tenant.claimTurns(conversation.id))!
      const answer = answerSaying('It was •••.')
      const hits = [hitOf({ direction: 'answer' })]
      const outcome = {
        conversationId: conversation.id,
        claim,
        fence: 0,
        turnIds: [message.id],
        route: { to: 'model', reason: 'r' } as const,
        result: 'answered',
        at: 3_000,
        answer,
        hits,
      }
      expect(await tenant.record({ ...outcome, fence: 1 })).toBeUndefined()
      expect(await tenant.wordHits(conversation.id)).toEqual([])
      await tenant.record(outcome)
      expect(await tenant.wordHits(conversation.id)).toEqual([{ ...hits[0], messageId: answer.id, at: 3_000 }])
    })

    test('hands over after the answer: first the answer, then the floor, then what is said of it', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      const message = messageIn(origin)
      await tenant.accept(message)
      const { claim } = (await tenant.claimTurns(conversation.id))!
      const entries = await tenant.record({
        conversationId: conversation.id,
        claim,
        fence: 0,
        turnIds: [message.id],
        route: { to: 'model', reason: 'r' },
        result: 'handed_off',
        at: 3_000,
        answer: answerSaying('Whole.'),
        floor: { state: 'waiting', reason: 'word', since: 3_000 },
        notice: answerSaying('A person will come.'),
      })
      expect(entries?.map((entry) => (entry.kind === 'message' ? entry.message.text : entry.floor.state))).toEqual([
        'Whole.',
        'waiting',
        'A person will come.',
      ])
      expect((await tenant.conversation(conversation.id))?.top).toBe(4)
    })

    test('[D-ERASE] [W-AUDIT] is erased with the conversation', async () => {
      const origin = await world(present.database)
      const { tenant, conversation, visitor } = origin
      await tenant.accept(messageIn(origin, { hits: [hitOf()] }))
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: randomUUID(), at: 8_000 })
      expect(await tenant.wordHits(conversation.id)).toEqual([])
    })
  })
}
