/** What an approved question may hold, wherever it comes from: the API, the desk, or a file. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import { isBlank, isWellFormed } from '../../shared/text.ts'
import type { Question } from '../ports/questions.ts'

const visibleText = (units: number) =>
  z
    .string()
    .max(units)
    .refine((value) => isWellFormed(value) && !isBlank(value), 'must have visible text, without NUL or half surrogate pairs')

const date = z.int().min(0).nullable()

export const questionFields = {
  locale: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'must be a language of two or three small letters, such as en')
    .describe('Primary language: en, zh, …'),
  text: visibleText(LIMITS.questionUnits).describe('The question as a customer would ask it.'),
  variants: z.array(visibleText(LIMITS.questionUnits)).max(LIMITS.questionVariants).describe('Other wordings that get the same answer.'),
  answer: visibleText(LIMITS.questionAnswerUnits).describe('Markdown.'),
  tags: z.array(z.string().min(1).max(LIMITS.wordUnits).refine(isWellFormed)).max(20),
  suggested: z.boolean().describe('Offered as a button in an empty conversation.'),
  validFrom: date.describe('In milliseconds since 1970: before it the question is neither answered nor offered.'),
  validTo: date.describe('The same from this moment on.'),
}

/** Also of one that is being changed, once it is known what stays. */
export const OUT_OF_ORDER = 'must be later than its beginning'
export const datesInOrder = ({ validFrom, validTo }: { validFrom?: number | null | undefined; validTo?: number | null | undefined }) =>
  (validFrom ?? 0) < (validTo ?? Infinity)

export const newQuestion = z
  .strictObject({
    ...questionFields,
    variants: questionFields.variants.default([]),
    tags: questionFields.tags.default([]),
    suggested: questionFields.suggested.default(false),
    validFrom: questionFields.validFrom.default(null),
    validTo: questionFields.validTo.default(null),
  })
  .refine(datesInOrder, { path: ['validTo'], message: OUT_OF_ORDER })
  .meta({ id: 'NewQuestion' })
export const changedQuestion = z.strictObject(questionFields).partial().meta({ id: 'QuestionChanges' })

export type QuestionContent = z.infer<typeof newQuestion>
export type ChangedQuestion = z.infer<typeof changedQuestion>

/** With every field, as files and the outside see it. */
export const contentOf = ({ locale, text, variants, answer, tags, suggested, validFrom, validTo }: Question): QuestionContent => ({
  locale,
  text,
  variants,
  answer,
  tags,
  suggested,
  validFrom: validFrom ?? null,
  validTo: validTo ?? null,
})
