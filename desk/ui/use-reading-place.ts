/**
 * Where one reads in a log: at its end as long as it grows there, at the line that a search has found, or wherever one has scrolled to. Earlier lines come
 * when one gets near to the first, and what was read stays where it is on the screen.
 */

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** So near to the end counts as being there. */
const NEAR = 80
/** So near to the first line, what lies before it is fetched. */
const NEAR_START = 400

type ReadingPlaceOptions = {
  /** How many lines there are. */
  count: number
  /** All that were there when it was opened have come. */
  isSynced: boolean
  /** So many lie before the first. */
  earlier: number
  showEarlier: () => void
  /** With these the log may have grown taller. */
  growth: readonly unknown[]
}

export function useReadingPlace({ count, isSynced, earlier, showEarlier, growth }: ReadingPlaceOptions) {
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  /** What stays where it is on the screen until somebody scrolls. */
  const held = useRef<{ line: Element; top: number } | undefined>(undefined)
  /** A new approach fetches, so a page that could not be had is not asked for with every pixel. */
  const isNearStart = useRef(true)
  const drawn = useRef(earlier)

  const hold = (line: Element | null | undefined) =>
    void (held.current = line ? { line, top: line.getBoundingClientRect().top } : undefined)
  const letGo = () => void (held.current = undefined)

  function stayThere() {
    const element = box.current
    if (!element) return
    if (isAtEnd.current) element.scrollTop = element.scrollHeight
    else if (held.current) element.scrollTop += held.current.line.getBoundingClientRect().top - held.current.top
  }

  // Now, while the page still shows what stood there before.
  if (earlier < drawn.current) hold(box.current?.querySelector('.entry, .floor-line'))
  drawn.current = earlier

  useLayoutEffect(() => {
    const line = isSynced ? box.current?.querySelector('[data-sought]') : undefined
    if (!line) return
    isAtEnd.current = false
    line.scrollIntoView({ block: 'center' })
    hold(line)
  }, [isSynced])
  useLayoutEffect(stayThere, [earlier, count, ...growth])

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
    listeners: {
      onScroll({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: { currentTarget: HTMLElement }) {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR
        const wasNearStart = isNearStart.current
        isNearStart.current = scrollTop < NEAR_START
        if (isNearStart.current && !wasNearStart && isSynced && earlier > 0) showEarlier()
      },
      onWheel: letGo,
      onTouchMove: letGo,
      onKeyDown: letGo,
      onPointerDown: letGo,
    },
  }
}
