/** `kefu questions import` and `export`: a site's approved questions as files. A running server follows with the next message. */

import { writeFile } from 'node:fs/promises'
import { importQuestions } from '../knowledge/import-questions.ts'
import { contentOf } from '../knowledge/question-content.ts'
import { readQuestions, writeQuestions, type QuestionFormat } from '../knowledge/question-files.ts'
import { OperatorFault } from '../operator-fault.ts'
import { printBadLines } from './bad-lines.ts'
import { counted, print, readText, required, siteWithKey, withDatabase, type Command } from './command.ts'

const formatOf = (file: string): QuestionFormat => (file.toLowerCase().endsWith('.json') ? 'json' : 'csv')

export const questionsImportCommand: Command = {
  usage: 'questions import FILE --site SITE_KEY',
  summary: 'add and change approved questions from a file (CSV, or .json); those with a text that is there already are changed',
  options: { site: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const [file = ''] = given.positionals
      const site = await siteWithKey(database, required(given, 'site', 'SITE_KEY'))
      const read = await readQuestions(await readText(file), formatOf(file))
      if (read.questions.length === 0 && read.faultCount === 0)
        throw new OperatorFault(`There is no question in ${file}: nothing was changed.`)
      const done = await importQuestions(database.forTenant(site.tenantId), site.id, { read, at: Date.now() })
      const repeated = done.repeated === 0 ? '' : ` ${counted(done.repeated, 'line')} of the file repeated a question.`
      print(`${site.name}: ${counted(done.added, 'question')} added, ${done.changed} changed.${repeated}`)
      return printBadLines(done)
    }),
}

export const questionsExportCommand: Command = {
  usage: 'questions export [FILE] --site SITE_KEY',
  summary: 'write approved questions as a file (CSV, or .json) that import reads back as it is; without FILE it is printed',
  options: { site: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const [file] = given.positionals
      const site = await siteWithKey(database, required(given, 'site', 'SITE_KEY'))
      const questions = await database.forTenant(site.tenantId).questions(site.id)
      const text = await writeQuestions(questions.map(contentOf), formatOf(file ?? ''))
      if (file === undefined) {
        process.stdout.write(text)
        return
      }
      await writeFile(file, text).catch((error: unknown) => {
        throw new OperatorFault(`${file} cannot be written.`, { cause: error })
      })
      print(`${counted(questions.length, 'question')} of ${site.name} written to ${file}.`)
    }),
}
