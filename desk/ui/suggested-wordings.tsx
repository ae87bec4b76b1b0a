/** What customers asked before they chose a question from an offer: a wording of it, if somebody here says so. */

import type { DeskQuestion } from './question-settings.tsx'
import { useLoaded } from './use-loaded.ts'
import { useSome } from './use-some.tsx'
import { useWorkplace } from './workplace.ts'

type Wording = { id: string; question: string; text: string; count: number }

type Props = {
  site: string
  /** What the question of this id is called. */
  nameOf(question: string): string
  /** A question has one more wording: this is it now. */
  changed(question: DeskQuestion): void
}

export function SuggestedWordings({ site, nameOf, changed }: Props) {
  const { desk, words, sayFault } = useWorkplace()
  const { value: wordings = [], change } = useLoaded(
    async () => (await desk.api.get<{ wordings: Wording[] }>('wordings', { site })).wordings,
    [site],
  )
  const { shown, more } = useSome(wordings)
  if (wordings.length === 0) return null

  async function decide(id: string, isAccepted: boolean): Promise<void> {
    try {
      if (isAccepted) changed((await desk.api.send<{ question: DeskQuestion }>('POST', `wordings/${id}/accept`)).question)
      else await desk.api.send('DELETE', `wordings/${id}`)
      change((all) => all.filter((wording) => wording.id !== id))
    } catch (error) {
      sayFault(error)
    }
  }
  return (
    <section aria-labelledby="suggested-wordings">
      <h3 id="suggested-wordings">{words.suggestedWordings}</h3>
      <p class="quiet">{words.suggestedWordingsHint}</p>
      <ul class="cards">
        {shown.map(({ id, question, text, count }) => (
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
                  <button class="button" type="button" onClick={() => void decide(id, true)}>
                    {words.accept}
                  </button>
                  <button class="plain" type="button" onClick={() => void decide(id, false)}>
                    {words.dismiss}
                  </button>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {more}
    </section>
  )
}
