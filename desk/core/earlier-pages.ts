/** What lies in a log before the first entry that is here: read in pages, when somebody goes back there. */

import type { EntriesPage } from '../../shared/desk.ts'
import type { Rating } from '../../shared/protocol.ts'
import type { Api } from './api.ts'
import { linesOfPage, rated, type FloorLine, type MessageLine } from './timeline.ts'

export type EarlierPagesOptions = {
  api: Api
  conversation: string
  /** These stand directly before what is here. */
  took(lines: readonly (MessageLine | FloorLine)[]): void
}

export function createEarlierPages({ api, conversation, took }: EarlierPagesOptions) {
  let epoch = ''
  let left = 0
  /** Heard since the log began: a page that was read before is still on its way. */
  let ratings: { answer: string; rating: Rating | undefined }[] = []
  let loading: Promise<void> | undefined

  async function load(): Promise<void> {
    const before = left + 1
    const page = await api.get<EntriesPage>(`conversations/${conversation}/entries`, { before })
    // Meanwhile it was erased, or begun anew.
    if (page.epoch !== epoch || before !== left + 1) return
    const lines = linesOfPage(page.entries).map((line) => ratings.reduce((now, { answer, rating }) => rated(now, answer, rating), line))
    left = (lines[0]?.seq ?? 1) - 1
    took(lines)
  }

  return {
    /** How many entries of the log are not here. */
    left: () => left,
    begin(newEpoch: string, after: number) {
      epoch = newEpoch
      left = after
      ratings = []
    },
    rate(answer: string, rating: Rating | undefined) {
      if (left > 0) ratings.push({ answer, rating })
    },
    /** One page more; asked for twice, it is read once. */
    more(): Promise<void> {
      if (left === 0) return Promise.resolve()
      loading ??= load().finally(() => void (loading = undefined))
      return loading
    },
  }
}
