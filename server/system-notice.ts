import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../shared/identity.ts'
import type { NewAnswer } from './ports/conversations.ts'
import type { Site } from './ports/sites.ts'

/** What the system says in a conversation in its own name. */
export const systemNotice = (site: Site, text: string, at: number): NewAnswer => ({
  id: uuidv7(at, randomBytes(16)),
  author: { kind: 'system', name: site.policy.assistantName },
  text,
  at,
  origin: 'notice',
  outcome: 'complete',
})
