/** Canned replies: what is typed behind `/`, and what comes of it. */

import { useState } from 'preact/hooks'
import type { CannedReply } from '../../shared/tickets.ts'
import { Field, Form } from './form.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { TextField } from './text-field.tsx'
import { TextList } from './text-list.tsx'
import { useChange } from './use-loaded.ts'
import { useValue, useWorkplace } from './workplace.ts'

type Edited = Pick<CannedReply, 'shortcut' | 'title' | 'text'> & { id?: string; siteId: string; locale: string }

type Answer = { cannedReply: CannedReply }

const EMPTY: Edited = { shortcut: '', title: '', text: '', siteId: '', locale: '' }

export function ReplySettings() {
  const { desk, words, sayFault } = useWorkplace()
  const all = useValue(desk.canned.all)
  const reload = () => void desk.canned.load().catch(sayFault)
  const change = useChange(reload)
  return (
    <>
      <p class="quiet">{words.repliesHint}</p>
      <TextList
        rows={all}
        label={words.cannedReplies}
        newLabel={words.newReply}
        searchLabel={words.searchReplies}
        empty={words.noReplies}
        wordsOf={({ shortcut, title, text }) => [`/${shortcut}`, title, text]}
        head={({ shortcut, title, siteId, locale }) => (
          <>
            <kbd>/{shortcut}</kbd> <b dir="auto">{title}</b>
            <span class="quiet">{[desk.me.sites.find(({ id }) => id === siteId)?.name, locale].filter(Boolean).join(' · ')}</span>
          </>
        )}
        text={({ text }) => text}
        body={({ text }) => <MarkdownText text={text} />}
        edit={(reply, done) => (
          <EditReply
            first={reply ? { ...reply, siteId: reply.siteId ?? '', locale: reply.locale ?? '' } : EMPTY}
            saved={(made) => {
              reload()
              done(made)
            }}
            cancel={() => done()}
          />
        )}
        remove={({ id }) => void change(() => desk.api.send('DELETE', `canned-replies/${id}`))}
      />
    </>
  )
}

function EditReply({ first, saved, cancel }: { first: Edited; saved(reply: CannedReply): void; cancel(): void }) {
  const { desk, words } = useWorkplace()
  const [reply, setReply] = useState(first)
  const { id, shortcut, title, text, siteId, locale } = reply
  return (
    <Form
      class="text-form"
      words={words}
      work={async () => {
        const said = { shortcut: shortcut.replace(/^\//, ''), title, text }
        const { cannedReply } = await (id
          ? desk.api.send<Answer>('PATCH', `canned-replies/${id}`, { ...said, locale: locale || null })
          : desk.api.send<Answer>('POST', 'canned-replies', { ...said, ...(locale ? { locale } : {}), ...(siteId ? { siteId } : {}) }))
        saved(cannedReply)
      }}
      label={words.save}
      isMain
      cancel={cancel}
    >
      <Field label={words.shortcut} value={shortcut} changed={(value) => setReply({ ...reply, shortcut: value })} isFirst />
      <Field label={words.title} value={title} changed={(value) => setReply({ ...reply, title: value })} />
      <label class="line">
        {words.languageOf}
        <input
          value={locale}
          maxLength={3}
          placeholder={words.anyLanguage}
          onInput={(event) => setReply({ ...reply, locale: event.currentTarget.value.trim() })}
        />
      </label>
      <TextField label={words.text} value={text} changed={(value) => setReply({ ...reply, text: value })} />
      {!id && desk.me.sites.length > 1 && (
        <label class="line">
          {words.site}
          <select value={siteId} onChange={(event) => setReply({ ...reply, siteId: event.currentTarget.value })}>
            <option value="">{words.allSites}</option>
            {desk.me.sites.map((site) => (
              <option key={site.id} value={site.id}>
                {site.name}
              </option>
            ))}
          </select>
        </label>
      )}
    </Form>
  )
}
