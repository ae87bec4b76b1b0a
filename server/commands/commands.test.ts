/** The `kefu` subcommands that finish by themselves, on a database of their own. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../main.ts'
import { OperatorFault } from '../operator-fault.ts'
import { run } from '../kefu.ts'

const folder = mkdtempSync(join(tmpdir(), 'kefu-commands-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let config = parseConfig({})
let folders = 0
beforeEach(() => {
  config = parseConfig({ DATA_DIR: join(folder, String(folders++)), PUBLIC_URL: 'https://chat.example', PORT: '65535' })
})

/** What the command printed. */
async function kefu(...words: string[]): Promise<string> {
  const printed: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  try {
    await run(words, () => config)
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
    const database = await openDatabase(config)
    const site = await database.siteByKey(keyIn(made))
    await database.close()
    expect(site).toMatchObject({
      name: 'Shop',
      origins: ['https://new.example'],
      policy: { facts: 'We open at nine.', color: '#aabbcc', greeting: { en: 'Hi!' } },
    })
  })

  test('words set reads one word a line', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const file = join(folder, 'words.txt')
    writeFileSync(file, 'darn\r\n# a comment\n\n  敏感词  \ndarn\n')
    expect(await kefu('words', 'set', key, file)).toBe('Shop masks 2 words now.\n')
  })

  test('words set refuses a word that is a sentence', async () => {
    const key = keyIn(await kefu('site', 'create', '--name', 'Shop', '--origin', 'https://shop.example'))
    const file = join(folder, 'long.txt')
    writeFileSync(file, `${'x'.repeat(65)}\n`)
    await expect(kefu('words', 'set', key, file)).rejects.toThrow('is too long')
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

  test('waiting and migrate say what there is', async () => {
    expect(await kefu('migrate')).toContain('Applied: 001-first-conversation')
    expect(await kefu('migrate')).toBe('The database is up to date.\n')
    expect(await kefu('waiting')).toBe('Nobody is waiting.\n')
  })

  test.each([
    ['no name', ['site', 'create', '--origin', 'https://x.example'], '--name is missing'],
    ['no origin', ['site', 'create', '--name', 'x'], '--origin is missing'],
    ['an origin that is none', ['site', 'create', '--name', 'x', '--origin', 'shop'], '“shop” is no web origin'],
    ['a colour that is none', ['site', 'create', '--name', 'x', '--origin', 'https://x.example', '--color', 'red'], '“red” is no colour'],
    ['an unknown site', ['site', 'update', 'nope'], 'There is no site with the key “nope”'],
    [
      'a file that is not there',
      ['site', 'create', '--name', 'x', '--origin', 'https://x.example', '--facts', '/nowhere/facts'],
      '/nowhere/facts cannot be read',
    ],
    ['an unknown scope', ['key', 'create', '--name', 'x', '--scope', 'all'], 'There is no scope “all”'],
    ['an unknown tenant', ['key', 'create', '--name', 'x', '--scope', 'questions:read', '--tenant', 'zz'], 'There is no tenant zz'],
    ['a demo without room for its pages', ['demo'], 'needs PORT and the two ports after it'],
    ['an unknown option', ['site', 'list', '--all'], 'Usage: kefu site list'],
    ['an unknown command', ['sites'], 'There is no command “kefu sites”'],
  ])('%s is told in a sentence', async (_name, words, sentence) => {
    await expect(kefu(...words)).rejects.toThrow(OperatorFault)
    await expect(kefu(...words)).rejects.toThrow(sentence)
  })

  test('help lists every command', async () => {
    const printed = await kefu()
    for (const command of ['start', 'demo', 'migrate', 'site create', 'site update', 'site list', 'key create', 'words set', 'waiting'])
      expect(printed).toContain(`kefu ${command}`)
  })
})
