/** The part of the Database that keeps documents: what a site's owner has uploaded for the model to answer from. */

export const DOCUMENT_TYPES = ['markdown', 'html', 'text'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

/** What its owner says of a document. */
export type DocumentContent = {
  /** Unique in its site. It is the name of the source that customers read. */
  name: string
  /** Where customers may read it. */
  url?: string
  /** Primary language: `en`, `zh`. */
  locale: string
  type: DocumentType
  text: string
}

export type KnowledgeDocument = DocumentContent & { id: string; siteId: string; updatedAt: number }

/** `units`: of its text. `revision`: another one after every change, and never again that of any other document of the site. */
export type DocumentEntry = Omit<KnowledgeDocument, 'text'> & { units: number; revision: number }

/** Every change makes the site's `knowledgeVersion` grow in the same transaction. */
export type DocumentsDatabase = {
  /** By name, without their texts. */
  documents(siteId: string): Promise<DocumentEntry[]>
  document(documentId: string): Promise<KnowledgeDocument | undefined>
  /** Rejects with `Duplicate` when the site has a document of this name. */
  createDocument(document: KnowledgeDocument): Promise<void>
  /** Replaces all of it. Rejects with `Duplicate` for a name that is taken; `undefined` when there is no such document. */
  replaceDocument(documentId: string, content: DocumentContent & { updatedAt: number }): Promise<KnowledgeDocument | undefined>
  deleteDocument(documentId: string): Promise<boolean>
}
