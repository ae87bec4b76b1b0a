/** What the customer should know about the line and about who answers, in one quiet strip each. */

import type { Snapshot } from '../snapshot.ts'
import { reasonOf, type Words } from '../i18n/dictionary.ts'
import type { SiteAppearance } from '../site.ts'
import { contactHref } from './contact.ts'

export function Strips({
  snapshot,
  site,
  words,
  cancelHandoff,
}: {
  snapshot: Snapshot
  site: SiteAppearance
  words: Words
  cancelHandoff(): void
}) {
  const { connection, floor, fault, isErased } = snapshot
  const contact = contactHref(site.contact)
  return (
    <div class="strips" role="status">
      {(connection.state === 'connecting' || connection.state === 'reconnecting') && (
        <div class="strip late">
          <span class="spinner" aria-hidden="true" />
          {words[connection.state]}
        </div>
      )}
      {connection.state === 'refused' && (
        <div class="strip fault">
          <span>
            {connection.code === 'protocol_unsupported' ? words.reload : words.refused}
            {contact && (
              <>
                {' '}
                {words.writeTo}{' '}
                <a href={contact} dir="ltr" target="_blank" rel="noopener noreferrer">
                  {site.contact}
                </a>
              </>
            )}
          </span>
        </div>
      )}
      {fault && connection.state === 'online' && <div class="strip fault">{reasonOf(words, fault)}</div>}
      {isErased && <div class="strip">{words.erased}</div>}
      {floor.state === 'waiting' && (
        <div class="strip">
          <span>{words.waiting}</span>
          <button type="button" onClick={cancelHandoff} disabled={connection.state !== 'online'}>
            {words.backToAssistant}
          </button>
        </div>
      )}
      {floor.state === 'agent' && <div class="strip">{words.withAgent}</div>}
      {floor.state === 'closed' && <div class="strip">{words.closed}</div>}
    </div>
  )
}
