/** The table of sites. */

import type { Generated } from 'kysely'

export type SiteTable = {
  tenant_id: string
  id: string
  /** Public, unique in the whole house. */
  key: string
  name: string
  /** JSON: `string[]`. */
  origins: string
  /** JSON: `SitePolicy`, with fields that this version may not know. */
  policy: string
  /** Grows with every change of the site's questions and documents. */
  knowledge_version: Generated<number>
  words_version: Generated<number>
  /** JSON: `string[]`, the newest first: with what the site's backend signs who a visitor is. */
  identity_secrets: Generated<string>
}
