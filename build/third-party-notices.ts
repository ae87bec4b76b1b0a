/** What the licences of bundled packages ask for: their texts, beside the bundle. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
  const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate))
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'No licence text is shipped with it.'
  return `${name} ${version} (${license})\n\n${text}`
}

/** `what` is bundled. Of what browsers load, the entries name the file, which has a hash as they have; a server's lies beside them. */
export const thirdPartyNotices = (what: string, where: 'client' | 'ssr'): Plugin => ({
  name: 'kefu:third-party-notices',
  applyToEnvironment: (environment) => environment.name === where,
  generateBundle(_options, bundle) {
    const folders = new Set([...this.getModuleIds()].flatMap((id) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []))
    const texts = [...folders].toSorted().map(noticeOf)
    const source = `${what} contains these packages.\n\n${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
    if (where === 'ssr') {
      this.emitFile({ type: 'asset', fileName: 'third-party-notices.txt', source })
      return
    }
    const fileName = `third-party-notices-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.txt`
    this.emitFile({ type: 'asset', fileName: `assets/${fileName}`, source })
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk' && chunk.isEntry) chunk.code = `/*! Third-party notices: ${fileName} */\n${chunk.code}`
  },
})
