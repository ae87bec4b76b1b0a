/**
 * Where the list of messages stands. It follows what is new while the customer is at its end, but only until the first line
 * of the newest answer reaches the top: text that is being read does not move. Who scrolled away is left in peace, and
 * told how much there is below.
 */

import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Closer to the end than this counts as being there, in pixels. */
const NEAR = 72
/** What stays to be seen above an answer that is held, in pixels. */
const MARGIN = 12

export type Bottom = {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  scrolled(): void
  /** The end is out of sight. */
  isAway: boolean
  /** What has come since it was in sight. */
  count: number
  goToEnd(): void
}

/** `news` counts what others said; `own` is the newest `cid` of what the customer wrote here, which always shows. `isLive`: it came just now, and is no history. */
export function useBottom({ news, own, isLive }: { news: number; own: string; isLive: boolean }): Bottom {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isFollowing = useRef(true)
  /** No further than to the first line of the newest message. */
  const isHeld = useRef(false)
  const lastTop = useRef(0)
  const wasLive = useRef(false)
  const newestOwn = useRef('')
  const [seen, setSeen] = useState(news)
  const [isAway, setAway] = useState(false)

  // Whichever drawing they come from, these two do the same.
  function follow() {
    const { current: box } = scroller
    if (!box) return
    if (!box.clientHeight) {
      // A list that is not shown forgets where it stood.
      isFollowing.current = true
      isHeld.current = false
      return
    }
    const end = box.scrollHeight - box.clientHeight
    if (isFollowing.current) {
      const newest = box.querySelector<HTMLElement>('.group:last-child > :last-child')
      const group = newest?.parentElement
      const limit = isHeld.current && group ? group.offsetTop + newest.offsetTop - MARGIN : end
      box.scrollTop = Math.max(box.scrollTop, Math.min(end, limit))
      lastTop.current = box.scrollTop
    }
    setAway(end - box.scrollTop > NEAR)
  }

  function goToEnd() {
    isFollowing.current = true
    isHeld.current = false
    follow()
  }

  useLayoutEffect(() => {
    const observer = new ResizeObserver(follow)
    if (scroller.current) observer.observe(scroller.current)
    if (content.current) observer.observe(content.current)
    return () => observer.disconnect()
  }, [])

  useLayoutEffect(() => {
    if (own <= newestOwn.current) return
    newestOwn.current = own
    goToEnd()
  }, [own])

  useLayoutEffect(() => {
    if (isFollowing.current) {
      isHeld.current = wasLive.current
      setSeen(news)
    }
    wasLive.current = isLive
    follow()
  }, [news, isLive])

  return {
    scroller,
    content,
    isAway,
    count: Math.max(0, news - seen),
    scrolled() {
      const { current: box } = scroller
      if (!box || Math.abs(box.scrollTop - lastTop.current) < 1) return
      const left = box.scrollHeight - box.clientHeight - box.scrollTop
      isFollowing.current = left < (box.scrollTop < lastTop.current ? 2 : NEAR)
      if (isFollowing.current) {
        isHeld.current = false
        setSeen(news)
      }
      lastTop.current = box.scrollTop
      setAway(left > NEAR)
    },
    goToEnd() {
      goToEnd()
      setSeen(news)
      // The button that was pressed goes away.
      scroller.current?.focus()
    },
  }
}
