/**
 * Keeps a scrolling list at its end while the customer is there, whatever grows: text, images of the keyboard, the
 * window. Who scrolled up to read is left in peace and told that there is something new below.
 */

import type { RefObject } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Closer to the end than this counts as being there, in pixels. */
const NEAR = 72

export type Bottom = {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  onScroll(): void
  hasNews: boolean
  goToEnd(): void
}

/** `news` grows with everything worth looking at; `own` with everything the customer said, which always shows. */
export function useBottom({ news, own }: { news: number; own: number }): Bottom {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isNear = useRef(true)
  const [seen, setSeen] = useState(news)

  const stick = useCallback(() => {
    if (isNear.current && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [])

  useEffect(() => {
    const observer = new ResizeObserver(stick)
    if (scroller.current) observer.observe(scroller.current)
    if (content.current) observer.observe(content.current)
    return () => observer.disconnect()
  }, [stick])

  useLayoutEffect(() => {
    isNear.current = true
    stick()
  }, [own, stick])

  useLayoutEffect(() => {
    if (isNear.current) setSeen(news)
  }, [news])

  return {
    scroller,
    content,
    onScroll() {
      const { current: box } = scroller
      if (!box) return
      isNear.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR
      if (isNear.current) setSeen(news)
    },
    hasNews: news > seen,
    goToEnd() {
      const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
      scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: isCalm ? 'auto' : 'smooth' })
    },
  }
}
