/** Text into blocks, line by line, by CommonMark's rules; tables as GitHub has them. HTML and definitions of references are text. */

import { cellsOf, content, type Leaf } from './markdown-leaf.ts'
import { DEPTH, type MarkdownElement, type MarkdownName } from './markdown-tree.ts'

/** A block quote or a list item, and what may stand in it. */
type Container = {
  element: MarkdownElement
  /** Columns that belong to the marker of a list item. */
  width: number
  isEmpty: boolean
  /** The list that the next item may join, and how its items are marked. */
  list?: { element: MarkdownElement; mark: string }
}

/** What a line may turn out to be that says nothing yet: shown when more of it is there. */
const UNDECIDED = /^[\s\-=*_+~`#>|:\d.)]*$/
const DELIMITER_ROW = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/

/** `lastStart`: where the last block begins. `isWhole`: no more text will follow. */
export function parseBlocks(text: string, isWhole: boolean): { blocks: MarkdownElement[]; lastStart: number } {
  const root: Container = { element: { name: 'blockquote', children: [] }, width: 0, isEmpty: true }
  const stack = [root]
  const leaves: Leaf[] = []
  const blocks = root.element.children
  let leaf: Leaf | undefined
  let lastStart = 0
  let lineStart = 0
  /** How many containers the line goes on with. */
  let depth = 0
  /** The line behind its containers' marks, and the column where that begins. */
  let rest = ''
  let column = 0

  function indent(): number {
    let width = 0
    for (const character of rest) {
      if (character === ' ') width++
      else if (character === '\t') width += 4 - ((column + width) % 4)
      else break
    }
    return width
  }

  /** Takes so many columns of white space off the line. */
  function take(width: number) {
    while (width > 0 && /^[ \t]/.test(rest)) {
      const size = rest.startsWith('\t') ? 4 - (column % 4) : 1
      const used = Math.min(size, width)
      rest = ' '.repeat(size - used) + rest.slice(1)
      column += used
      width -= used
    }
  }

  function takeMark(length: number) {
    take(indent())
    rest = rest.slice(length)
    column += length
  }

  function takeQuote(): boolean {
    const isQuote = indent() < 4 && rest.trimStart().startsWith('>')
    if (isQuote) {
      takeMark(1)
      take(1)
    }
    return isQuote
  }

  const container = (): Container => stack.at(-1) ?? root

  /** Ends whatever the line does not go on with. */
  function leave() {
    stack.length = depth
    leaf = undefined
  }

  function add(name: MarkdownName): MarkdownElement {
    const element: MarkdownElement = { name, children: [] }
    const inside = container()
    if (inside === root) lastStart = lineStart
    inside.element.children.push(element)
    inside.isEmpty = false
    return element
  }

  function open(element: MarkdownElement, width: number) {
    stack.push({ element, width, isEmpty: true })
    depth++
  }

  function addLeaf(kind: Leaf['kind'], lines: string[], fence?: string) {
    const inside = container()
    const isBare = kind === 'p' && inside.element.name === 'li' && inside.isEmpty
    inside.isEmpty = false
    leaf = { kind, element: isBare ? inside.element : add(kind), lines, fence, indent: indent() }
    leaves.push(leaf)
  }

  /** These lines of the open paragraph were the beginning of something else. */
  function turnInto(kind: 'heading' | 'table', paragraph: Leaf, lines: string[]) {
    if (paragraph.lines.length === 0 && paragraph.element.name === 'p') {
      paragraph.element.name = kind
      paragraph.kind = kind
      paragraph.lines = lines
    } else {
      addLeaf(kind, lines)
    }
  }

  /** Whether the line is all told by the block that it begins. */
  function begin(): boolean {
    for (;;) {
      const white = indent()
      const line = rest.trim()
      const paragraph = leaf?.kind === 'p' ? leaf : undefined
      /** Only of the innermost paragraph's own container; elsewhere the line ends that paragraph. */
      const inParagraph = depth === stack.length ? paragraph : undefined
      if (!line) return true
      if (white > 3) {
        if (paragraph) return false
        take(4)
        if (depth === stack.length && leaf?.kind === 'pre') {
          leaf.lines.push(rest)
        } else {
          leave()
          addLeaf('pre', [rest])
        }
        return true
      }
      const isNestable = stack.length < DEPTH
      if (isNestable && takeQuote()) {
        leave()
        open(add('blockquote'), 0)
        continue
      }
      const hashes = /^#{1,6}(?=[ \t]|$)/.exec(line)
      if (hashes) {
        leave()
        const title = line.slice(hashes[0].length).replace(/(^|\s)#+$/, '')
        addLeaf('heading', [title.trim()])
        return true
      }
      const [fence] = /^(?:`{3,}|~{3,})/.exec(line) ?? []
      if (fence && (fence.startsWith('~') || !line.includes('`', fence.length))) {
        leave()
        addLeaf('pre', [], fence)
        return true
      }
      if (inParagraph && /^(?:=+|-+)$/.test(line)) {
        turnInto('heading', inParagraph, inParagraph.lines.splice(0))
        leaf = undefined
        return true
      }
      if (/^([*_-])(?:\s*\1){2,}$/.test(line)) {
        leave()
        add('hr')
        return true
      }
      const [marker, digits] = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(line) ?? []
      if (marker && isNestable) {
        const isEmpty = line === marker
        if (inParagraph && (isEmpty || (digits && Number(digits) !== 1))) return false
        leave()
        takeMark(marker.length)
        const gap = isEmpty || indent() > 4 ? 1 : indent()
        take(gap)
        openItem(marker, digits, white + marker.length + gap)
        continue
      }
      if (inParagraph && line.includes('|') && DELIMITER_ROW.test(line)) {
        const header = inParagraph.lines.at(-1) ?? ''
        if (cellsOf(header).length !== cellsOf(line).length) return false
        inParagraph.lines.pop()
        turnInto('table', inParagraph, [header])
        return true
      }
      return false
    }
  }

  function openItem(marker: string, digits: string | undefined, width: number) {
    const inside = container()
    const mark = marker.slice(-1)
    if (inside.list?.mark !== mark || inside.list.element !== inside.element.children.at(-1)) {
      const element = add(digits ? 'ol' : 'ul')
      if (digits && Number(digits) !== 1) element.start = Number(digits)
      inside.list = { element, mark }
    }
    const item: MarkdownElement = { name: 'li', children: [] }
    inside.list.element.children.push(item)
    open(item, width)
  }

  function readLine(line: string) {
    rest = line
    column = 0
    for (depth = 1; depth < stack.length; depth++) {
      const { element, width, isEmpty } = stack[depth] ?? root
      if (element.name === 'blockquote') {
        if (!takeQuote()) break
      } else if (rest.trim() ? indent() < width : isEmpty) {
        break
      } else {
        take(width)
      }
    }
    const isInside = depth === stack.length
    const isBlank = !rest.trim()
    if (isInside && leaf?.fence) {
      const end = indent() < 4 ? rest.trim() : ''
      if (end.startsWith(leaf.fence) && end === leaf.fence.charAt(0).repeat(end.length)) {
        leaf = undefined
      } else {
        take(leaf.indent)
        leaf.lines.push(rest)
      }
    } else if (isBlank) {
      if (isInside && leaf?.kind === 'pre') {
        take(4)
        leaf.lines.push(rest)
      } else {
        leave()
      }
    } else if (!begin()) {
      // A paragraph goes on even where the marks of its containers are missing.
      if (leaf?.kind === 'p' || (leaf?.kind === 'table' && depth === stack.length)) {
        leaf.lines.push(rest.trimStart())
      } else {
        leave()
        addLeaf('p', [rest.trimStart()])
      }
    }
  }

  const lines = text.matchAll(/([^\r\n]*)(\r\n?|\n|$)/g)
  for (const [whole, line = '', end] of lines) {
    if (end || (line && (isWhole || !UNDECIDED.test(line)))) readLine(line)
    lineStart += whole.length
  }
  for (const closed of leaves) closed.element.children.unshift(...content(closed, !isWhole && closed === leaf))
  return { blocks: blocks as MarkdownElement[], lastStart }
}
