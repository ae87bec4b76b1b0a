/**
 * Sources in an answer. The model is given passages with numbers and cites them as [1]. What the customer reads has a number for each document that was cited, in
 * the order of citing, and a last line that names them with links. A number that no passage has is taken out, and code is left alone.
 *
 * What is held back of a stream is only what may still become a citation, so however the text is cut into pieces, the customer reads the same.
 */

import type { Language } from '../../shared/language.ts'
import type { Passage } from '../knowledge/passage-index.ts'
import { sourcesLine, type Source } from '../sources.ts'

export type CitedOptions = {
  passages: readonly Passage[]
  language: Language
  /** Asked at the end: an answer that was cut names no sources. */
  isWhole: () => boolean
}

export async function* cited(text: AsyncIterable<string>, { passages, language, isWhole }: CitedOptions): AsyncIterable<string> {
  if (passages.length === 0) return yield* text
  const citations = createCitations(passages)
  for await (const piece of text) {
    const shown = citations.read(piece)
    if (shown !== '') yield shown
  }
  const rest = citations.rest()
  if (rest !== '') yield rest
  const sources = isWhole() ? sourcesLine(citations.sources(), language) : ''
  if (sources !== '') yield sources
}

/** A run of backticks begins or ends code. A citation takes the space before it along, as nothing may remain of it. Models write 【1】 in Chinese. */
const TOKEN = /`+| ?[[【](\d{1,3}(?:(?:, ?|[，、])\d{1,3}){0,7})[\]】]/g
/** An end that may go on to be one of them. */
const UNFINISHED = /`+$| ?(?:[[【][\d ,，、]{0,40})?$/

function createCitations(passages: readonly Passage[]) {
  /** By document, in the order in which they were cited. */
  const sources = new Map<string, Source>()
  let held = ''
  /** The run of backticks that the code began with; empty outside of code. */
  let code = ''
  /** Of the citation that the text ends with just now. */
  let lastNumbers = ''

  function numberOf(given: string): number | undefined {
    const passage = passages[Number(given) - 1]
    if (!passage) return undefined
    if (!sources.has(passage.document)) sources.set(passage.document, { title: passage.title, url: passage.url })
    return [...sources.keys()].indexOf(passage.document) + 1
  }

  function citation(whole: string, given: string): string {
    const numbers = [...new Set(given.split(/[,，、]/).map((number) => numberOf(number.trim())))].filter((number) => number !== undefined)
    const shown = numbers.map((number) => `[${number}]`).join('')
    // Two passages of one document, cited one after the other.
    if (shown === '' || shown === lastNumbers) return ''
    lastNumbers = shown
    return (whole.startsWith(' ') ? ' ' : '') + shown
  }

  function replaced(text: string): string {
    let shown = ''
    let told = 0
    const tell = (to: number): void => {
      if (to > told) lastNumbers = ''
      shown += text.slice(told, to)
    }
    for (const { 0: whole, 1: given, index } of text.matchAll(TOKEN)) {
      if (given === undefined) {
        if (code === '') code = whole
        else if (code === whole) code = ''
      } else if (code === '') {
        tell(index)
        told = index + whole.length
        shown += citation(whole, given)
      }
    }
    tell(text.length)
    return shown
  }

  return {
    read(piece: string): string {
      const text = held + piece
      const from = UNFINISHED.exec(text)?.index ?? text.length
      held = text.slice(from)
      return replaced(text.slice(0, from))
    },
    rest(): string {
      const text = held
      held = ''
      return replaced(text)
    },
    sources: (): Source[] => [...sources.values()],
  }
}
