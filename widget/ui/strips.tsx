/** What the customer should know about the line and about who answers, in one quiet strip each. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Words } from '../i18n/dictionary.ts'
import type { SiteAppearance } from '../site.ts'
import { contactHref } from './contact.ts'
import { useExtras } from './use-extras.ts'

export type StripsProps = { conversation: Conversation; snapshot: Snapshot; site: SiteAppearance; words: Words }

export function Strips({ conversation, snapshot, site, words }: StripsProps) {
  const { connection, floor, fault, isErased } = snapshot
  const place = useRef<HTMLDivElement>(null)
  const isUsual = connection.state !== 'refused' && !fault && !isErased && floor.state === 'bot'
  const extras = useExtras({ needs: !isUsual, place, connection })
  useLayoutEffect(() => {
    const contact = { text: site.contact, href: contactHref(site.contact) }
    if (place.current) extras?.drawNotices(place.current, { snapshot, contact, words, actions: conversation })
  })
  // They are there as soon as somebody else than the assistant may answer.
  useLayoutEffect(() => extras?.giveSigns(conversation), [extras])
  return (
    <div class="strips" role="status">
      {/* Known here, as nothing can be fetched without a line. */}
      {(connection.state === 'connecting' || connection.state === 'reconnecting') && (
        <div class="strip late">
          <span class="spinner" aria-hidden="true" />
          {words[connection.state]}
        </div>
      )}
      <div ref={place} />
    </div>
  )
}
