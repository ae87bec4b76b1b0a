/** Approved questions of a site: what is answered without the model, word for word. */

import { useEffect, useState } from 'preact/hooks'
import { Field, Form } from './form.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { SuggestedWordings } from './suggested-wordings.tsx'
import { TextField } from './text-field.tsx'
import { TextList } from './text-list.tsx'
import { useLoaded } from './use-loaded.ts'
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

type QuestionsPage = { questions: readonly DeskQuestion[]; next?: number }
type Loaded = QuestionsPage & { site: string }

/** All questions of a site, as a search looks through all of them; they come page by page, and what has come is there at once. */
function useQuestions(site: string) {
  const { desk, sayFault } = useWorkplace()
  const load = async (after?: number): Promise<Loaded> => ({ site, ...(await desk.api.get<QuestionsPage>('questions', { site, after })) })
  const { value, change } = useLoaded(load, [site])
  const next = value?.site === site ? value.next : undefined
  useEffect(() => {
    if (next === undefined) return
    load(next).then(
      (page) =>
        change((before) =>
          before.site === site && before.next === next ? { ...page, questions: [...before.questions, ...page.questions] } : before,
        ),
      sayFault,
    )
  }, [next])
  return {
    questions: value?.site === site ? value.questions : undefined,
    edit: (edited: (questions: readonly DeskQuestion[]) => readonly DeskQuestion[]) =>
      change((before) => ({ ...before, questions: edited(before.questions) })),
  }
}

export function QuestionSettings() {
  const { desk, words, sayFault } = useWorkplace()
  const [site, setSite] = useState(desk.me.sites[0]?.id ?? '')
  const { questions, edit } = useQuestions(site)
  const without = ({ id }: { id: string }) => edit((all) => all.filter((question) => question.id !== id))
  const put = (question: DeskQuestion) =>
    edit((all) =>
      all.some(({ id }) => id === question.id) ? all.map((one) => (one.id === question.id ? question : one)) : [...all, question],
    )

  return (
    <>
      <p class="quiet">{words.questionsHint}</p>
      <SuggestedWordings site={site} nameOf={(question) => questions?.find(({ id }) => id === question)?.text ?? ''} changed={put} />
      <TextList
        key={site}
        rows={questions}
        label={words.settingsPages.questions}
        newLabel={words.newQuestion}
        searchLabel={words.searchQuestions}
        empty={words.noQuestions}
        wordsOf={({ text, variants, answer }) => [text, ...variants, answer]}
        head={(question) => (
          <>
            <b dir="auto">{question.text}</b>
            <span class="quiet">
              {question.locale}
              {question.variants.length > 0 && ` · ${words.variantCount(question.variants.length)}`}
              {!holdsNow(question) && ` · ${words.holdsNot}`}
            </span>
          </>
        )}
        text={({ answer }) => answer}
        body={({ answer, variants }) => (
          <>
            <MarkdownText text={answer} />
            {variants.length > 0 && (
              <div>
                <p class="quiet">{words.otherWordings}</p>
                <ul class="wordings">
                  {variants.map((variant) => (
                    <li key={variant}>
                      <bdi>{variant}</bdi>
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </>
        )}
        edit={(question, done) => (
          <EditQuestion
            site={site}
            first={question ?? { ...NOTHING, locale: words.languageTag }}
            saved={(made) => {
              put(made)
              done(made)
            }}
            cancel={() => done()}
          />
        )}
        remove={({ id }) => void desk.api.send('DELETE', `questions/${id}`).then(() => without({ id }), sayFault)}
      >
        {desk.me.sites.length > 1 && (
          <select aria-label={words.site} value={site} onChange={(event) => setSite(event.currentTarget.value)}>
            {desk.me.sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </TextList>
    </>
  )
}

type EditQuestionProps = { site: string; first: Edited; saved(question: DeskQuestion): void; cancel(): void }

function EditQuestion({ site, first, saved, cancel }: EditQuestionProps) {
  const { desk, words } = useWorkplace()
  const [question, setQuestion] = useState(first)
  const [variants, setVariants] = useState(first.variants.join('\n'))
  return (
    <Form
      class="text-form"
      words={words}
      work={async () => {
        const { id, locale, text, answer, suggested, validFrom, validTo } = question
        const wordings = variants.split('\n').flatMap((variant) => variant.trim() || [])
        const said = { locale, text, answer, suggested, validFrom, validTo, variants: wordings }
        const { question: made } = id
          ? await desk.api.send<{ question: DeskQuestion }>('PATCH', `questions/${id}`, said)
          : await desk.api.send<{ question: DeskQuestion }>('POST', 'questions', { site, ...said })
        saved(made)
      }}
      label={words.save}
      isMain
      cancel={cancel}
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
