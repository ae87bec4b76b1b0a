/** Markdown on screen. Blocks that did not change keep their nodes, so a delta costs as much as the block that it belongs to. */

import { h, type ComponentChild } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { placeBehind } from '../../shared/markdown/links.ts'
import { textOf, type MarkdownElement, type MarkdownNode } from '../../shared/markdown/markdown-tree.ts'
import { createMarkdownReader } from '../../shared/markdown/markdown.ts'
import { Steady } from './steady.ts'

class Block extends Steady<{ block: MarkdownElement }> {
  override render() {
    return draw(this.props.block)
  }
}

/** `isWhole`: no more text will follow, so what is left open is closed. */
export function MarkdownText({ text, isWhole }: { text: string; isWhole: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const read = useMemo(createMarkdownReader, [])
  const blocks = useMemo(() => read(text, isWhole), [text, isWhole])

  useLayoutEffect(() => {
    if (!isWhole) moveCaret(box.current)
  }, [text])

  return (
    <div class="markdown" dir="auto" ref={box}>
      {blocks.map((block) => (
        <Block block={block} />
      ))}
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
  // Looks like a heading; a real one would stand in the outline of somebody else's page.
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

/** The caret is drawn behind the last line of text; inline elements come and go too often. */
function moveCaret(box: Element | null) {
  box?.querySelector('.caret')?.classList.remove('caret')
  const last = box?.lastElementChild
  const places = last?.querySelectorAll('p, li, pre > code, th, td') ?? []
  ;(places[places.length - 1] ?? last)?.classList.add('caret')
}
