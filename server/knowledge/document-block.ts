/** What a document consists of once it is read, whatever format it was in: headings, and text between them, in the order in which a reader meets them. */

export type DocumentBlock =
  /** `anchor`: the id that the document itself gives this heading. */
  { kind: 'heading'; level: number; text: string; anchor?: string } | { kind: 'text'; text: string }

/** `title`, `url` and `language` are what the document says of itself, outside of its text. Nobody has checked them. */
export type ReadDocument = { title?: string; url?: string; language?: string; blocks: DocumentBlock[] }

/** A heading as a block; one that is longer than anybody writes headings is text. */
export const headingBlock = (level: number, text: string, anchor?: string): DocumentBlock =>
  text.length > HEADING_UNITS ? { kind: 'text', text } : { kind: 'heading', level, text, ...(isAnchor(anchor) && { anchor }) }

const HEADING_UNITS = 200

const isAnchor = (anchor: string | undefined): anchor is string => anchor !== undefined && /^[^\s"'<>#%]{1,100}$/u.test(anchor)
