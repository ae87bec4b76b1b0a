/** What a subcommand is, and the few things that several of them need. */

import { constants, isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { isWellFormed } from '../../shared/text.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../main.ts'
import { OperatorFault } from '../operator-fault.ts'
import { isPlainLine } from '../plain-line.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Tenant } from '../ports/tenants.ts'

export type Command = {
  /** As typed after `kefu`, with its options: the usage line. */
  usage: string
  summary: string
  options?: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>
  /** Answers the exit code where it is not 0. What cannot be done at all is thrown. */
  run: (given: Given, config: Config) => Promise<number | void>
}

export type Given = {
  text: (name: string) => string | undefined
  texts: (name: string) => string[]
  has: (name: string) => boolean
  /** At least as many as the usage line asks for, and no more than it takes. */
  positionals: string[]
}

export function required(given: Given, name: string, example: string): string {
  const value = line(given, name)
  if (!value) throw new OperatorFault(`--${name} is missing, for example: --${name} ${example}`)
  return value
}

/** What many will read: on a page, in the desk, in a terminal. */
export function line(given: Given, name: string): string | undefined {
  const value = given.text(name)?.trim()
  if (value !== undefined && !isPlainLine(value))
    throw new OperatorFault(`--${name} must be a plain line of text, without line breaks and characters that nobody sees.`)
  return value
}

/** A text file named on the command line, in UTF-8, or in UTF-16 as its mark says; `-` is the standard input. */
export async function readText(file: string): Promise<string> {
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: unknown) => {
    throw new OperatorFault(`${file} cannot be read${whyUnread(error)}.`, { cause: error })
  })
  if (bytes.length > constants.MAX_STRING_LENGTH) throw new OperatorFault(`${file} cannot be read: it is too large for one file.`)
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
  if (utf16 === undefined && !isUtf8(bytes))
    throw new OperatorFault(`${file} is not UTF-8. Save it again with that encoding; spreadsheets call it “CSV UTF-8”.`)
  const text = new TextDecoder(utf16, { ignoreBOM: true }).decode(bytes)
  if (!isWellFormed(text)) throw new OperatorFault(`${file} is no plain text: it has NUL characters.`)
  return text
}

const UNREAD: Record<string, string> = {
  ENOENT: ': there is no such file',
  EISDIR: ': it is a folder',
  EACCES: ': this user may not',
  ERR_FS_FILE_TOO_LARGE: ': it is too large for one file',
}
const whyUnread = (error: unknown): string =>
  (error instanceof Error && 'code' in error && typeof error.code === 'string' && UNREAD[error.code]) || ''

/** Opens the database, migrated, for the time of one command; the server may be running at the same time. */
export async function withDatabase<Value>(config: Config, use: (database: Database) => Promise<Value>): Promise<Value> {
  const database = await openDatabase(config)
  try {
    await database.migrate()
    return await use(database)
  } finally {
    await database.close()
  }
}

/** The tenant with this id; without an id the only one there is, made now if there is none. */
export async function tenantFor(database: Database, id: string | undefined): Promise<Tenant> {
  const tenants = await database.tenants()
  if (id !== undefined) {
    const found = tenants.find((tenant) => tenant.id === id)
    if (!found)
      throw new OperatorFault(`There is no tenant ${id}. There is: ${tenants.map((tenant) => tenant.id).join(', ') || 'none yet'}.`)
    return found
  }
  if (tenants.length > 1)
    throw new OperatorFault(`There is more than one tenant; say which: --tenant ${tenants.map((tenant) => tenant.id).join(' | ')}`)
  const [only] = tenants
  if (only) return only
  const first = { id: 'default', name: 'Default' }
  await database.createTenant(first)
  return first
}

export async function siteWithKey(database: Database, key = ''): Promise<Site> {
  const site = await database.siteByKey(key)
  if (!site) throw new OperatorFault(`There is no site with the key “${key}”; kefu site list prints them.`)
  return site
}

/** Whoever wrote this must not steer the terminal of whoever reads it. Joiners steer nothing, and belong to Persian words and to emoji. */
export const plain = (text: string): string => text.replace(/(?![\n\u200C\u200D])\p{C}/gu, '\u{FFFD}')

/** For people. What is for programs is written as it is. */
export const print = (text: string): void => void process.stdout.write(`${plain(text)}\n`)

export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`
