import { describe, expect, it, test } from 'vitest'
import { LANGUAGES, type Language } from '../shared/language.ts'
import { readIntent } from './intent/read-intent.ts'
import { sentence, type Sentence } from './sentences.ts'

const NAMES: Sentence[] = [
  'no_model',
  'no_model_but_questions',
  'model_failed',
  'limit_reached',
  'limit_reached_but_questions',
  'person_instead',
  'still_working',
  'interrupted',
  'not_answered',
  'answer_withheld',
  'person_noted',
  'stopped',
  'back_to_assistant',
  'greeting',
  'thanks',
]
const ENDS: Partial<Record<Language, RegExp>> = { zh: /[。？]$/, ja: /。$/ }

describe.each(LANGUAGES)('what the system says in %s', (language) => {
  test.each(NAMES)('%s is a whole sentence of its own', (name) => {
    const said = sentence(name, language)
    expect(said).toMatch(ENDS[language] ?? /[.?؟]$/)
    expect(NAMES.filter((other) => sentence(other, language) === said)).toEqual([name])
    if (language !== 'en') expect(said).not.toBe(sentence(name, 'en'))
  })

  it('ends with the contact as a link, where the site has one', () => {
    const said = sentence('no_model', language, 'help@shop.example')
    expect(said).toContain('[help@shop.example](mailto:help@shop.example)')
    expect(said.startsWith(sentence('no_model', language))).toBe(true)
    expect(sentence('no_model', language, '+1 (555) 0100')).toContain('+1 (555) 0100')
  })
})

test.each(LANGUAGES.filter((language) => language !== 'en' && language !== 'zh'))('%s names a word that brings a person', (language) => {
  for (const name of ['no_model', 'no_model_but_questions', 'model_failed', 'limit_reached', 'limit_reached_but_questions'] as const) {
    const word = /[«“„「‘]\s?([^»“”」’]+?)\s?[»“”」’]/.exec(sentence(name, language))?.[1] ?? ''
    expect(readIntent(word), word).toMatchObject({ intent: 'person', sure: true })
  }
})
