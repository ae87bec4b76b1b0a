/** What people did, newest first. Never what was written. */

import { useState } from 'preact/hooks'
import type { AuditEntry } from '../../shared/people.ts'
import { fullTime } from './time.ts'
import { useLoaded } from './use-loaded.ts'
import { useWorkplace } from './workplace.ts'

const PAGE = 100

export function AuditSettings() {
  const { desk, words, language, sayFault } = useWorkplace()
  const [older, setOlder] = useState<readonly AuditEntry[]>([])
  const [isAtEnd, setAtEnd] = useState(false)
  const { value } = useLoaded(() => desk.api.get<{ entries: AuditEntry[] }>('audit', { limit: PAGE }))
  const entries = [...(value?.entries ?? []), ...older]

  async function more(): Promise<void> {
    try {
      const { entries: next } = await desk.api.get<{ entries: AuditEntry[] }>('audit', { before: entries.at(-1)?.id, limit: PAGE })
      setOlder([...older, ...next])
      setAtEnd(next.length < PAGE)
    } catch (error) {
      sayFault(error)
    }
  }

  return (
    <section class="card">
      <table class="grid">
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
      {entries.length >= PAGE && !isAtEnd && (
        <button class="button" type="button" onClick={() => void more()}>
          {words.showMore}
        </button>
      )}
    </section>
  )
}
