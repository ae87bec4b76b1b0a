/** Markdown on screen: vnodes of a fixed set of names. Text of customers, models and colleagues can become nothing else. */

import { h, type ComponentChild } from 'preact'
import { useMemo } from 'preact/hooks'
import { placeBehind } from '../../shared/markdown/links.ts'
import { textOf, type MarkdownElement, type MarkdownNode } from '../../shared/markdown/markdown-tree.ts'
import { createMarkdownReader } from '../../shared/markdown/markdown.ts'

/** `isWhole`: no more text will follow, so what is left open is closed. */
export function MarkdownText({ text, isWhole = true }: { text: string; isWhole?: boolean }) {
  const read = useMemo(createMarkdownReader, [])
  const drawn = useMemo(() => read(text, isWhole).map(draw), [text, isWhole])
  return (
    <div class="markdown" dir="auto">
      {drawn}
    </div>
  )
}

function draw(element: MarkdownElement): ComponentChild {
  const { name, href, start } = element
  const children = element.children.map((node: MarkdownNode): ComponentChild => (typeof node === 'string' ? node : draw(node)))
  if (name === 'pre') {
    return (
      <pre>
        <code>{children}</code>
      </pre>
    )
  }
  // Looks like a heading; a real one would stand in the outline of the desk's page.
  if (name === 'heading') return <p class="heading">{children}</p>
  if (name === 'table') {
    return (
      <div class="table">
        <table>{children}</table>
      </div>
    )
  }
  if (href === undefined) return h(name, { start }, children)
  const place = placeBehind(href, textOf(element))
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
      {place && (
        <span class="place">
          {' ('}
          <bdi>{place}</bdi>)
        </span>
      )}
    </a>
  )
}
