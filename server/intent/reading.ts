/** What a message asks for, as far as its words tell by themselves. */

/** `complaint` holds distress too: both go to a person. */
export const INTENTS = ['person', 'complaint', 'greeting', 'thanks', 'ordinary'] as const

export type Intent = (typeof INTENTS)[number]

export type Reading = {
  intent: Intent
  /** Sure enough to act on. What is not sure goes the way of an ordinary message. */
  sure: boolean
  /** Why, short and stable: `rule:transfer_zh`, `model:complaint` … */
  because: string
}
