/** `kefu eval FILE`: how well the readings of messages fit an owner's own customers. Needs no server, and no database but for a site's phrases. */

import type { Config } from '../config.ts'
import { evaluate, readAll, wrongOnes, type Evaluation, type ReadMessage } from '../intent/evaluation.ts'
import { readLabelled, type LabelledFile } from '../intent/labelled-messages.ts'
import { phraseIn, PHRASE_MEANINGS } from '../intent/phrases.ts'
import { readIntent } from '../intent/read-intent.ts'
import { INTENTS, type Reading } from '../intent/reading.ts'
import { OperatorFault } from '../operator-fault.ts'
import { badLines, SOME_BAD_LINES } from './bad-lines.ts'
import { counted, print, readText, siteWithKey, withDatabase, type Command, type Given } from './command.ts'

const MOST_FAULTS = 20
const MESSAGE_UNITS = 160

export const evalCommand: Command = {
  usage: 'eval FILE [--site SITE_KEY] [--most N]',
  summary: `read messages of a CSV file (text,label[,language]; labels ${INTENTS.join(', ')}) and say how well: wrong ones first, at most N of them, then what was taken for what. With --site its phrases count`,
  options: { site: { type: 'string' }, most: { type: 'string' } },
  async run(given, config) {
    const [file = ''] = given.positionals
    const most = mostFrom(given.text('most'))
    const read = await readerFor(given, config)
    const labelled = readLabelled(await readText(file))
    if (!labelled) throw new OperatorFault(`${file} has no columns “text” and “label”: its first line must name them.`)
    const messages = readAll(labelled.messages, read)
    print([...wrong(messages, most), ...told(messages), ...faults(labelled)].join('\n'))
    return labelled.faults.length > 0 ? SOME_BAD_LINES : 0
  },
}

function mostFrom(text = 'Infinity'): number {
  const most = Number(text)
  if (most >= 0) return most
  throw new OperatorFault(`“${text}” is no number of messages, as 20 is.`)
}

/** As messages to a site are routed: what a phrase of the owner means comes after what the words themselves do. */
async function readerFor(given: Given, config: Config): Promise<(text: string) => Reading> {
  const key = given.text('site')
  if (key === undefined) return readIntent
  const { policy } = await withDatabase(config, (database) => siteWithKey(database, key))
  return (text) => {
    const reading = readIntent(text)
    const [wish, complaint] = PHRASE_MEANINGS.map((meaning) => phraseIn([text], policy.phrases, meaning))
    if (reading.sure && reading.intent === 'person') return reading
    if (wish !== undefined) return { intent: 'person', sure: true, because: `phrase:${wish}` }
    if (reading.sure && reading.intent === 'complaint') return reading
    return complaint === undefined ? reading : { intent: 'complaint', sure: true, because: `phrase:${complaint}` }
  }
}

function wrong(messages: readonly ReadMessage[], most: number): string[] {
  const all = wrongOnes(messages)
  if (all.length === 0) return []
  const shown = all.slice(0, most).flatMap(({ text, label, read, because }) => {
    const line = text.replaceAll('\n', ' ')
    return [
      `  ${line.length > MESSAGE_UNITS ? `${line.slice(0, MESSAGE_UNITS)}…` : line}`,
      `      is ${label}, read as ${read} (${because})`,
    ]
  })
  return [`Wrong: ${all.length}${all.length > most ? `, the first ${most} of them` : ''}`, ...shown, '']
}

function told(messages: readonly ReadMessage[]): string[] {
  const whole = evaluate(messages)
  if (whole.messages === 0) return ['No message to read.']
  const languages = [...new Set(messages.flatMap(({ language }) => language ?? []))].toSorted()
  return [
    `${counted(whole.messages, 'message')}, ${percent(whole.right / whole.messages)} read right`,
    '',
    ...confusion(whole),
    '',
    ...measures(whole),
    '',
    alarms(whole),
    ...(languages.length < 2 ? [] : languages.flatMap((language) => ofLanguage(language, messages))),
  ]
}

const WIDTH = 11
const row = (name: string, cells: readonly (string | number)[]): string =>
  `  ${name.padEnd(WIDTH)}${cells.map((cell) => String(cell).padStart(WIDTH)).join('')}`

const confusion = ({ table }: Evaluation): string[] => [
  row('is ↓ read →', INTENTS),
  ...INTENTS.map((label) =>
    row(
      label,
      INTENTS.map((read) => table[label][read]),
    ),
  ),
]

const measures = ({ measures: all }: Evaluation): string[] => [
  row('', ['messages', 'precision', 'recall', 'F1']),
  ...all.map(({ intent, messages, precision, recall, f1 }) => row(intent, [messages, share(precision), share(recall), share(f1)])),
]

const alarms = ({ falseAlarms: { messages, of } }: Evaluation): string =>
  `False alarms: ${messages} of ${counted(of, 'ordinary message')} would have gone to a person${of === 0 ? '' : ` (${percent(messages / of)})`}`

function ofLanguage(language: string, messages: readonly ReadMessage[]): string[] {
  const own = evaluate(messages.filter((message) => message.language === language))
  return ['', `${language}: ${counted(own.messages, 'message')}`, ...measures(own), alarms(own)]
}

function faults({ faults: all }: LabelledFile): string[] {
  if (all.length === 0) return []
  return ['', ...badLines({ faults: all.slice(0, MOST_FAULTS), faultCount: all.length })]
}

/** What nothing was, or was read as, has no measure. */
const share = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3))
const percent = (value: number): string => `${(value * 100).toLocaleString('en', { maximumFractionDigits: 2 })} %`
