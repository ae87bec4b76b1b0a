/** Beside the conversation: who the customer says to be, the ticket, and a summary by the model when it is asked for. */

import { useEffect, useState } from 'preact/hooks'
import type { Help } from '../../shared/desk.ts'
import { isAtLeast } from '../../shared/people.ts'
import type { OpenConversation } from '../core/conversation.ts'
import { CloseIcon, SparkIcon } from './icons.tsx'
import { later } from './later.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { customerName } from './names.ts'
import { TicketPanel } from './ticket-panel.tsx'
import { fullTime } from './time.ts'
import { useCommand, useWorkplace } from './workplace.ts'

/** Only admins see it, and seldom use it. */
const VisitorData = later(async () => (await import('./visitor-data.tsx')).VisitorData, null)

export function DetailsPanel({ open, close }: { open: OpenConversation; close(): void }) {
  const { desk, words, language, sayFault } = useWorkplace()
  const { detail, summary, id } = open
  const [text, setText] = useState('')
  const [isHelping, setHelping] = useState(false)
  const visitor = detail?.visitor
  useEffect(() => setText(''), [id])

  async function summarise(): Promise<void> {
    if (isHelping) return
    setHelping(true)
    try {
      setText((await desk.api.send<Help>('POST', `conversations/${id}/summary`, {})).text)
    } catch (error) {
      sayFault(error)
    }
    setHelping(false)
  }
  useCommand('summary', desk.mayAnswer ? () => void summarise() : undefined)

  const facts: [string, string | undefined][] = [
    [words.email, visitor?.email],
    [words.userId, visitor?.userId],
    [words.languageOf, visitor?.locale],
    [words.page, visitor?.page && [visitor.page.title, visitor.page.address].filter(Boolean).join(' · ')],
    [words.firstSeen, summary && fullTime(summary.createdAt, language)],
  ]
  return (
    <aside class="details" aria-label={words.details}>
      <header>
        <h2>{words.details}</h2>
        <button class="tool" type="button" aria-label={words.hideDetails} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <section>
        <h3>{words.customer}</h3>
        <p class="customer-name">
          <bdi>{visitor && customerName(visitor, words)}</bdi>
        </p>
        <dl class="facts">
          {facts.map(
            ([label, value]) =>
              value && (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    <bdi>{value}</bdi>
                  </dd>
                </div>
              ),
          )}
          {visitor?.attributes.map(({ name, value }) => (
            <div key={name}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
        <p class="quiet">{words.unchecked}</p>
      </section>
      {/* Below what is still loading nothing stands that it would push away. */}
      {detail && summary && <TicketPanel summary={summary} />}
      {detail && desk.mayAnswer && (
        <section>
          <h3>{words.summary}</h3>
          {text && <MarkdownText text={text} />}
          <button class="plain" type="button" aria-disabled={isHelping} onClick={() => void summarise()}>
            <SparkIcon />
            {isHelping ? words.thinking : words.summarise}
          </button>
        </section>
      )}
      {visitor && isAtLeast(desk.me.person.role, 'admin') && <VisitorData visitor={visitor.id} />}
    </aside>
  )
}
