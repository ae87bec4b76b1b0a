/** [Q-LIKE] What makes two questions different although they share nearly all of their words. */

import { expect, test } from 'vitest'
import { englishWords } from './english.ts'
import { normaliseQuestion } from './normalise-question.ts'
import { isSameMeaning } from './same-meaning.ts'

const wordsOf = (text: string): string[] => englishWords(normaliseQuestion(text))

test.each([
  ['How many days does delivery take?', 'How many days will my delivery take'],
  ['Transfer money from my card to my account', 'How do I transfer money from the card to an account?'],
  ['Why was my card not accepted?', 'Why is the card not accepted'],
  ['Can I top up in EUR?', 'How can I top up in EUR'],
])('%j may be %j', (one, other) => {
  expect(isSameMeaning(wordsOf(one), wordsOf(other))).toBe(true)
})

test.each([
  // A “not”, a number, a currency, another word that asks.
  ['My card does not work in shops', 'My card does work in shops'],
  ['Can I pay without showing the card', 'Can I pay and show the card'],
  ['I want 2 cards for travelling', 'I want 3 cards for travelling'],
  ['I want a second card, two in all', 'I want a second card in all'],
  ['Can I top up in euros today', 'Can I top up in dollars today'],
  ['Does a lamp cost $5 more', 'Does a lamp cost more'],
  ['When did my payment go wrong', 'Why did my payment go wrong'],
  ['How much does the delivery take', 'How long does the delivery take'],
  ['Where is your address shown', 'Where is my address shown'],
  // Contraries.
  ['How do I disable two factor login', 'How do I enable two factor login'],
  ['Please unlock the card again', 'Please lock the card again'],
  ['Increase the limit of my card', 'Decrease the limit of my card'],
  ['Why did the payment succeed today', 'Why did the payment fail today'],
  ['Is it due before the sale ends', 'Is it due after the sale ends'],
  ['Will my card be charged', 'Was my card charged'],
  // The other way round.
  ['Transfer money from my account to my card', 'How do I transfer money from the card to an account?'],
  ['Do I fly from Paris to London on Monday', 'Do we fly on Monday from London to Paris'],
  ['Is tea nicer than coffee today', 'Is coffee nicer than tea'],
  ['does ann owe bob', 'does bob owe ann'],
])('%j is not %j, either way', (one, other) => {
  expect(isSameMeaning(wordsOf(one), wordsOf(other))).toBe(false)
  expect(isSameMeaning(wordsOf(other), wordsOf(one))).toBe(false)
})
