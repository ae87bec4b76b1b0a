/** Approved questions of a site: what is answered without the model, word for word. */

import { useState } from 'preact/hooks'
import { Field, Form } from './form.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { Sure } from './sure.tsx'
import { SuggestedWordings } from './suggested-wordings.tsx'
import { TextField } from './text-field.tsx'
import { useChange, useLoaded } from './use-loaded.ts'
import { useWorkplace } from './workplace.ts'

export type DeskQuestion = {
  id: string
  siteId: string
  locale: string
  text: string
  variants: string[]
  answer: string
  suggested: boolean
  /** In milliseconds since 1970. */
  validFrom: number | null
  validTo: number | null
  updatedAt: number
}

type Edited = Pick<DeskQuestion, 'locale' | 'text' | 'variants' | 'answer' | 'suggested' | 'validFrom' | 'validTo'> & { id?: string }

const NOTHING: Edited = { locale: '', text: '', variants: [], answer: '', suggested: false, validFrom: null, validTo: null }

const holdsNow = ({ validFrom, validTo }: DeskQuestion): boolean =>
  (validFrom ?? -Infinity) <= Date.now() && Date.now() < (validTo ?? Infinity)

export function QuestionSettings() {
  const { desk, words } = useWorkplace()
  const [site, setSite] = useState(desk.me.sites[0]?.id ?? '')
  const [edited, setEdited] = useState<Edited>()
  const [wanted, setWanted] = useState('')
  const { value, reload } = useLoaded(() => desk.api.get<{ questions: DeskQuestion[] }>('questions', { site }), [site])
  const change = useChange(reload)
  const sought = wanted.trim().toLowerCase()
  const shown = value?.questions.filter(({ text, variants, answer }) =>
    [text, ...variants, answer].some((said) => said.toLowerCase().includes(sought)),
  )
  return (
    <>
      <p class="quiet">{words.questionsHint}</p>
      <div class="card-head">
        {desk.me.sites.length > 1 && (
          <select aria-label={words.site} value={site} onChange={(event) => setSite(event.currentTarget.value)}>
            {desk.me.sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
        <input
          type="search"
          aria-label={words.searchQuestions}
          placeholder={words.searchQuestions}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        {desk.mayAnswer && !edited && (
          <button class="button" type="button" onClick={() => setEdited({ ...NOTHING, locale: words.languageTag })}>
            {words.newQuestion}
          </button>
        )}
      </div>
      {edited && (
        <EditQuestion
          key={edited.id}
          site={site}
          first={edited}
          done={() => {
            setEdited(undefined)
            reload()
          }}
        />
      )}
      <SuggestedWordings
        site={site}
        nameOf={(question) => value?.questions.find(({ id }) => id === question)?.text ?? ''}
        changed={reload}
      />
      <ul class="cards">
        {shown?.map((question) => (
          <li class="card" key={question.id}>
            <p class="card-head">
              <b>{question.text}</b>{' '}
              <span class="quiet">
                {question.locale} · {words.variantCount(question.variants.length)}
                {!holdsNow(question) && ` · ${words.holdsNot}`}
              </span>
              {desk.mayAnswer && (
                <>
                  <button class="plain" type="button" onClick={() => setEdited(question)}>
                    {words.edit}
                  </button>
                  <Sure label={words.remove} run={() => void change(() => desk.api.send('DELETE', `questions/${question.id}`))} />
                </>
              )}
            </p>
            <MarkdownText text={question.answer} />
          </li>
        ))}
      </ul>
      {shown?.length === 0 && <p class="quiet">{words.nothingFound}</p>}
    </>
  )
}

function EditQuestion({ site, first, done }: { site: string; first: Edited; done(): void }) {
  const { desk, words } = useWorkplace()
  const [question, setQuestion] = useState(first)
  const [variants, setVariants] = useState(first.variants.join('\n'))
  return (
    <Form
      class="card"
      words={words}
      work={async () => {
        const { id, locale, text, answer, suggested, validFrom, validTo } = question
        const wordings = variants.split('\n').flatMap((variant) => variant.trim() || [])
        const said = { locale, text, answer, suggested, validFrom, validTo, variants: wordings }
        if (id) await desk.api.send('PATCH', `questions/${id}`, said)
        else await desk.api.send('POST', 'questions', { site, ...said })
        done()
      }}
      label={words.save}
      isMain
      cancel={done}
    >
      <Field label={words.question} value={question.text} changed={(text) => setQuestion({ ...question, text })} isFirst />
      <TextField label={words.answer} value={question.answer} changed={(answer) => setQuestion({ ...question, answer })} />
      <label class="field">
        <span>{words.variants}</span>
        <textarea rows={3} value={variants} onInput={(event) => setVariants(event.currentTarget.value)} />
      </label>
      <Field label={words.languageOf} value={question.locale} changed={(locale) => setQuestion({ ...question, locale })} />
      <DateField label={words.validFrom} value={question.validFrom} changed={(validFrom) => setQuestion({ ...question, validFrom })} />
      <DateField label={words.validTo} value={question.validTo} changed={(validTo) => setQuestion({ ...question, validTo })} />
      <label class="line">
        <input
          type="checkbox"
          checked={question.suggested}
          onChange={(event) => setQuestion({ ...question, suggested: event.currentTarget.checked })}
        />
        {words.suggested}
      </label>
    </Form>
  )
}

/** A moment by this browser's clock; empty for none. */
function DateField({ label, value, changed }: { label: string; value: number | null; changed(value: number | null): void }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="datetime-local"
        value={value === null ? '' : localTime(value)}
        onChange={({ currentTarget }) => changed(currentTarget.value === '' ? null : new Date(currentTarget.value).getTime())}
      />
    </label>
  )
}

/** As `datetime-local` wants it: without a zone, as it is here. */
const localTime = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
