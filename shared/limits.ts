/** Limits that both ends know. A number here is part of the protocol; what only the server decides is a setting. */
export const LIMITS = {
  /** A customer's message, in UTF-16 units. */
  messageUnits: 4_000,
  /** An answer, in UTF-16 units; a longer one is cut and says so. */
  answerUnits: 16_384,
  /** What a customer adds to the rating of a conversation, in UTF-16 units. */
  commentUnits: 1_000,
  /** One packet, in bytes. 4,000 units are at most 12,000 bytes of UTF-8. */
  frameBytes: 32_768,
  /** Any id: UUIDs have 36 characters. */
  idUnits: 64,
  /** Language tags and other short words. */
  wordUnits: 64,
  /** Entries that the server reads from the log at once. */
  historyPage: 100,
  /** An approved question's answer, and the questions themselves. */
  questionUnits: 500,
  questionAnswerUnits: 8_000,
  questionVariants: 50,
  /** Suggested questions under a message or in an empty conversation. */
  suggestions: 6,
} as const

/** Of the page that a customer writes from: what is longer is cut. */
export const PAGE_LIMITS = { addressUnits: 500, titleUnits: 200 } as const

/**
 * What a page says of its visitor: name, e-mail address and user id each; attributes; and all of it together, so that it fits in a packet. By itself, so
 * that it is no part of a widget that describes nobody.
 */
export const DESCRIPTION_LIMITS = {
  labelUnits: 200,
  /** A hash, or a signed token. */
  proofUnits: 2_000,
  attributes: 50,
  attributeNameUnits: 60,
  attributeValueUnits: 500,
  descriptionUnits: 8_000,
} as const
