/** A document as its owner gave it, read and cut into the passages that a model is given. */

import type { DocumentType, KnowledgeDocument } from '../ports/documents.ts'
import type { ReadDocument } from './document-block.ts'
import type { Passage } from './passage-index.ts'
import { cutPassages } from './passages.ts'
import { readHtml } from './read-html.ts'
import { readMarkdown, readPlain } from './read-markdown.ts'

const READERS: Record<DocumentType, (text: string) => ReadDocument> = { markdown: readMarkdown, html: readHtml, text: readPlain }

export const readDocument = ({ type, text }: Pick<KnowledgeDocument, 'type' | 'text'>): ReadDocument => READERS[type](text)

export function passagesOf({ id, name, url, locale, type, text }: Omit<KnowledgeDocument, 'siteId' | 'updatedAt'>): Passage[] {
  return cutPassages(readDocument({ type, text }).blocks).map((passage, place) => ({
    id: `${id}#${place}`,
    document: id,
    title: name,
    // Most documents say their name once more at the top.
    path: passage.path[0] === name ? passage.path.slice(1) : passage.path,
    ...(url !== undefined && { url: passage.anchor === undefined || url.includes('#') ? url : `${url}#${passage.anchor}` }),
    locale,
    text: passage.text,
  }))
}
