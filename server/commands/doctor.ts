/** `kefu doctor`: tries what is configured, and says in plain words what is wrong. Exits with 1 when something is. */

import { tryProvider } from '../doctor/try-provider.ts'
import { openProvider } from '../main.ts'
import { OperatorFault } from '../operator-fault.ts'
import type { Config } from '../config.ts'
import { print, withDatabase, type Command } from './command.ts'

/** Enough for the one sentence that is asked for, and for a model that thinks first. */
const MOST_TOKENS = 512

export const doctorCommand: Command = {
  usage: 'doctor',
  summary: 'try the database and every provider of the model, and say what is wrong; exits with 1 when something is',
  async run(_given, config) {
    const isWell = [await tryDatabase(config)]
    if (config.providers.length === 0)
      print('model: none is configured; only approved questions are answered. See OPENAI_API_KEY and OPENAI_BASE_URL.')
    for (const settings of config.providers) {
      const { answerer } = openProvider(settings, MOST_TOKENS)
      try {
        const { works, lines } = await tryProvider(answerer, settings)
        isWell.push(works)
        print(`${settings.name} (${settings.baseUrl}, ${settings.model}): ${lines.join('\n    ')}`)
      } finally {
        await answerer.close()
      }
    }
    return isWell.every(Boolean) ? 0 : 1
  },
}

async function tryDatabase(config: Config): Promise<boolean> {
  try {
    await withDatabase(config, (database) => database.check())
    print(`database (${config.DATA_DIR}): can be written.`)
    return true
  } catch (error) {
    print(
      `database (${config.DATA_DIR}): ${error instanceof OperatorFault ? error.message : 'cannot be written. Look at the folder’s rights and the disk’s free space.'}`,
    )
    return false
  }
}
