/** Markdown on screen: our writer over the DOM. Preact only holds the box, so a delta costs as much as its own text. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { createMarkdownWriter, type MarkdownWriter, type NodeBuilder } from '../markdown.ts'

const domBuilder: NodeBuilder<Element> = {
  element(parent, name, role) {
    const made = document.createElement(name)
    if (role) made.className = role
    parent.append(made)
    return made
  },
  text(parent, text) {
    const { lastChild } = parent
    if (lastChild?.nodeType === Node.TEXT_NODE) (lastChild as Text).appendData(text)
    else parent.append(text)
  },
  textBefore: (node, text) => node.before(text),
  setText(node, text) {
    node.textContent = text
  },
  link(node, href) {
    node.setAttribute('href', href)
    node.setAttribute('target', '_blank')
    node.setAttribute('rel', 'noopener noreferrer nofollow')
  },
  numberFrom: (node, start) => node.setAttribute('start', String(start)),
}

/** `isWhole`: no more text will follow, so what is left open is closed. */
export function MarkdownText({ text, isWhole }: { text: string; isWhole: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const written = useRef<{ writer: MarkdownWriter; text: string } | undefined>(undefined)

  useLayoutEffect(() => {
    if (!box.current) return
    const { current } = written
    // Another attempt, or text that was taken back: nothing of the old one may stay.
    const isContinued = current !== undefined && text.startsWith(current.text)
    if (!isContinued) box.current.replaceChildren()
    const writer = isContinued ? current.writer : createMarkdownWriter<Element>(box.current, domBuilder)
    writer.write(isContinued ? text.slice(current.text.length) : text)
    if (isWhole) writer.end()
    written.current = isWhole ? undefined : { writer, text }
    moveCaret(box.current, isWhole)
  }, [text, isWhole])

  return <div class="markdown" dir="auto" ref={box} />
}

/** The caret is drawn behind the innermost block at the end; inline elements come and go too often. */
function moveCaret(box: Element, isGone: boolean) {
  box.querySelector('.caret')?.classList.remove('caret')
  let place = box.lastElementChild
  while (place?.lastElementChild?.matches('p, li, ul, ol, pre, blockquote, pre > code')) place = place.lastElementChild
  if (!isGone) place?.classList.add('caret')
}
