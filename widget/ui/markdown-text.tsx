/** Markdown on screen. Blocks that did not change keep their nodes, so a delta costs as much as the block that it belongs to. */

import { h, type ComponentChild } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Words } from '../i18n/dictionary.ts'
import { placeBehind } from '../links.ts'
import { textOf, type MarkdownElement, type MarkdownNode } from '../markdown-tree.ts'
import { createMarkdownReader } from '../markdown.ts'
import { CodeBlock } from './code-block.tsx'

/** `isWhole`: no more text will follow, so what is left open is closed. */
export function MarkdownText({ text, isWhole, words }: { text: string; isWhole: boolean; words: Words }) {
  const box = useRef<HTMLDivElement>(null)
  const read = useMemo(createMarkdownReader, [])
  const blocks = useMemo(() => read(text, isWhole), [text, isWhole])
  const drawn = useMemo(() => new WeakMap<MarkdownElement, ComponentChild>(), [words])

  useLayoutEffect(() => {
    if (box.current) moveCaret(box.current, isWhole)
  }, [text, isWhole])

  return (
    <div class="markdown" dir="auto" ref={box}>
      {blocks.map((block) => {
        const known = drawn.get(block) ?? draw(block, words)
        drawn.set(block, known)
        return known
      })}
    </div>
  )
}

function draw(element: MarkdownElement, words: Words): ComponentChild {
  const { name, href, start, isOpen } = element
  const children = element.children.map((node: MarkdownNode): ComponentChild => (typeof node === 'string' ? node : draw(node, words)))
  if (name === 'pre') return <CodeBlock code={textOf(element)} isOpen={isOpen === true} words={words} />
  // Looks like a heading; a real one would stand in the outline of somebody else's page.
  if (name === 'heading') return <p class="heading">{children}</p>
  if (name === 'table') {
    return (
      <div class="table">
        <table>{children}</table>
      </div>
    )
  }
  if (href === undefined) return h(name, start === undefined ? null : { start }, ...children)
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

/** The caret is drawn behind the innermost block at the end; inline elements come and go too often. */
function moveCaret(box: Element, isGone: boolean) {
  box.querySelector('.caret')?.classList.remove('caret')
  let place = box.lastElementChild
  while (place?.lastElementChild?.matches('p, li, ul, ol, .code, pre, blockquote, pre > code')) place = place.lastElementChild
  if (!isGone) place?.classList.add('caret')
}
