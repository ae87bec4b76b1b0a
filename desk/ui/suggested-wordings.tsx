/** What customers asked before they chose a question from an offer: a wording of it, if somebody here says so. */

import { useChange, useLoaded } from './use-loaded.ts'
import { useWorkplace } from './workplace.ts'

type Wording = { id: string; question: string; text: string; count: number }

type Props = {
  site: string
  /** What the question of this id is called. */
  nameOf(question: string): string
  /** A question has one more wording. */
  changed(): void
}

export function SuggestedWordings({ site, nameOf, changed }: Props) {
  const { desk, words } = useWorkplace()
  const { value, reload } = useLoaded(() => desk.api.get<{ wordings: Wording[] }>('wordings', { site }), [site])
  const change = useChange(() => {
    reload()
    changed()
  })
  if (!value || value.wordings.length === 0) return null
  return (
    <section aria-labelledby="suggested-wordings">
      <h3 id="suggested-wordings">{words.suggestedWordings}</h3>
      <p class="quiet">{words.suggestedWordingsHint}</p>
      <ul class="cards">
        {value.wordings.map(({ id, question, text, count }) => (
          <li class="card" key={id}>
            <p class="card-head">
              <b>
                <bdi>{text}</bdi>
              </b>{' '}
              <span class="quiet">
                {words.wordingFor} “<bdi>{nameOf(question)}</bdi>” · {words.askedBy(count)}
              </span>
              {desk.mayAnswer && (
                <>
                  <button class="button" type="button" onClick={() => void change(() => desk.api.send('POST', `wordings/${id}/accept`))}>
                    {words.accept}
                  </button>
                  <button class="plain" type="button" onClick={() => void change(() => desk.api.send('DELETE', `wordings/${id}`))}>
                    {words.dismiss}
                  </button>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
