/** The `kefu` subcommands that finish by themselves, on a database of their own. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../main.ts'
import { sha256 } from '../sha256.ts'
import { ownerLinks } from './desk-link.ts'
import { OperatorFault } from '../operator-fault.ts'
import { tokenSecretOf } from '../people/identity-token.ts'
import { run } from '../kefu.ts'

// Each command opens a database with its threads.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'kefu-commands-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let config = parseConfig({})
let folders = 0
beforeEach(() => {
  config = parseConfig({ DATA_DIR: join(folder, String(folders++)), PUBLIC_URL: 'https://chat.example', PORT: '65535' })
})

const NEW_SITE = ['site', 'create', '--name', 'x', '--origin', 'https://x.example']

let exitCode = 0

/** What the command printed. */
async function kefu(...words: string[]): Promise<string> {
  const printed: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  try {
    exitCode = await run(words, () => config)
  } finally {
    spy.mockRestore()
  }
  return printed.join('')
}

const keyIn = (printed: string): string => /site=(\w+)"/.exec(printed)?.[1] ?? ''

describe('kefu', () => {
  test('site create prints the snippet, site list prints it again, site update changes the site', async () => {
    expect(await kefu('site', 'list')).toContain('There is no site yet')
    const made = await kefu(
      'site',
      'create',
      '--name',
      'Shop',
      '--origin',
      'https://Shop.example/',
      '--origin',
      'http://localhost:3000',
      '--greeting-en',
      'Hi!',
    )
    expect(made).toContain(`<script async src="https://chat.example/kefu.js?site=${keyIn(made)}"></script>`)
    expect(await kefu('site', 'list')).toContain('Shop (tenant default; https://shop.example, http://localhost:3000)')

    const facts = join(folder, 'facts.txt')
    writeFileSync(facts, 'We open at nine.\n')
    await kefu('site', 'update', keyIn(made), '--origin', 'https://new.example', '--facts', facts, '--color', '#aabbcc')
    await kefu(
      'site',
      'update',
      keyIn(made),
      '--person-phrase',
      'call me',
      '--person-phrase',
      'talk to sales',
      '--complaint-phrase',
      'my lawyer',
    )
    await expect(kefu('site', 'update', keyIn(made), '--name', '')).rejects.toThrow('--name is missing')
    await kefu('site', 'update', keyIn(made), '--complaint-phrase', 'none')
    await expect(kefu('site', 'update', keyIn(made), '--person-phrase', '…')).rejects.toThrow('is no phrase')
    const database = await openDatabase(config)
    const site = await database.siteByKey(keyIn(made))
    await database.close()
    expect(site).toMatchObject({
      name: 'Shop',
      origins: ['https://new.example'],
      policy: {
        facts: 'We open at nine.',
        color: '#aabbcc',
        greeting: { en: 'Hi!' },
        phrases: { person: ['call me', 'talk to sales'], complaint: [] },
      },
    })
  })

  test('site list prints a name as it is, but nothing that would steer the terminal', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const database = await openDatabase(config)
    const site = (await database.siteByKey(key))!
    // As it may stand there from before such names were refused.
    await database.forTenant(site.tenantId).updateSite(site.id, { ...site, name: 'Käse \u001b[2J\u202Eeno 👩\u200D💻 می\u200Cخواهم' })
    await database.close()
    expect(await kefu('site', 'list')).toContain('Käse \uFFFD[2J\uFFFDeno 👩\u200D💻 می\u200Cخواهم (tenant default;')
  })

  test('tenant create makes one that is apart, with a link for its owner; tenant list says what each has', async () => {
    expect(await kefu('tenant', 'list')).toContain('There is no tenant yet')
    await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example')
    const made = await kefu('tenant', 'create', '--id', 'acme', '--name', 'Acme & Söhne')
    expect(made).toContain('Tenant “Acme & Söhne” is there.')
    expect(made).toContain('kefu site create --tenant acme ')
    const token = /https:\/\/chat\.example\/desk\/welcome#([\w-]{22})\n/.exec(made)?.[1] ?? ''
    const database = await openDatabase(config)
    expect(await database.welcomeLink({ tokenHash: sha256(token), at: Date.now() })).toMatchObject({
      tenantId: 'acme',
      link: { kind: 'owner' },
    })
    await database.close()

    await expect(kefu('site', 'create', '--name', 'Which?', '--origin', 'https://x.example')).rejects.toThrow('--tenant acme | default')
    await kefu('site', 'create', '--name', 'Own', '--origin', 'https://own.example', '--tenant', 'acme')
    expect(await kefu('tenant', 'list')).toBe(
      'acme: Acme & Söhne, 1 site, nobody at the desk (kefu desk link --tenant acme)\n' +
        'default: Default, 1 site, nobody at the desk (kefu desk link --tenant default)\n',
    )
    await expect(kefu('tenant', 'create', '--id', 'acme', '--name', 'Again')).rejects.toThrow('There is a tenant acme already')
  })

  test('report draws each day with a bar, and writes CSV', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const today = new Date().toISOString().slice(0, 10)
    const database = await openDatabase(config)
    const site = (await database.siteByKey(key))!
    const usage = { siteId: site.id, day: today }
    await database.forTenant(site.tenantId).addUsage({
      calls: [
        { ...usage, model: 'm', calls: 8, estimatedCalls: 1, promptTokens: 7_200, cachedTokens: 0, completionTokens: 640, spent: 1_500 },
      ],
      turns: [
        { ...usage, answeredBy: 'model', turns: 6, messages: 7 },
        { ...usage, answeredBy: 'question', turns: 6, messages: 6 },
      ],
      budgets: [],
    })
    await database.close()
    const drawn = await kefu('report', key, '--days', '2')
    expect(drawn).toContain(
      `${today}        13         6     0      6       0       0      7,200  640  0.0015  0.0015  ${'█'.repeat(12)}${'▒'.repeat(12)}`,
    )
    expect(drawn).toContain('The provider did not count 1 of 8 calls')
    const csv = (await kefu('report', '--days', '1', '--csv')).trim().split('\n')
    expect(csv).toHaveLength(2)
    expect(csv[1]).toBe(`${key},${today},USD,13,6,0,6,0,0,8,1,7200,0,640,0.001500,0.001500,0.000000`)
    await expect(kefu('report', '--days', '0')).rejects.toThrow('from 1 to 366')
  })

  test('limits prints what holds, and keeps what a tenant decides until it takes that back', async () => {
    await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example')
    expect(await kefu('limits')).toMatch(/tenant-day +20\.00 +the whole tenant a day\n/)
    const prices = join(folder, 'prices.json')
    writeFileSync(prices, '{ "my-model": { "input": 0.5, "output": 1 } }')
    const changed = await kefu('limits', '--tenant-day', '0.5', '--answer-tokens', '200', '--prices', prices)
    expect(changed).toMatch(/tenant-day +0\.50 +the whole tenant a day \(its own\)/)
    expect(await kefu('limits', '--answer-tokens', 'default')).toMatch(/my-model +0\.5 +0\.5 +1\n/)
    const database = await openDatabase(config)
    const own = { 'my-model': { input: 0.5, cachedInput: 0.5, output: 1 } }
    expect(await database.forTenant('default').settings()).toEqual({ limits: { tenantDay: 500_000 }, prices: own })
    await database.close()
    await expect(kefu('limits', '--visitor-day', 'much')).rejects.toThrow('--visitor-day must be an amount')
    await expect(kefu('limits', '--warn-percent', '101')).rejects.toThrow('--warn-percent must be a whole number')
  })

  test('documents add reads files with their titles, adding again replaces, list prints them and remove takes them away', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const [markdown, html, text] = ['back.md', 'terms.html', 'notes.txt'].map((name) => join(folder, name))
    writeFileSync(markdown!, '# Returns\n\nThirty days.')
    writeFileSync(
      html!,
      '<html lang="zh-CN"><link rel="canonical" href="https://shop.example/terms"><title>Terms \u001b[2J</title><p>Terms</p>',
    )
    writeFileSync(text!, 'Notes.')
    expect(await kefu('documents', 'list', '--site', key)).toContain('Shop has no documents yet')
    expect(await kefu('documents', 'add', markdown!, html!, text!, '--site', key)).toMatch(
      /“Returns” added: 23 characters from .*\n“Terms \uFFFD\[2J” added: .*\n“notes” added/,
    )
    const link = 'https://shop.example/returns'
    expect(await kefu('documents', 'add', markdown!, '--site', key, '--url', link)).toContain('“Returns” replaced')
    // Where it can be read is said once.
    await kefu('documents', 'add', markdown!, '--site', key)
    expect(await kefu('documents', 'list', '--site', key)).toBe(
      `Returns: markdown, en, 23 characters, ${link}\nTerms \uFFFD[2J: html, zh, 112 characters, https://shop.example/terms\nnotes: text, en, 6 characters\n`,
    )
    expect(await kefu('documents', 'remove', 'notes', '--site', key)).toBe('“notes” removed.\n')
    for (const [words, says] of [
      [['add', 'a.pdf', '--site', key], 'is of no type that can be read'],
      [['add', '--site', key], 'FILE is missing'],
      [['add', markdown!, '--site', key, '--url', 'javascript:alert(1)'], '--url must be an address'],
      [['add', markdown!, '--site', key, '--url', 'https://ada:secret@shop.example/'], 'without user name or password'],
      [['add', markdown!, html!, '--site', key, '--name', 'x'], 'one by one'],
      [['add', markdown!, markdown!, '--site', key], 'have the same name'],
      [['add', markdown!], '--site is missing'],
      [['remove', 'notes', '--site', key], 'no document “notes”'],
    ] as const)
      await expect(kefu('documents', ...words)).rejects.toThrow(says)
  })

  test('questions import adds and changes, and tells bad lines; questions export writes them back', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const file = join(folder, 'questions.csv')
    writeFileSync(file, 'en,How long?,how many days|duration,Two days.,,yes\nen,,,No question.\nzh,多久？,,两天。\n')
    const told = await kefu('questions', 'import', file, '--site', key)
    expect(told).toContain('Shop: 2 questions added, 0 changed.')
    expect(told).toMatch(/1 line could not be used:\n  line 2: question: /)
    expect(exitCode).toBe(2)
    writeFileSync(file, 'language,question,answer\nen,How long?,Three days.\n')
    expect(await kefu('questions', 'import', file, '--site', key)).toContain('0 questions added, 1 changed')
    expect(exitCode).toBe(0)
    const json = join(folder, 'questions.json')
    expect(await kefu('questions', 'export', json, '--site', key)).toContain('2 questions of Shop written')
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject([{ answer: 'Three days.', variants: [] }, { text: '多久？' }])
    const printed = await kefu('questions', 'export', '--site', key)
    expect(printed).toMatch(/^language,question,.*\r\nen,How long\?,,Three days\.,,no,,\r\n/)
    await expect(kefu('questions', 'import', '--site', key)).rejects.toThrow('FILE is missing')
    for (const empty of ['', 'language,question,answer\n']) {
      writeFileSync(file, empty)
      await expect(kefu('questions', 'import', file, '--site', key)).rejects.toThrow('There is no question in')
    }
    // What a spreadsheet in China saves as CSV.
    writeFileSync(file, Buffer.from([0x7a, 0x68, 0x2c, 0xb6, 0xe0, 0xbe, 0xc3, 0x2c, 0x2c, 0xc1, 0xbd, 0xcc, 0xec]))
    await expect(kefu('questions', 'import', file, '--site', key)).rejects.toThrow('is not UTF-8')
  })

  test('words import makes a list, adds to it, replaces it, and tells bad lines; words export writes it back', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const file = join(folder, 'words.txt')
    writeFileSync(file, '\n\ndarn\r\n# a comment\n\u200B\n  敏感词  \ndarn\n')
    expect(await kefu('words', 'import', key, 'Mine', file, '--action', 'flag', '--for', 'customer')).toBe(
      '“Mine” of Shop: 2 words added, 0 changed, 2 in all. 1 line of the file repeated a word.\n' +
        '1 line could not be used:\n  line 5: the word has nothing visible\n',
    )
    expect(exitCode).toBe(2)
    expect(await kefu('words', 'lists', key)).toContain('Mine: 2 words, for customer\n')
    expect(exitCode).toBe(0)
    const csv = join(folder, 'words.csv')
    writeFileSync(csv, 'word,action\ndarn,refuse\nheck,\n')
    expect(await kefu('words', 'import', key, 'Mine', csv)).toContain('1 word added, 1 changed, 3 in all.')
    expect(await kefu('words', 'export', key, 'Mine')).toBe('word,category,action\r\ndarn,,refuse\r\n敏感词,,flag\r\nheck,,mask\r\n')
    expect(await kefu('words', 'export', key, 'Mine', file)).toBe(`3 words of “Mine” written to ${file}.\n`)
    expect(readFileSync(file, 'utf8')).toBe('darn\t\trefuse\n敏感词\t\tflag\nheck\n')
    expect(await kefu('words', 'import', key, 'Mine', csv, '--replace')).toContain('2 words added, 0 changed, 2 in all.')
    writeFileSync(csv, 'damn\n\u0301\n\u200B\n')
    expect(await kefu('words', 'import', key, 'Mine', csv)).toContain(
      '1 word added, 0 changed, 3 in all.\n' +
        '2 lines could not be used:\n  line 2: the word has no letters\n  line 3: the word has nothing visible\n',
    )
    expect(exitCode).toBe(2)
    writeFileSync(csv, '\u0301\n')
    await expect(kefu('words', 'import', key, 'New', csv)).rejects.toThrow(
      /nothing was changed\.\n1 line .*\n {2}line 1: the word has no letters/,
    )
    expect(await kefu('words', 'lists', key)).not.toContain('New')
  })

  test('a file is read in UTF-16 where its mark says so, as spreadsheets save “Unicode text”; without the mark it is no text', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const file = join(folder, 'unicode.txt')
    const text = Buffer.from('\uFEFFWord\tCategory\tAction\r\n敏感词\t类\trefuse\r\n', 'utf16le')
    for (const bytes of [text, Buffer.from(text).swap16()]) {
      writeFileSync(file, bytes)
      await kefu('words', 'import', key, 'Mine', file, '--replace')
      expect(await kefu('words', 'export', key, 'Mine')).toBe('word,category,action\r\n敏感词,类,refuse\r\n')
    }
    writeFileSync(file, text.subarray(2))
    await expect(kefu('words', 'import', key, 'Mine', file)).rejects.toThrow('it has NUL characters')
    writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00]))
    await expect(kefu('words', 'import', key, 'Mine', file)).rejects.toThrow('There is no word in')
  })

  test('a new site begins with the starting lists of its languages: answers are masked, customers are heard', async () => {
    const key = keyIn(
      await kefu(
        'site',
        'create',
        '--name',
        'S',
        '--origin',
        'https://s.example',
        '--locale',
        'de',
        '--greeting-zh',
        '你好',
        '--greeting-de',
        'Hallo',
      ),
    )
    const lists = (await kefu('words', 'lists', key)).trim().split('\n')
    expect(lists).toHaveLength(4)
    for (const list of lists)
      expect(list).toMatch(/(German|Chinese), (answers: [1-9]\d* words, for answer|customers: [1-9]\d* words, for customer)$/)
    const database = await openDatabase(config)
    const { lists: whole } = await database.forTenant('default').siteWords((await database.siteByKey(key))!.id)
    await database.close()
    const actions = whole.map(({ directions, rules }) => [directions.join(), ...new Set(rules.map(({ action }) => action))])
    expect(actions).toEqual([
      ['answer', 'mask'],
      ['customer', 'flag'],
      ['answer', 'mask'],
      ['customer', 'flag'],
    ])
    const messages = join(folder, 'angry.txt')
    writeFileSync(messages, 'where is my fucking parcel\nwhere is my parcel\n')
    expect(await kefu('words', 'check', messages)).toContain('1 message touched (50 %), 1 hit.')
  })

  test('words check says what words would do to messages, and exits with 2 where they touch too many', async () => {
    const messages = join(folder, 'messages.txt')
    writeFileSync(messages, 'a darn thing\nfine\n\nDarn, darn!\nalso fine\n')
    const list = join(folder, 'list.csv')
    writeFileSync(list, 'darn,mild,mask\nabsent\n')
    const said = await kefu('words', 'check', messages, '--list', list)
    expect(said).toContain('4 messages read, with 2 words of')
    expect(said).toContain('2 messages touched (50 %), 3 hits.\nMessages by action: mask 2.')
    expect(said).toContain('  darn (mask, mild): 3 hits in 2 messages, 50 %\n      a ⟦darn⟧ thing\n')
    expect(exitCode).toBe(0)
    await kefu('words', 'check', messages, '--list', list, '--most', '49.9')
    expect(exitCode).toBe(2)

    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    await kefu('words', 'import', key, 'Mine', list, '--for', 'answer')
    const table = join(folder, 'messages.csv')
    writeFileSync(table, 'id,text\n1,"darn, it"\n2,"two\nlines"\n')
    expect(await kefu('words', 'check', table, '--site', key, '--for', 'answer')).toContain('1 message touched (50 %)')
    expect(await kefu('words', 'check', table, '--site', key)).toContain('2 messages read, with')
  })

  test('words check reads tables of any kind, and tells what it cannot read or try', async () => {
    const list = join(folder, 'list.csv')
    writeFileSync(list, 'Word;Action\ndarn;mask\nheck;ban\n\u0301;mask\n')
    const check = (name: string, text: string, ...options: string[]) => {
      writeFileSync(join(folder, name), text)
      return kefu('words', 'check', join(folder, name), '--list', list, ...options)
    }
    const said = await check('table.csv', 'id;Text\r\n1;"a darn; thing"\r\n2;"open\r\n3;fine\r\n')
    expect(said).toContain(`Of ${list}:\n1 line could not be used:\n  line 3: there is no action “ban”`)
    expect(said).toContain('Not used: “\u0301” has no letters.')
    expect(said).toContain('2 messages read, with 2 words of')
    expect(said).toContain('a ⟦darn⟧; thing')
    expect(said).toMatch(/1 line could not be used:\n {2}line 3: the quotes do not fit\n$/)
    expect(exitCode).toBe(2)
    const lines = await check('log.jsonl', '{"text":"a \\u0064arn thing"}\n"fine"\n\n{"said":1}\nfine\n')
    expect(lines).toContain('2 messages read, with 2 words of')
    expect(lines).toContain('  line 4: there is no “text”\n  line 5: this is no JSON\n')
    await expect(check('empty.txt', '\n \n')).rejects.toThrow('There is no message in')
    await expect(check('no.jsonl', 'a\n')).rejects.toThrow('line 1: this is no JSON')
    await expect(check('no.csv', 'said\nfine\n')).rejects.toThrow('no column “text”')
    await expect(check('all.txt', 'fine', '--for', 'answer')).rejects.toThrow('--for goes with --site')
    await expect(check('bytes.txt', 'a\0')).rejects.toThrow('no plain text')
    writeFileSync(list, 'word,action\n,\n')
    await expect(check('all.txt', 'fine')).rejects.toThrow(
      /There is no word in .*\n1 line could not be used:\n {2}line 2: the word has nothing visible/,
    )
    await expect(kefu('words', 'check', folder)).rejects.toThrow('cannot be read: it is a folder.')
  })

  test('words import changes nothing by a file without words, for a name that cannot be, and by an option that says nothing', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const file = join(folder, 'words.txt')
    writeFileSync(file, 'darn\n')
    const importing = (name: string, ...options: string[]) => kefu('words', 'import', key, name, file, ...options)
    await importing('  Mine ')
    const lists = await kefu('words', 'lists', key)
    expect(lists).toContain('\nMine: 1 word, for customer, answer\n')
    await expect(importing('Mine', '--for', 'agent')).rejects.toThrow('“Mine” is there already')
    for (const name of ['two\nlines', '\u200B', 'x'.repeat(101)]) await expect(importing(name)).rejects.toThrow('The name of a list must')
    writeFileSync(file, '# nothing yet\n')
    for (const name of ['Mine', 'Other']) await expect(importing(name, '--replace')).rejects.toThrow('There is no word in')
    writeFileSync(file, Array.from({ length: 100_001 }, (_, index) => `word ${index}`).join('\n'))
    await expect(importing('Other')).rejects.toThrow('A list has at most 100,000 words.')
    writeFileSync(file, '\u200B\n')
    await expect(importing('Other')).rejects.toThrow(
      'nothing was changed.\n1 line could not be used:\n  line 1: the word has nothing visible',
    )
    expect(await kefu('words', 'lists', key)).toBe(lists)
  })

  test('waiting shows what customers wrote, but nothing that would steer the terminal', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const database = await openDatabase(config)
    const site = (await database.siteByKey(key))!
    const tenant = database.forTenant(site.tenantId)
    const visitor = { id: 'v', siteId: site.id }
    await tenant.createVisitor({ visitor, tokenHash: 'h', conversation: { id: 'c', epoch: 'e' }, at: 1 })
    await tenant.accept({
      id: 'm',
      conversationId: 'c',
      visitorId: 'v',
      cid: 'x',
      originalHash: 'h',
      text: 'a human\n\u001b]0;owned\u0007 please',
      locale: 'en',
      at: 2,
    })
    await tenant.changeFloor({ conversationId: 'c', fence: 0, floor: { state: 'waiting', reason: 'wish_for_person', since: 3 } })
    await database.close()
    const printed = await kefu('waiting')
    expect(printed).toContain('    a human\n    \uFFFD]0;owned\uFFFD please\n')
  })

  test('key create prints a secret whose hash alone is kept', async () => {
    const printed = await kefu('key', 'create', '--name', 'backend', '--scope', 'questions:read', '--scope', 'questions:write')
    expect(printed).toMatch(/kefu_[\w-]{32}/)
  })

  test('[P-TOKEN] site secret prints what signs tokens beside what signs hashes, and after a rotation both of before', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Signed', '--origin', 'https://shop.example'))
    const [, token = '', hash = ''] =
      /for tokens {2}(kft_[\w-]{43})\n {2}for hashes {2}(kfs_[\w-]{32})\n/.exec(await kefu('site', 'secret', key)) ?? []
    expect(tokenSecretOf(hash)).toBe(token)
    const rotated = await kefu('site', 'secret', key, '--rotate')
    expect(rotated.match(/kf[st]_[\w-]+/g)).toHaveLength(4)
    expect(rotated.indexOf(token)).toBeGreaterThan(rotated.indexOf('kfs_'))
  })

  test('[P-LINK] desk link makes the first owner, and later a new password for somebody', async () => {
    const first = await kefu('desk', 'link')
    expect(first).toContain('owner of “Default”')
    const [, token = ''] = /https:\/\/chat\.example\/desk\/welcome#([\w-]{22})\n/.exec(first) ?? []
    const newer = await kefu('desk', 'link')
    const database = await openDatabase(config)
    expect(await database.welcomeLink({ tokenHash: sha256(token), at: Date.now() }), 'the older one is void').toBeUndefined()
    const [, next = ''] = /#([\w-]+)/.exec(newer) ?? []
    const account = { id: 'p', name: 'Ada', email: 'Ada@shop.example', passwordHash: 'h', deviceKey: 'k', createdAt: 1 }
    await database.forTenant('default').welcomePerson({ tokenHash: sha256(next), at: Date.now(), account })
    await expect(kefu('desk', 'link')).rejects.toThrow('kefu desk link --person Ada@shop.example')
    await expect(kefu('desk', 'link', '--person', 'nobody@shop.example')).rejects.toThrow('Ada@shop.example')
    const lost = await kefu('desk', 'link', '--person', 'ada@SHOP.example')
    expect(lost).toContain('Ada sets a new password')
    const [, password = ''] = /#([\w-]+)/.exec(lost) ?? []
    expect(await database.welcomeLink({ tokenHash: sha256(password), at: Date.now() })).toMatchObject({
      link: { kind: 'password', personId: 'p' },
    })
    await database.close()
  })

  test('[P-LINK] a start prints a link for every tenant that has nobody at the desk', async () => {
    const database = await openDatabase(config)
    await database.migrate()
    expect(await ownerLinks(database, 'https://chat.example')).toMatch(/“Default”[^]*https:\/\/chat\.example\/desk\/welcome#[\w-]{22}\n/)
    await database.createTenant({ id: 'two', name: 'Two' })
    expect((await ownerLinks(database, 'https://chat.example')).match(/welcome#/g)).toHaveLength(2)
    await database.close()
  })

  test('waiting and migrate say what there is', async () => {
    expect(await kefu('migrate')).toContain('Applied: 001-first-conversation')
    expect(await kefu('migrate')).toBe('The database is up to date.\n')
    expect(await kefu('waiting')).toBe('Nobody is waiting.\n')
  })

  test.each([
    ['no name', ['site', 'create', '--origin', 'https://x.example'], '--name is missing'],
    ['no origin', ['site', 'create', '--name', 'x'], '--origin is missing'],
    ['an origin that is none', ['site', 'create', '--name', 'x', '--origin', 'shop'], '“shop” is no web origin'],
    ['a name of spaces', ['site', 'create', '--name', ' ', '--origin', 'https://x.example'], '--name is missing'],
    ['a name of two lines', ['site', 'create', '--name', 'x\ny', '--origin', 'https://x.example'], '--name must be a plain line of text'],
    ['a name that turns round', ['key', 'create', '--name', 'x\u202Ey', '--scope', 'questions:read'], '--name must be a plain line'],
    ['an assistant without a name', [...NEW_SITE, '--assistant', ''], '--assistant is missing'],
    ['a contact of two lines', [...NEW_SITE, '--contact', 'a@x.example\r\nBcc: b@x.example'], '--contact must be a plain line of text'],
    ['an origin with a path', ['site', 'create', '--name', 'x', '--origin', 'https://x.example/shop'], 'without a path'],
    ['an origin with a user', ['site', 'create', '--name', 'x', '--origin', 'https://me@x.example'], 'is no web origin'],
    ['an origin with a query', ['site', 'create', '--name', 'x', '--origin', 'https://x.example/?'], 'is no web origin'],
    ['a tenant without an id', ['tenant', 'create', '--name', 'x'], '--id is missing'],
    ['an id that is none', ['tenant', 'create', '--id', 'Acme Ltd', '--name', 'x'], '“Acme Ltd” is no id of a tenant'],
    ['a tenant without a name', ['tenant', 'create', '--id', 'acme', '--name', ''], '--name is missing'],
    ['a colour that is none', ['site', 'create', '--name', 'x', '--origin', 'https://x.example', '--color', 'red'], '“red” is no colour'],
    ['an unknown site', ['site', 'update', 'nope'], 'There is no site with the key “nope”'],
    [
      'a file that is not there',
      ['site', 'create', '--name', 'x', '--origin', 'https://x.example', '--facts', '/nowhere/facts'],
      '/nowhere/facts cannot be read: there is no such file.',
    ],
    ['an unknown scope', ['key', 'create', '--name', 'x', '--scope', 'all'], 'There is no scope “all”'],
    ['an unknown tenant', ['key', 'create', '--name', 'x', '--scope', 'questions:read', '--tenant', 'zz'], 'There is no tenant zz'],
    ['a demo without room for its pages', ['demo'], 'needs PORT and the two ports after it'],
    ['a word list that is not there', ['words', 'export', 'nope', 'x'], 'There is no site with the key “nope”'],
    ['words to be checked by nothing', ['words', 'check', '/nowhere', '--list', 'a', '--site', 'b'], 'Either --site or --list'],
    ['an action that is none', ['words', 'check', '/nowhere', '--most', 'few'], '“few” is no percentage'],
    ['an unknown option', ['site', 'list', '--all'], 'Usage: kefu site list'],
    ['a name without its quotes', ['site', 'update', 'key', '--name', 'My', 'shop'], '“shop” is one word too many'],
    ['a word where none is taken', ['waiting', 'long'], '“long” is one word too many'],
    ['a word that is missing', ['site', 'secret'], 'SITE_KEY is missing'],
    ['the second word that is missing', ['words', 'export', 'key'], 'LIST is missing'],
    ['an option that is there twice', ['site', 'create', '--name', 'A', '--name', 'B'], '--name is there twice'],
    [
      'an unknown command',
      ['sites'],
      'Did you mean “kefu site create” or “kefu site list” or “kefu site update” or “kefu site secret”?\nkefu help',
    ],
  ])('%s is told in a sentence', async (_name, words, sentence) => {
    await expect(kefu(...words)).rejects.toThrow(OperatorFault)
    await expect(kefu(...words)).rejects.toThrow(sentence)
  })

  test('site update lets a site choose among the providers, and doctor exits with 1 where one does not answer', async () => {
    const file = join(folder, 'providers.json')
    const down = { baseUrl: 'http://127.0.0.1:9/v1', model: 'some-model' }
    writeFileSync(
      file,
      JSON.stringify({
        providers: [
          { name: 'one', ...down },
          { name: 'two', ...down },
        ],
      }),
    )
    config = { ...config, providers: parseConfig({ PROVIDERS_FILE: file }).providers }
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    await expect(kefu('site', 'update', key, '--providers', 'two,three')).rejects.toThrow('no provider “three”. There is: one, two')
    await kefu('site', 'update', key, '--providers', 'two, one')
    const policyNow = async () => {
      const database = await openDatabase(config)
      const site = await database.siteByKey(key)
      await database.close()
      return site?.policy
    }
    expect((await policyNow())?.providers).toEqual(['two', 'one'])
    await kefu('site', 'update', key, '--providers', 'all')
    expect(await policyNow()).not.toHaveProperty('providers')

    const said = await kefu('doctor')
    expect(said).toMatch(/^database \(.*\): can be written\.\none \(http:.*some-model\): does not answer\. Nobody listens/)
    expect(exitCode).toBe(1)
    config = { ...config, providers: [] }
    expect(await kefu('doctor')).toContain('model: none is configured')
    expect(exitCode).toBe(0)
  })

  test('eval says how well messages are read, the wrong ones first, and makes no database', async () => {
    const file = join(folder, 'labelled.csv')
    const rows = ['转人工,person,zh', 'get me a human,person,en', 'wrong on purpose,thanks,en', '"you liars, it is a ""lie""",complaint,en']
    const bad = ['no label here', 'hello,greting,en', ',ordinary,en', '"open,person']
    writeFileSync(file, ['text,label,language', ...rows, 'where is it,ordinary,en', ...bad, '你好,greeting,zh'].join('\r\n'))
    const printed = await kefu('eval', file)
    expect(printed).toMatch(/^Wrong: 1\n {2}wrong on purpose\n {6}is thanks, read as ordinary \(none\)\n/)
    expect(printed).toContain('6 messages, 83.33 % read right')
    expect(printed).toMatch(/ {2}person +2 +0 +0 +0 +0\n/)
    expect(printed).toMatch(/ {2}person +2 +1\.000 +1\.000 +1\.000\n/)
    expect(printed).toMatch(/ {2}thanks +1 +– +0\.000 +0\.000\n/)
    expect(printed).toContain('False alarms: 0 of 1 ordinary message would have gone to a person (0 %)')
    expect(printed).toContain('zh: 2 messages')
    expect(printed).toContain('4 lines could not be used:\n  line 7: “” is no label; there are: person, complaint')
    expect(printed).toContain('line 8: “greting” is no label')
    expect(printed).toContain('line 9: there is no text')
    expect(printed).toContain('line 10: the quotes do not fit')
    expect(exitCode).toBe(2)
    expect(await kefu('eval', file, '--most', '0')).toContain('Wrong: 1, the first 0 of them\n\n6 messages')
    expect(existsSync(config.DATA_DIR)).toBe(false)

    writeFileSync(file, 'where is it\n')
    await expect(kefu('eval', file)).rejects.toThrow('has no columns “text” and “label”')
    await expect(kefu('eval')).rejects.toThrow('FILE is missing')
    await expect(kefu('eval', file, '--most', 'few')).rejects.toThrow('is no number of messages')
  })

  test('eval --site counts the phrases of the site', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    await kefu('site', 'update', key, '--person-phrase', 'blue desk', '--complaint-phrase', 'trade board')
    const file = join(folder, 'labelled.csv')
    writeFileSync(file, 'text,label\nthe trade board,complaint\nthe blue desk!,person\n')
    expect(await kefu('eval', file)).toContain('Wrong: 2\n')
    expect(await kefu('eval', file, '--site', key)).toContain('2 messages, 100 % read right')
    expect(exitCode).toBe(0)
  })

  test('help lists every command', async () => {
    const printed = await kefu()
    for (const command of [
      'start',
      'demo',
      'doctor',
      'migrate',
      'site create',
      'site update',
      'site list',
      'tenant create',
      'tenant list',
      'key create',
      'words lists',
      'words import',
      'words export',
      'words check',
      'eval',
      'waiting',
    ])
      expect(printed).toContain(`kefu ${command}`)
  })
})
