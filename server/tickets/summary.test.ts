import { expect, test } from 'vitest'
import { ticketSummary } from './summary.ts'

const customer = (text: string) => ({ role: 'customer' as const, text })
const assistant = (text: string) => ({ role: 'assistant' as const, text })

test('a ticket’s summary has what came before and a line for each turn, the newest at the end', () => {
  expect(ticketSummary(['Bought a lamp in May.'], [customer('It is\nbroken'), assistant('Which one?'), customer('Dusk')])).toBe(
    'Bought a lamp in May.\ncustomer: It is broken\nassistant: Which one?\ncustomer: Dusk',
  )
})

test('there is none where the subject says it all', () => {
  expect(ticketSummary([], [customer('I want a person')])).toBeUndefined()
})

test('it stays short, and loses the oldest first; but what was summed up is not pushed out by what was said after it', () => {
  const turns = Array.from({ length: 30 }, (_, index) => customer(`${index} ${'x'.repeat(150)}`))
  const long = ticketSummary(['older '.repeat(300), 'Abe promised a call on Friday. '.repeat(50)], turns) ?? ''
  expect(long.length).toBeLessThanOrEqual(4_001)
  expect(long.startsWith('Abe promised a call on Friday.')).toBe(true)
  expect(long.split('\n').map((line) => line.slice(0, 12))).toEqual([
    'Abe promised',
    ...turns.slice(-12).map(({ text }) => `customer: ${text.slice(0, 2)}`),
  ])
  expect(ticketSummary(['old '.repeat(600)], [])?.length).toBe(2_000)
})
