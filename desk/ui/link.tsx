/** A real link, so that it can be opened in another tab; an ordinary click stays on the page. */

import type { ComponentChildren } from 'preact'
import { pathOf, type Route } from '../core/route.ts'
import { useWorkplace } from './workplace.ts'

type LinkProps = { to: Route; class?: string; current?: boolean; children: ComponentChildren }

export function Link({ to, current = false, children, ...rest }: LinkProps) {
  const { go } = useWorkplace()
  return (
    <a
      {...rest}
      href={pathOf(to)}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        go(to)
      }}
    >
      {children}
    </a>
  )
}
