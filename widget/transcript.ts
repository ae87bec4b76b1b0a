/** The conversation as a plain text file, made in the browser from what is shown. */

import type { AllWords } from './i18n/rare-words.ts'
import type { LogMessage } from '../shared/log.ts'
import type { SiteAppearance } from './site.ts'

type Names = Pick<SiteAppearance, 'name' | 'assistantName'>

export function transcriptOf(messages: readonly LogMessage[], site: Names, words: Pick<AllWords, 'transcriptTitle' | 'you'>): string {
  const said = messages.map(({ author, text, at }) => {
    const name = author.kind === 'visitor' ? words.you : (author.name ?? (author.kind === 'bot' ? site.assistantName : site.name))
    return `[${timestamp(at)}] ${name}:\n${text}`
  })
  return `${[words.transcriptTitle(site.name), ...said].join('\n\n')}\n`
}

/** The same form in every language: it is read by people and sorted by machines. */
function timestamp(at: number): string {
  const date = new Date(at)
  const pad = (part: number) => String(part).padStart(2, '0')
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(pad).join('-')
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`
}

export function downloadTranscript(messages: readonly LogMessage[], site: Names, words: AllWords) {
  // Without the mark some editors take UTF-8 for something older.
  const file = new Blob(['\ufeff', transcriptOf(messages, site, words)], { type: 'text/plain;charset=utf-8' })
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = `${words.transcriptTitle(site.name).replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')}.txt`
  link.click()
  // Safari reads the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
