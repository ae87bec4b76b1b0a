/**
 * How well and how fast messages are read: `npm run build && npm run bench:intent [-- --record]`. Quality is told first, on messages never learned from, beside what a
 * handful of keywords would do; then the time for a message, beside the floor of lower-casing it; then what loading costs. `--record` writes the tables into
 * server/intent/CARD.md.
 */

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { evaluate, readAll, type Evaluation } from '../server/intent/evaluation.ts'
import { readIntent } from '../server/intent/read-intent.ts'
import { INTENTS, type Intent, type Reading } from '../server/intent/reading.ts'
import { hasData, heldOut, samples, undecided, type Sample } from './intent/data.ts'

type Read = (text: string) => Reading

const reading = (intent: Intent): Reading => ({ intent, sure: true, because: 'keyword' })
const keywords: Read = (text) =>
  /\b(?:human|person|agent|representative|operator)\b|人工|真人|客服/i.test(text)
    ? reading('person')
    : /complain|terrible|awful|投诉|差评|垃圾/i.test(text)
      ? reading('complaint')
      : reading('ordinary')
const rulesAlone: Read = (text) => {
  const read = readIntent(text)
  return read.because.startsWith('model:') ? reading('ordinary') : read
}

const labelled = (all: readonly Sample[]) => all.map(({ text, label, language }) => ({ text, label, language }))
const evaluated = (all: readonly Sample[], read?: Read): Evaluation => evaluate(readAll(labelled(all), read))
const number = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3))
const rate = ({ falseAlarms: { messages, of } }: Evaluation): string =>
  of === 0 ? '–' : `${messages} of ${of.toLocaleString('en')}, ${((messages / of) * 100).toFixed(2)} %`

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

const only = (all: Sample[], part: Sample['part'], language: Sample['language']): Sample[] =>
  all.filter((sample) => sample.part === part && sample.language === language && !sample.set.startsWith('hint3'))

function byClass(name: string, all: Sample[]): string[][] {
  return evaluated(all)
    .measures.filter(({ messages }) => messages > 0)
    .map(({ intent, messages, precision, recall, f1 }) => [
      name,
      intent,
      messages.toLocaleString('en'),
      number(precision),
      number(recall),
      number(f1),
    ])
}

function quality(): string {
  const all = hasData ? samples() : []
  const groups: [string, Sample[]][] = [
    ['public sets, English, test part', only(all, 'test', 'en')],
    ['public sets, Chinese, test part', only(all, 'test', 'zh')],
    ['held out, English', heldOut('en')],
    ['held out, Chinese', heldOut('zh')],
  ]
  const f1 = (evaluation: Evaluation, intent: Intent): string => number(evaluation.measures[INTENTS.indexOf(intent)]?.f1 ?? Number.NaN)
  const readers: [string, Read | undefined][] = [
    ['keywords', keywords],
    ['rules alone', rulesAlone],
    ['rules and model', undefined],
  ]
  const compared = groups.flatMap(([name, group]) =>
    readers.map(([reader, read]) => {
      const evaluation = evaluated(group, read)
      return [name, reader, f1(evaluation, 'person'), f1(evaluation, 'complaint'), rate(evaluation)]
    }),
  )
  const sets = [...new Set(all.map(({ set }) => set))].map((set) => {
    const evaluation = evaluated(all.filter((sample) => sample.set === set && sample.part === 'test'))
    const { measures } = evaluation
    const recall = (intent: Intent) => measures[INTENTS.indexOf(intent)]?.recall ?? Number.NaN
    return [set, String(evaluation.messages), number(recall('person')), number(recall('complaint')), rate(evaluation)]
  })
  const customerService = hasData ? undecided() : []
  const asWish = customerService.filter((text) => readIntent(text).intent === 'person').length
  return [
    table(
      ['messages', 'label', 'how many', 'precision', 'recall', 'F1'],
      groups.flatMap(([name, group]) => byClass(name, group)),
    ),
    table(['messages', 'read by', 'F1 person', 'F1 complaint', 'false alarms'], compared),
    table(['test part of', 'messages', 'recall person', 'recall complaint', 'false alarms'], sets),
    `Of Bitext’s ${customerService.length} messages “contact customer service”, which are in none of the figures, ${asWish} are read as a wish for a person.`,
  ].join('\n\n')
}

