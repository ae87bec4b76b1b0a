/** The `kefu` command: finds the subcommand, reads its options, prints faults in plain words. */

import { parseArgs } from 'node:util'
import type { Command, Given } from './commands/command.ts'
import { conformanceCommand } from './commands/conformance.ts'
import { demoCommand } from './commands/demo.ts'
import { deskLinkCommand } from './commands/desk-link.ts'
import { documentsAddCommand, documentsListCommand, documentsRemoveCommand } from './commands/documents.ts'
import { doctorCommand } from './commands/doctor.ts'
import { evalCommand } from './commands/eval.ts'
import { keyCreateCommand } from './commands/key-create.ts'
import { limitsCommand } from './commands/limits.ts'
import { migrateCommand } from './commands/migrate.ts'
import { nearNames } from './commands/near-names.ts'
import { questionsExportCommand, questionsImportCommand } from './commands/questions.ts'
import { reportCommand } from './commands/report.ts'
import { siteSecretCommand } from './commands/site-secret.ts'
import { siteCreateCommand, siteListCommand, siteUpdateCommand } from './commands/site.ts'
import { startCommand } from './commands/start.ts'
import { tenantCreateCommand, tenantListCommand } from './commands/tenant.ts'
import { waitingCommand } from './commands/waiting.ts'
import { wordsCheckCommand } from './commands/words-check.ts'
import { wordsExportCommand, wordsImportCommand, wordsListsCommand } from './commands/words.ts'
import { OperatorFault } from './operator-fault.ts'
import type { Config } from './config.ts'

const COMMANDS: Command[] = [
  startCommand,
  demoCommand,
  doctorCommand,
  migrateCommand,
  siteCreateCommand,
  siteListCommand,
  siteUpdateCommand,
  siteSecretCommand,
  tenantCreateCommand,
  tenantListCommand,
  keyCreateCommand,
  deskLinkCommand,
  limitsCommand,
  reportCommand,
  questionsImportCommand,
  questionsExportCommand,
  wordsListsCommand,
  wordsImportCommand,
  wordsExportCommand,
  wordsCheckCommand,
  evalCommand,
  documentsAddCommand,
  documentsListCommand,
  documentsRemoveCommand,
  waitingCommand,
  conformanceCommand,
]

/** The words before the first capital or option: `site create --name NAME` → `site create`. */
const nameOf = ({ usage }: Command): string => /^[a-z]+( [a-z]+)*/.exec(usage)?.[0] ?? usage

export const COMMAND_NAMES: readonly string[] = COMMANDS.map(nameOf)

const help = (): string =>
  [
    'Usage: kefu COMMAND',
    '',
    ...COMMANDS.flatMap((command) => [`  kefu ${command.usage}`, `      ${command.summary}`]),
    '',
    'Settings come from the environment and .env: docs/configuration.md',
  ].join('\n')

/** Answers the exit code. `settings` is asked only by commands that need them, so that help works with faulty ones. */
export async function run(words: string[], settings: () => Config): Promise<number> {
  if (words.length === 0 || words.includes('--help') || words[0] === 'help') {
    process.stdout.write(`${help()}\n`)
    return 0
  }
  const command = COMMANDS.find((candidate) => {
    const name = nameOf(candidate).split(' ')
    return name.every((word, index) => words[index] === word)
  })
  if (!command) throw unknownCommand(words)
  const code = await command.run(given(command, words.slice(nameOf(command).split(' ').length)), settings())
  return code ?? 0
}

const MISUSED = 2

function unknownCommand(words: string[]): OperatorFault {
  const meant = nearNames(words, COMMAND_NAMES).map((name) => `“kefu ${name}”`)
  const question = meant.length === 0 ? '' : ` Did you mean ${meant.join(' or ')}?`
  return new OperatorFault(`There is no command “kefu ${words.join(' ')}”.${question}\nkefu help prints all of them.`, {
    exitCode: MISUSED,
  })
}

function given(command: Command, words: string[]): Given {
  const misused = (fault: string): OperatorFault => new OperatorFault(`${fault}\n\nUsage: kefu ${command.usage}`)
  const { values, positionals, tokens } = parsed(command, words, misused)
  const { names, most } = wordsTaken(command)
  const surplus = positionals[most]
  if (surplus !== undefined)
    throw misused(`“${surplus}” is one word too many. A value of several words stands in quotes: --name "My shop".`)
  const missing = names.filter((name) => !name.startsWith('['))[positionals.length]
  if (missing !== undefined) throw misused(`${missing.replace('…', '')} is missing.`)
  const named = tokens.flatMap((token) => (token.kind === 'option' && !command.options?.[token.name]?.multiple ? token.name : []))
  const twice = named.find((name, index) => named.indexOf(name) < index)
  if (twice !== undefined) throw misused(`--${twice} is there twice, and can be given once.`)
  const texts = (name: string): string[] => [values[name]].flat().filter((value) => typeof value === 'string')
  return { text: (name) => texts(name)[0], texts, has: (name) => values[name] === true, positionals }
}

function parsed(command: Command, words: string[], misused: (fault: string) => OperatorFault) {
  try {
    return parseArgs({ args: words, options: command.options ?? {}, allowPositionals: true, tokens: true })
  } catch (error) {
    throw misused(error instanceof Error ? error.message : 'The options cannot be read.')
  }
}

/** The words in capitals before the first option: `words export SITE_KEY LIST [FILE] [--format …]` takes two or three, `documents add FILE…` any number. */
function wordsTaken({ usage }: Command): { names: string[]; most: number } {
  const names =
    usage
      .split(/ \[?--/)[0]
      ?.split(' ')
      .filter((word) => /^\[?[A-Z]/.test(word)) ?? []
  return { names, most: names.some((name) => name.endsWith('…')) ? Infinity : names.length }
}
