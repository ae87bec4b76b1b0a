/**
 * A list that draws only the rows that can be seen, however many there are. All rows are of one height, so where each stands is a multiplication. Screen
 * readers are told how long the list is and which row each one is.
 */

import type { ComponentChild } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

type VirtualListProps<Row> = {
  rows: readonly Row[]
  /** Of one row, in CSS pixels. */
  height: number
  keyOf(row: Row): string
  draw(row: Row): ComponentChild
  label: string
  /** The row that should be in view when it becomes this one. */
  current: number
  /** The last rows have come into view. */
  reachedEnd(): void
}

/** Rows drawn beyond each edge, so that quick scrolling does not show gaps. */
const MARGIN = 8

export function VirtualList<Row>({ rows, height, keyOf, draw, label, current, reachedEnd }: VirtualListProps<Row>) {
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const [first, setFirst] = useState(0)
  const [seen, setSeen] = useState(20)

  const look = () => {
    const element = box.current
    if (!element) return
    setFirst(Math.max(0, Math.floor(element.scrollTop / height) - MARGIN))
    setSeen(Math.ceil(element.clientHeight / height))
  }

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])

  // By the object model: the policy of the page allows no style attributes.
  useLayoutEffect(() => {
    list.current?.style.setProperty('height', `${rows.length * height}px`)
    for (const row of list.current?.children ?? []) {
      const { index } = (row as HTMLElement).dataset
      ;(row as HTMLElement).style.setProperty('transform', `translateY(${Number(index) * height}px)`)
    }
  })

  useEffect(() => {
    const element = box.current
    if (!element || current < 0) return
    const top = current * height
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight
  }, [current])

  const end = Math.min(rows.length, first + seen + 2 * MARGIN)
  useEffect(() => {
    if (end >= rows.length) reachedEnd()
  }, [end, rows.length])

  return (
    <div class="virtual" ref={box} onScroll={look}>
      <ul aria-label={label} ref={list}>
        {rows.slice(first, end).map((row, index) => (
          <li key={keyOf(row)} data-index={first + index} aria-setsize={rows.length} aria-posinset={first + index + 1}>
            {draw(row)}
          </li>
        ))}
      </ul>
    </div>
  )
}
