/**
 * What a site's pages load: the script behind the snippet, with what draws the bubble inside, so that it is drawn without a second request;
 * and, at a customer's first intent, what the open chat says in one language.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accentOf, inkOn, markOn } from '../../shared/color.ts'
import { languageFrom, LANGUAGES, type Language } from '../../shared/language.ts'
import type { SiteAppearance, SiteTag } from '../../shared/site-appearance.ts'
import type { Suggestions } from '../knowledge/suggestions.ts'
import { OperatorFault } from '../operator-fault.ts'
import type { Site } from '../ports/sites.ts'

export type Loader = {
  /** The tag's script; with the name of another product, also what answers to that one's calls. */
  script: (site: Site, as: string) => string
  /** A module whose `appearance` is the site's in this language. */
  appearance: (site: Site, language: string) => Promise<string>
}

/** What vite writes about the files it built: `{ "app.ts": { file: "assets/app-Q3x.js" } }`. */
type Manifest = Record<string, { file: string; isEntry?: boolean }>

const PLACEHOLDER = '__KEFU_SITE__'

/** Whose calls a page may go on using: `&as=` in the tag. */
const SHIMS = ['chatwoot', 'intercom']

/** `folder`: where the widget was built to. Throws a sentence for the operator when it was not. */
export function createLoader({ folder, suggestions }: { folder: string; suggestions: Suggestions }): Loader {
  let script: string
  let app: string
  let shims: Map<string, string>
  try {
    shims = new Map(SHIMS.map((name) => [name, readFileSync(join(folder, `as-${name}.js`), 'utf8')]))
    script = readFileSync(join(folder, 'kefu.js'), 'utf8')
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
    const entry = Object.values(manifest).find((file) => file.isEntry)
    if (!entry || !script.includes(PLACEHOLDER)) throw new Error('the built files do not fit together')
    app = `/${entry.file}`
  } catch (error) {
    throw new OperatorFault(`The widget is not built: run “npm run build” first (looked in ${folder}).`, { cause: error })
  }

  return {
    script(site, as) {
      const { color, locale, position } = site.policy
      const tag: SiteTag = {
        key: site.key,
        app,
        colors: `--accent:${accentOf(color)};--on-accent:${inkOn(accentOf(color))}`,
        ...(locale && { locale }),
        ...(position && { position }),
      }
      return (shims.get(as) ?? '') + script.replace(PLACEHOLDER, () => asScript(tag))
    },

    async appearance(site, tag) {
      const language = languageFrom([tag])
      const { name, key, policy } = site
      const accent = accentOf(policy.color)
      const offered = await Promise.all(LANGUAGES.map(async (wanted) => [wanted, await suggestions.of(site, wanted)] as const))
      const appearance: SiteAppearance = {
        key,
        name,
        assistantName: policy.assistantName,
        // Where the owner wrote none, the widget greets in words of its own.
        greeting: only(policy.greeting, [language]),
        suggestions: only(Object.fromEntries(offered.filter(([, texts]) => texts.length > 0)), [language, 'en']),
        contact: policy.contact,
        ...(policy.share?.includes('page') && { page: true }),
        marks: { light: markOn(accent, 'light'), dark: markOn(accent, 'dark') },
      }
      return `export const appearance=${asScript(appearance)}`
    },
  }
}

/** What there is in the first of the languages that has it. */
function only<Value>(texts: Record<string, Value>, languages: Language[]): Record<string, Value> {
  const spoken = languages.find((language) => Object.hasOwn(texts, language))
  return Object.fromEntries(Object.entries(texts).filter(([language]) => language === spoken))
}

/** JSON is JavaScript but for `</script>` and two line separators, where a page inlines it or an old parser reads it. */
const asScript = (value: unknown): string =>
  JSON.stringify(value).replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
