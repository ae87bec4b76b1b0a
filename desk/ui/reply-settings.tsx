/** Canned replies: what is typed behind `/`, and what comes of it. */

import { useState } from 'preact/hooks'
import type { CannedReply } from '../../shared/tickets.ts'
import { Field, Form } from './form.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { Sure } from './sure.tsx'
import { TextField } from './text-field.tsx'
import { useChange } from './use-loaded.ts'
import { useValue, useWorkplace } from './workplace.ts'

type Edited = Pick<CannedReply, 'shortcut' | 'title' | 'text'> & { id?: string; siteId: string; locale: string }

const EMPTY: Edited = { shortcut: '', title: '', text: '', siteId: '', locale: '' }

export function ReplySettings() {
  const { desk, words, sayFault } = useWorkplace()
  const all = useValue(desk.canned.all)
  const [edited, setEdited] = useState<Edited>()
  const reload = () => void desk.canned.load().catch(sayFault)
  const change = useChange(reload)
  return (
    <>
      <p class="quiet">{words.repliesHint}</p>
      {desk.mayAnswer && !edited && (
        <button class="button" type="button" onClick={() => setEdited(EMPTY)}>
          {words.newReply}
        </button>
      )}
      {edited && (
        <EditReply
          first={edited}
          done={() => {
            setEdited(undefined)
            reload()
          }}
        />
      )}
      <ul class="cards">
        {all.map((reply) => (
          <li class="card" key={reply.id}>
            <p class="card-head">
              <kbd>/{reply.shortcut}</kbd> <b>{reply.title}</b>{' '}
              <span class="quiet">
                {[desk.me.sites.find(({ id }) => id === reply.siteId)?.name, reply.locale].filter(Boolean).join(' · ')}
              </span>
              {desk.mayAnswer && (
                <>
                  <button
                    class="plain"
                    type="button"
                    onClick={() => setEdited({ ...reply, siteId: reply.siteId ?? '', locale: reply.locale ?? '' })}
                  >
                    {words.edit}
                  </button>
                  <Sure label={words.remove} run={() => void change(() => desk.api.send('DELETE', `canned-replies/${reply.id}`))} />
                </>
              )}
            </p>
            <MarkdownText text={reply.text} />
          </li>
        ))}
      </ul>
      {all.length === 0 && <p class="quiet">{words.noReplies}</p>}
    </>
  )
}

function EditReply({ first, done }: { first: Edited; done(): void }) {
  const { desk, words } = useWorkplace()
  const [reply, setReply] = useState(first)
  const { id, shortcut, title, text, siteId, locale } = reply
  return (
    <Form
      class="card"
      words={words}
      work={async () => {
        const said = { shortcut: shortcut.replace(/^\//, ''), title, text }
        if (id) await desk.api.send('PATCH', `canned-replies/${id}`, { ...said, locale: locale || null })
        else await desk.api.send('POST', 'canned-replies', { ...said, ...(locale ? { locale } : {}), ...(siteId ? { siteId } : {}) })
        done()
      }}
      label={words.save}
      isMain
      cancel={done}
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
