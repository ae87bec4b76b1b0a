/** Approved questions of a site: what is answered without the model, word for word. */

import { useState } from 'preact/hooks'
import { Field, Form } from './form.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { Sure } from './sure.tsx'
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
  updatedAt: number
}

type Edited = Pick<DeskQuestion, 'locale' | 'text' | 'variants' | 'answer' | 'suggested'> & { id?: string }

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
          aria-label={words.search}
          placeholder={words.search}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        {desk.mayAnswer && !edited && (
          <button
            class="button"
            type="button"
            onClick={() => setEdited({ locale: words.languageTag, text: '', variants: [], answer: '', suggested: false })}
          >
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
      <ul class="cards">
        {shown?.map((question) => (
          <li class="card" key={question.id}>
            <p class="card-head">
              <b>{question.text}</b>{' '}
              <span class="quiet">
                {question.locale} · {words.variantCount(question.variants.length)}
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
        const { id, locale, text, answer, suggested } = question
        const said = { locale, text, answer, suggested, variants: variants.split('\n').flatMap((variant) => variant.trim() || []) }
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
