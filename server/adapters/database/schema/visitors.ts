/** The table of visitors. */

export type VisitorTable = {
  tenant_id: string
  id: string
  site_id: string
  token_hash: string
  /** The conversation that was started last. A pointer and not the latest `created_at`, because clocks are set back. */
  newest_conversation_id: string
  created_at: number
  /** Last use of the token, to the hour. */
  used_at: number
  /** JSON: `VisitorDescription`; null where nothing is said of the visitor. */
  description: string | null
  /** Who the visitor is, by the signature of the site's backend; null where nobody has vouched for anything. */
  user_id: string | null
  /** Left by the customer in the chat. */
  email: string | null
}
