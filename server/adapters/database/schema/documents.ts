/** The table of documents. */

import type { DocumentType } from '../../../ports/documents.ts'

export type DocumentTable = {
  tenant_id: string
  id: string
  site_id: string
  name: string
  url: string | null
  locale: string
  type: DocumentType
  text: string
  units: number
  /** The site's knowledge version that it changed with. */
  revision: number
  updated_at: number
}
