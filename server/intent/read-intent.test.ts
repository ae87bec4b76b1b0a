import { expect, test } from 'vitest'
import { readIntent } from './read-intent.ts'

test('a wish for a person is read as one, and surely', () => {
  expect(readIntent('转人工')).toMatchObject({ intent: 'person', sure: true })
})

test('what nothing speaks for is ordinary', () => {
  expect(readIntent('Do you ship to Norway?')).toMatchObject({ intent: 'ordinary' })
})
