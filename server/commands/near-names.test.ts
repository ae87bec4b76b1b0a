import { expect, test } from 'vitest'
import { nearNames } from './near-names.ts'

const NAMES = ['start', 'doctor', 'site create', 'site list', 'questions import', 'words import', 'words check']

test.each([
  ['a letter less', ['strt'], ['start']],
  ['two swapped', ['dcotor'], ['doctor']],
  ['a letter too much, and options behind it', ['site', 'creates', '--name', 'Shop'], ['site create']],
  ['two words as one', ['sitelist'], ['site list']],
  ['the first word alone', ['words'], ['words import', 'words check']],
  ['the first word mistyped, and another one', ['word', 'frobnicate'], ['words import', 'words check']],
  ['nothing of the kind', ['frobnicate'], []],
  ['an option', ['--x'], []],
])('%s', (_what, typed, meant) => expect(nearNames(typed, NAMES)).toEqual(meant))
