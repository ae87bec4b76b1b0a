/**
 * A list that is loaded page by page: what has come, and more when it is asked for. What it was asked for last counts: an answer to an earlier question that
 * comes late changes nothing.
 */

import { useEffect, useRef, useState } from 'preact/hooks'
import { useWorkplace } from './workplace.ts'

export type Page<Row> = { rows: readonly Row[]; next?: string | undefined }

type Pages<Row> = {
  /** Undefined until the first have come. */
  rows: readonly Row[] | undefined
  hasMore: boolean
  more(): void
}

/** When what is shown may have changed, no more than this is loaded again at once; the rest comes when it is scrolled to. */
const RELOADED = 300

/** `of` names the list: with another, it begins anew. `changes` grows when what it shows may have changed. */
export function usePages<Row>(load: (before: string | undefined) => Promise<Page<Row>>, of = '', changes = 0): Pages<Row> {
  const { sayFault } = useWorkplace()
  const [page, setPage] = useState<Page<Row> & { of: string }>()
  const asked = useRef(0)
  const isLoading = useRef(false)
  const shown = page?.of === of ? page : undefined

  async function loadFrom(before: string | undefined, { kept, count }: { kept: readonly Row[]; count: number }): Promise<void> {
    const mine = ++asked.current
    isLoading.current = true
    try {
      const rows = [...kept]
      let next = before
      do {
        const { rows: loaded, next: after } = await load(next)
        if (mine !== asked.current) return
        rows.push(...loaded)
        next = after
      } while (next !== undefined && rows.length < count)
      setPage({ of, rows, next })
    } catch (error) {
      if (mine === asked.current) sayFault(error)
    }
    if (mine === asked.current) isLoading.current = false
  }

  useEffect(() => {
    void loadFrom(undefined, { kept: [], count: Math.min(RELOADED, shown?.rows.length ?? 0) })
  }, [of, changes])
  useEffect(() => () => void asked.current++, [])

  return {
    rows: shown?.rows,
    hasMore: shown?.next !== undefined,
    more() {
      if (!isLoading.current && shown?.next !== undefined) void loadFrom(shown.next, { kept: shown.rows, count: 0 })
    },
  }
}
