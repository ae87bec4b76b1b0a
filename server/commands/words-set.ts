/** `kefu words set SITE FILE`: the words that a site masks, one a line. A running server uses them within seconds. */

import { LIMITS } from '../../shared/limits.ts'
import { isBlank } from '../../shared/text.ts'
import { OperatorFault } from '../operator-fault.ts'
import { print, readText, withDatabase, type Command } from './command.ts'

const MOST_WORDS = 1_000

export const wordsSetCommand: Command = {
  usage: 'words set SITE_KEY FILE',
  summary: 'replace the words that a site masks by those in the file, one a line',
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const [key = '', file] = given.positionals
      const site = await database.siteByKey(key)
      if (!site) throw new OperatorFault(`There is no site with the key “${key}”; kefu site list prints them.`)
      if (file === undefined) throw new OperatorFault('Which file? kefu words set SITE_KEY FILE')
      const text = await readText(file)
      const words = [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter((line) => !isBlank(line) && !line.startsWith('#'))
      const long = words.find((word) => word.length > LIMITS.wordUnits)
      if (long !== undefined)
        throw new OperatorFault(`“${long.slice(0, 20)}…” is too long; a word has at most ${LIMITS.wordUnits} characters.`)
      if (words.length > MOST_WORDS) throw new OperatorFault(`${file} has ${words.length} words; a site can have ${MOST_WORDS}.`)
      await database.forTenant(site.tenantId).updateSite(site.id, { policy: { ...site.policy, maskedWords: words } })
      print(`${site.name} masks ${words.length} ${words.length === 1 ? 'word' : 'words'} now.`)
    }),
}
