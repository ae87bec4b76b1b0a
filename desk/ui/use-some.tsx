/** Some rows of a list that is usually short, and a button for more of them, which says how many are left. */

import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { useWorkplace } from './workplace.ts'

const AT_ONCE = 50

type Some<Row> = { shown: readonly Row[]; more: ComponentChild }

/** `newestLast`: those at the end are the ones to begin with, and the button stands before them. */
export function useSome<Row>(rows: readonly Row[], { newestLast = false } = {}): Some<Row> {
  const { words } = useWorkplace()
  const [count, setCount] = useState(AT_ONCE)
  const left = rows.length - count
  return {
    shown: newestLast ? rows.slice(Math.max(0, left)) : rows.slice(0, count),
    more: left > 0 && (
      <button class="button" type="button" onClick={() => setCount(count + AT_ONCE)}>
        {newestLast ? words.showEarlier(left) : words.showMoreOf(left)}
      </button>
    ),
  }
}
