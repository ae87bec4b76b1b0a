/** What people did, newest first. Never what was written. */

import type { AuditEntry } from '../../shared/people.ts'
import { fullTime } from './time.ts'
import { usePages } from './use-pages.ts'
import { useWorkplace } from './workplace.ts'

const PAGE = 100

export function AuditSettings() {
  const { desk, words, language } = useWorkplace()
  const {
    rows: entries = [],
    hasMore,
    more,
  } = usePages(async (before) => {
    const { entries } = await desk.api.get<{ entries: AuditEntry[] }>('audit', { before, limit: PAGE })
    return { rows: entries, next: entries.length === PAGE ? entries.at(-1)?.id : undefined }
  })

  return (
    <section class="card">
      <table class="grid flowing">
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.what}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, at, person, action, subject, detail }) => (
            <tr key={id}>
              <td>{fullTime(at, language)}</td>
              <td>
                <bdi>{person}</bdi>
              </td>
              <td>
                <code>{action}</code>{' '}
                <bdi>{[subject, ...Object.entries(detail).map(([name, text]) => `${name}: ${text}`)].filter(Boolean).join(' · ')}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasMore && (
        <button class="button" type="button" onClick={more}>
          {words.showMore}
        </button>
      )}
    </section>
  )
}
