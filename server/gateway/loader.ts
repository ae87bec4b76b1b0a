/**
 * The script behind the snippet: the built loader with the site's appearance inside, so that the bubble is drawn without a second request.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LANGUAGES, type Language } from '../../shared/language.ts'
import type { SiteAppearance } from '../../shared/site-appearance.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import { OperatorFault } from '../operator-fault.ts'
import type { Site } from '../ports.ts'

export type Loader = (site: Site) => Promise<string>

/** What vite writes about the files it built: `{ "app.ts": { file: "assets/app-Q3x.js" } }`. */
type Manifest = Record<string, { file: string; isEntry?: boolean }>

const PLACEHOLDER = '__KEFU_SITE__'

/** `folder`: where the widget was built to. Throws a sentence for the operator when it was not. */
export function createLoader({ folder, knowledge }: { folder: string; knowledge: Knowledge }): Loader {
  let script: string
  let app: string
  try {
    script = readFileSync(join(folder, 'kefu.js'), 'utf8')
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
    const entry = Object.values(manifest).find((file) => file.isEntry)
    if (!entry || !script.includes(PLACEHOLDER)) throw new Error('the built files do not fit together')
    app = `/${entry.file}`
  } catch (error) {
    throw new OperatorFault(`The widget is not built: run “npm run build” first (looked in ${folder}).`, { cause: error })
  }

  return async function loader(site) {
    const index = await knowledge.of(site)
    const suggestionsIn = (language: Language) =>
      index
        .suggested(language)
        .slice(0, LIMITS.suggestions)
        .map((question) => question.text)
    // A language without suggestions is left out: English stands in for it.
    const suggestions = LANGUAGES.map((language) => [language, suggestionsIn(language)] as const).filter(([, texts]) => texts.length > 0)
    const { assistantName, greeting, color, contact } = site.policy
    const appearance: SiteAppearance = {
      key: site.key,
      app,
      name: site.name,
      assistantName,
      greeting,
      color,
      contact,
      suggestions: Object.fromEntries(suggestions),
    }
    return script.replace(PLACEHOLDER, () => asScript(appearance))
  }
}

/** JSON is JavaScript but for `</script>` and two line separators, where a page inlines it or an old parser reads it. */
const asScript = (value: unknown): string =>
  JSON.stringify(value).replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