/** Each message three times, of which the middle counts: what else the machine does must not. Microseconds. */
function times(texts: readonly string[], work: (text: string) => unknown): string[] {
  for (const text of texts.slice(0, 2_000)) work(text)
  const each = texts.map((text) => {
    const three = [0, 1, 2].map(() => {
      const from = process.hrtime.bigint()
      work(text)
      return Number(process.hrtime.bigint() - from) / 1000
    })
    return three.toSorted((one, other) => one - other)[1] ?? 0
  })
  const ordered = each.toSorted((one, other) => one - other)
  return [0.5, 0.99, 1].map((share) => (ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? Number.NaN).toFixed(1))
}

function speed(): string {
  const own = [...heldOut('en'), ...heldOut('zh')]
  const all = (hasData ? [...samples(), ...own] : own).filter((_, at) => !hasData || at % 3 === 0)
  const groups: [string, string[]][] = [
    ['English', all.filter(({ language }) => language === 'en').map(({ text }) => text)],
    ['Chinese', all.filter(({ language }) => language === 'zh').map(({ text }) => text)],
    ['4,000 units, English', all.slice(0, 50).map(({ text }) => `${text} `.repeat(200).slice(0, 4_000))],
    ['4,000 units, Chinese', own.filter(({ language }) => language === 'zh').map(({ text }) => text.repeat(1_000).slice(0, 4_000))],
  ]
  const rows = groups.flatMap(([name, texts]) => [
    [name, 'floor: lower case', String(texts.length), ...times(texts, (text) => text.normalize('NFKC').toLowerCase())],
    [name, 'reading', String(texts.length), ...times(texts, readIntent)],
  ])
  return table(['messages', 'work', 'how many', 'p50, µs', 'p99, µs', 'longest, µs'], rows)
}

/** In a process of its own, as the built file. */
function loading(): string {
  const module = new URL('../dist/server/intent/read-intent.js', import.meta.url).href
  const script = `
    globalThis.gc(); const before = process.memoryUsage(), from = performance.now()
    const { prepareReading, readIntent } = await import(${JSON.stringify(module)}); const took = performance.now() - from
    prepareReading(); const prepared = performance.now() - from - took
    for (let at = 0; at < 300; at++) readIntent('hello 你好, can I talk about order ' + at)
    globalThis.gc(); const after = process.memoryUsage(), kB = (name) => Math.round((after[name] - before[name]) / 1000)
    console.log(JSON.stringify({ took, prepared, heap: kB('heapUsed'), outside: kB('external') + kB('arrayBuffers') }))`
  const runs = [0, 1, 2].map(
    () =>
      JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], { encoding: 'utf8' })) as {
        took: number
        prepared: number
        heap: number
        outside: number
      },
  )
  const [best] = runs.toSorted((one, other) => one.took - other.took)
  const bytes = readFileSync(fileURLToPath(new URL('../dist/server/intent/weights.js', import.meta.url))).length
  return `Loaded in ${best?.took.toFixed(0)} ms, and ${best?.prepared.toFixed(0)} ms more at the server’s start to compile every expression; holds ${best?.heap} kB of heap and ${best?.outside} kB outside it afterwards. The weights are a file of ${Math.round(bytes / 1024)} KiB.`
}

const started = new Date().toISOString().slice(0, 10)
const tables = [
  quality(),
  `${started}, ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.versions.node}; a machine with other work`,
  speed(),
  loading(),
].join('\n\n')
console.log(tables)
if (process.argv.includes('--record')) {
  if (!hasData) throw new Error('Without the public sets there is too little to record.')
  const card = new URL('../server/intent/CARD.md', import.meta.url)
  const text = readFileSync(card, 'utf8')
  const begun = '<!-- bench:intent -->'
  const ended = '<!-- /bench:intent -->'
  if (!text.includes(begun) || !text.includes(ended)) throw new Error('The card has no place for the tables.')
  writeFileSync(card, `${text.slice(0, text.indexOf(begun))}${begun}\n\n${tables}\n\n${text.slice(text.indexOf(ended))}`)
}
