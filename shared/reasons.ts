/**
 * Why somebody answers, and why the floor changed: the kinds of reasons, in the order of `docs/routing.md`, which says what each means. A reason is a kind,
 * or a kind and which one it was behind a colon: `exact:01890a5d…`, `phrase:talk to sales`. Metrics count kinds; what stands behind the colon may be
 * somebody's own words and is for the people at the desk.
 */

export const REASONS = [
  // A person has the floor.
  'floor_waiting',
  'floor_agent',
  'floor_closed',
  // A person is asked for.
  'word',
  'wish_for_person',
  'complaint',
  'phrase',
  'signals',
  'model_asks',
  'model_failed',
  // An approved question.
  'exact',
  'variant',
  'likeness',
  // The model.
  'greeting',
  'thanks',
  'no_question_matches',
  'no_model',
  'runs_exhausted',
  'too_old',
  // What people do with the floor.
  'taken',
  'passed_on',
  'agent_gone',
  'handed_back',
  'customer_returned',
  'closed',
  'customer_wrote',
] as const

export type ReasonKind = (typeof REASONS)[number]
export type Reason = ReasonKind | `${ReasonKind}:${string}`

/** Of a later version it can be any word. */
export const kindOf = (reason: string): string => reason.split(':', 1)[0] ?? ''

/** Which one it was; empty where there is only one. */
export const detailOf = (reason: string): string => reason.slice(kindOf(reason).length + 1)
