/**
 * Learns the weights of server/intent/model.ts: `npm run train:intent`. Seeded; the same data and the same Node give the same bytes, and `--check` says whether
 * they are those in the repository.
 *
 * A softmax over the intents, with `ordinary` as the one that needs no evidence, learned by stochastic gradient descent with a step of its own for each weight
 * (AdaGrad). Then, on messages that were not learned from, the lowest likelihood is sought for each intent at which next to nothing ordinary is taken for it.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { LEARNED, PLACES, featuresOf, sizeOf } from '../../server/intent/model.ts'
import { learnable } from '../../server/intent/read-intent.ts'
import { randomFrom } from '../../server/testing/seeded-random.ts'
import { hasData, ownSamples, samples, type Sample } from './data.ts'
import { madeSamples } from './phrases.ts'

const ROUNDS = 14
const STEP = 0.35
const DECAY = 2e-5
/** Ordinary messages are many; without this, the others would be lost among them. */
const WEIGHT = { person: 3, complaint: 3, greeting: 3, thanks: 3, ordinary: 1 }
/** Our own messages are few, and the only ones of their kind. */
const OWN = 3
/** Of the ordinary messages that choose the thresholds, so many may be wrongly taken for an intent. */
const FALSE_ALARMS = 0.0005
const LEAST_LIKELIHOOD = 0.8

type Example = { places: number[]; size: number; target: number; weight: number; sample: Sample }

const exampleOf = (sample: Sample): Example => {
  const places = Array.from(featuresOf(learnable(sample.text)))
  const target = LEARNED.findIndex((intent) => intent === sample.label)
  return { places, size: sizeOf(places.length), target, weight: WEIGHT[sample.label] * (sample.set === 'own' ? OWN : 1), sample }
}

type Model = { weights: Float64Array; biases: Float64Array }

function likelihoods({ weights, biases }: Model, { places, size }: Example): number[] {
  const sums = LEARNED.map((_, index) => {
    let sum = 0
    for (const place of places) sum += weights[index * PLACES + place] ?? 0
    return Math.exp(sum * size + (biases[index] ?? 0))
  })
  const whole = sums.reduce((total, sum) => total + sum, 1)
  return sums.map((sum) => sum / whole)
}

function learn(examples: Example[]): Model {
  const random = randomFrom(1)
  const model = { weights: new Float64Array(LEARNED.length * PLACES), biases: new Float64Array(LEARNED.length) }
  const squares = new Float64Array(model.weights.length).fill(0.01)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const example of shuffled(examples, random)) {
      const likely = likelihoods(model, example)
      LEARNED.forEach((_, index) => {
        const error = (likely[index] ?? 0) - (index === example.target ? 1 : 0)
        const slope = error * example.weight
        model.biases[index] = (model.biases[index] ?? 0) - 0.002 * slope
        for (const place of example.places) {
          const at = index * PLACES + place
          const gradient = slope * example.size + DECAY * (model.weights[at] ?? 0)
          squares[at] = (squares[at] ?? 0) + gradient * gradient
          model.weights[at] = (model.weights[at] ?? 0) - (STEP * gradient) / Math.sqrt(squares[at] ?? 1)
        }
      })
    }
  }
  return model
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  const mixed = Array.from(items)
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const [here, there] = [mixed[at], mixed[other]]
    if (here !== undefined && there !== undefined) [mixed[at], mixed[other]] = [there, here]
  }
  return mixed
}

/** Whole numbers of a byte, with one scale for each intent. */
function quantised({ weights, biases }: Model) {
  const scales = LEARNED.map((_, index) => {
    const own = weights.subarray(index * PLACES, (index + 1) * PLACES)
    return Number((own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127).toPrecision(6))
  })
  const bytes = Int8Array.from(weights, (weight, at) => Math.round(weight / (scales[Math.floor(at / PLACES)] ?? 1)))
  return { scales, biases: Array.from(biases, (bias) => Number(bias.toPrecision(6))), bytes }
}

function sureFrom(model: Model, examples: Example[]): number[] {
  return LEARNED.map((_, index) => {
    const wrong = examples.filter(({ target }) => target !== index).map((example) => likelihoods(model, example)[index] ?? 0)
    const ordinary = wrong.toSorted((one, other) => other - one)
    const allowed = ordinary[Math.floor(examples.length * FALSE_ALARMS)] ?? 0
    return Number(Math.max(LEAST_LIKELIHOOD, allowed + 0.005).toFixed(4))
  })
}

function fileOf(model: Model, tune: Example[]): string {
  const { scales, biases, bytes } = quantised(model)
  const rough = {
    weights: Float64Array.from(bytes, (byte, at) => byte * (scales[Math.floor(at / PLACES)] ?? 0)),
    biases: Float64Array.from(biases),
  }
  const packed = Buffer.from(bytes.buffer).toString('base64')
  const lines = packed.match(/.{1,132}/g) ?? []
  return `/** Written by bench/intent/train.ts, which see: numbers of a byte for ${LEARNED.join(', ')}, ${PLACES} each. CARD.md says what they were learned from. */

export const WEIGHTS = {
  scales: [${scales.join(', ')}],
  biases: [${biases.join(', ')}],
  sureFrom: [${sureFrom(rough, tune).join(', ')}],
  packed: [
${lines.map((line) => `    '${line}',`).join('\n')}
  ].join(''),
}
`
}

if (!hasData) throw new Error('The public sets are not there: bench/intent/data.ts says where they are looked for.')
const examples = [...samples(), ...madeSamples(), ...ownSamples()].map(exampleOf).filter(({ places }) => places.length > 0)
const part = (name: Sample['part']): Example[] => examples.filter(({ sample }) => sample.part === name)
const written = fileOf(learn(part('train')), part('tune'))
const file = new URL('../../server/intent/weights.ts', import.meta.url)
if (process.argv.includes('--check')) {
  const isSame = written === readFileSync(file, 'utf8')
  console.log(isSame ? 'The weights are those in the repository.' : 'The weights differ from those in the repository.')
  process.exitCode = isSame ? 0 : 1
} else writeFileSync(file, written)
console.log(/sureFrom.*/.exec(written)?.[0], `${Math.round(written.length / 1024)} KiB`)
