/** Tables of what people at the desk do beside the log. */

/** What people at the desk write to each other. */
export type NoteTable = {
  tenant_id: string
  conversation_id: string
  /** From 1, in its conversation. */
  number: number
  id: string
  cid: string
  /** The log's top when it was written. */
  after_seq: number
  person_id: string
  person_name: string
  text: string
  at: number
}

/** How long somebody waited for a person, until one came. */
export type WaitTable = { tenant_id: string; conversation_id: string; site_id: string; ended_at: number; waited_ms: number }
