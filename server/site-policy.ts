/** What a site has before its owner decided anything. */

import type { SitePolicy } from './ports/sites.ts'

export const DEFAULT_POLICY: SitePolicy = {
  assistantName: 'Assistant',
  greeting: {},
  facts: '',
  contact: '',
  color: '#1f5fd6',
}
