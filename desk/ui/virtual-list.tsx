/**
 * A list that draws only the rows that can be seen, however many there are. All rows are of one height, but one may stand open and be as tall as what is in
 * it; that one is drawn wherever the list stands, so that nothing typed in it is lost. Screen readers are told how long the list is and which row each one is.
 */

import type { ComponentChild } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { createRowPlaces } from '../core/row-places.ts'

type VirtualListProps<Row> = {
  rows: readonly Row[]
  /** Of one row, in CSS pixels. */
  height: number
  keyOf(row: Row): string
  draw(row: Row): ComponentChild
  label: string
  /** The row that should be in view when it becomes this one. */
  current: number
  /** The current row stands open. */
  isOpen?: boolean
  /** The last rows have come into view. */
  reachedEnd?(): void
}

/** Rows drawn beyond each edge, so that quick scrolling does not show gaps. */
const MARGIN = 8

export function VirtualList<Row>({ rows, height, keyOf, draw, label, current, isOpen = false, reachedEnd }: VirtualListProps<Row>) {
  const list = useRef<HTMLUListElement>(null)
  const [openHeight, setOpenHeight] = useState(height)
  const [{ first, end }, setDrawn] = useState({ first: 0, end: 20 })
  const open = isOpen ? current : -1
  const places = createRowPlaces(rows.length, height, { index: open, height: openHeight })

  const rowAt = (index: number) => rowsOf(list.current).find(({ dataset }) => dataset['index'] === String(index))
  const look = () => {
    const element = list.current
    const scroller = scrollerOf(element)
    if (!element || !scroller) return
    const top = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top
    const seen = { first: places.rowAt(top) - MARGIN, end: places.rowAt(top + scroller.clientHeight) + 1 + MARGIN }
    setDrawn((drawn) => (drawn.first === seen.first && drawn.end === seen.end ? drawn : seen))
  }
  const reveal = () => {
    const element = list.current
    const scroller = scrollerOf(element)
    if (!element || !scroller || current < 0) return
    // What lies over the beginning of the page.
    const covered = Number.parseFloat(getComputedStyle(scroller).scrollPaddingTop) || 0
    const top = places.topOf(current) + element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - covered
    const below = top + Math.min(places.heightOf(current), scroller.clientHeight - covered) + covered - scroller.clientHeight
    if (top < 0) scroller.scrollTop += top
    else if (below > 0) scroller.scrollTop += below
  }
  // Effects run later than the drawing that they belong to, and then by what there is.
  const latest = useRef({ look, reveal })
  latest.current = { look, reveal }

  useEffect(() => {
    const scroller = scrollerOf(list.current)
    if (!scroller) return undefined
    const scrolled = () => latest.current.look()
    const sizes = new ResizeObserver(scrolled)
    sizes.observe(scroller)
    scroller.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      sizes.disconnect()
      scroller.removeEventListener('scroll', scrolled)
    }
  }, [])

  // By the object model: the policy of the page allows no style attributes.
  useLayoutEffect(() => {
    list.current?.style.setProperty('height', `${places.total}px`)
    for (const { style, dataset } of rowsOf(list.current)) {
      const index = Number(dataset['index'])
      style.setProperty('transform', `translateY(${places.topOf(index)}px)`)
      style.setProperty('height', index === open ? 'auto' : `${height}px`)
    }
    setOpenHeight(rowAt(open)?.offsetHeight ?? height)
    look()
  })

  useEffect(() => {
    const row = rowAt(open)
    if (!row) return undefined
    const sizes = new ResizeObserver(() => setOpenHeight(row.offsetHeight))
    sizes.observe(row)
    return () => sizes.disconnect()
  }, [open])

  useEffect(() => latest.current.reveal(), [current, open])

  const last = Math.min(rows.length, end)
  useEffect(() => {
    if (last >= rows.length) reachedEnd?.()
  }, [last, rows.length])

  const drawn = Array.from({ length: Math.max(0, last - Math.max(0, first)) }, (_, index) => Math.max(0, first) + index)
  if (open >= 0 && open < rows.length && !drawn.includes(open)) drawn.push(open)
  return (
    <ul class="virtual" aria-label={label} ref={list}>
      {drawn
        .toSorted((one, other) => one - other)
        .map((index) => {
          const row = rows[index]
          return (
            row !== undefined && (
              <li key={keyOf(row)} data-index={index} aria-setsize={rows.length} aria-posinset={index + 1}>
                {draw(row)}
              </li>
            )
          )
        })}
    </ul>
  )
}

const scrollerOf = (list: Element | null): Element | null => list?.closest('[data-scrolls]') ?? null

const rowsOf = (list: Element | null): HTMLElement[] => [...(list?.children ?? [])].filter((row) => row instanceof HTMLElement)
