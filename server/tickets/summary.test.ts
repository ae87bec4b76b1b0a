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

test('it stays short, and loses the oldest first', () => {
  const long = ticketSummary(
    ['old '.repeat(600)],
    Array.from({ length: 30 }, (_, index) => customer(`${index} ${'x'.repeat(150)}`)),
  )
  expect(long?.length).toBeLessThanOrEqual(2_000)
  expect(long).toMatch(/\ncustomer: 29 x+$/)
  expect(long).not.toContain('old')
})
