/** What a site has before its owner decided anything. */

import type { SitePolicy } from './ports.ts'

export const DEFAULT_POLICY: SitePolicy = {
  assistantName: 'Assistant',
  greeting: { en: 'Hello! How can I help?', zh: '您好！有什么可以帮您？' },
  facts: '',
  contact: '',
  color: '#1f5fd6',
  maskedWords: [],
}
