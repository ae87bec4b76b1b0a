/**
 * Where one reads in a log: at its end as long as it grows there, at the line that a search has found, or wherever one has scrolled to. Only lines from some
 * place on are drawn; earlier ones come when they are asked for, and what was read stays where it is on the screen.
 */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Lines that are drawn at first, and with each step back. */
const AT_ONCE = 150
/** Drawn before a line that was looked for, for what it answers. */
const BEFORE_SOUGHT = 20
/** So near to the end counts as being there. */
const NEAR = 80

type ReadingPlaceOptions = {
  /** How many lines there are. */
  count: number
  /** All that were there when it was opened have come. */
  isSynced: boolean
  /** The line that was looked for, by its place among all; below zero for none. It has the attribute `data-sought`. */
  sought: number
  /** With these the log may have grown taller. */
  growth: readonly unknown[]
}

export function useReadingPlace({ count, isSynced, sought, growth }: ReadingPlaceOptions) {
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  /** What stays where it is on the screen until somebody scrolls. */
  const held = useRef<{ line: Element; top: number } | undefined>(undefined)
  /** How many lines stand above the first that is drawn: settled when all have come, so that none goes while somebody reads it. */
  const [settled, setSettled] = useState<number>()
  const above = Math.min(settled ?? Infinity, Math.max(0, count - AT_ONCE))

  const hold = (line: Element | null | undefined) =>
    void (held.current = line ? { line, top: line.getBoundingClientRect().top } : undefined)
  const letGo = () => void (held.current = undefined)

  function stayThere() {
    const element = box.current
    if (!element) return
    if (isAtEnd.current) element.scrollTop = element.scrollHeight
    else if (held.current) element.scrollTop += held.current.line.getBoundingClientRect().top - held.current.top
  }

  useEffect(() => {
    if (isSynced && settled === undefined) setSettled(sought < 0 ? above : Math.max(0, Math.min(above, sought - BEFORE_SOUGHT)))
  }, [isSynced])
  useLayoutEffect(() => {
    const line = settled === undefined ? undefined : box.current?.querySelector('[data-sought]')
    if (!line) return
    isAtEnd.current = false
    line.scrollIntoView({ block: 'center' })
    hold(line)
  }, [settled === undefined])
  useLayoutEffect(stayThere, [above, count, ...growth])

  // Rows that were never drawn have a height that is guessed; once they are, everything is elsewhere.
  useEffect(() => {
    const element = box.current
    const inner = element?.firstElementChild
    if (!element || !inner) return undefined
    const sizes = new ResizeObserver(stayThere)
    sizes.observe(inner)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [])

  return {
    box,
    above,
    /** Of a long log nothing is drawn that would be gone when all of it is here. */
    isComing: !isSynced && above > 0,
    showEarlier() {
      hold(box.current?.querySelector('.entry, .floor-line'))
      setSettled(Math.max(0, above - AT_ONCE))
    },
    listeners: {
      onScroll({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: { currentTarget: HTMLElement }) {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR
      },
      onWheel: letGo,
      onTouchMove: letGo,
      onKeyDown: letGo,
      onPointerDown: letGo,
    },
  }
}
