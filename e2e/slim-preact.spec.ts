/** What is left of Preact draws what the whole of it draws: random trees, changed again and again, side by side in one page. */

import { expect, test } from '@playwright/test'
import type * as preact from 'preact'
import type * as hooks from 'preact/hooks'
import { build, type Rolldown } from 'vite'
import { slimPreact } from '../build/slim-preact.ts'

type Library = typeof preact & typeof hooks

declare global {
  interface Window {
    whole: Library
    slim: Library
  }
}

const ENTRY = 'virtual:preact'

/** A script that leaves Preact and its hooks in the page under this name. */
async function bundled(name: 'whole' | 'slim'): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      ...(name === 'slim' ? [slimPreact] : []),
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) =>
          id === ENTRY
            ? `import { Component, Fragment, h, render } from 'preact'; import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
               window.${name} = { Component, Fragment, h, render, useLayoutEffect, useMemo, useRef, useState }`
            : null,
      },
    ],
    build: { write: false, minify: false, rolldownOptions: { input: ENTRY, output: { format: 'iife' } } },
  })) as Rolldown.RolldownOutput
  return built.output[0].code
}

/** Draws `rounds` trees one after the other with both, and says where they come apart. */
async function compare({ seed, rounds }: { seed: number; rounds: number }) {
  type Tree = string | false | { type: string; key?: string; shown: Record<string, unknown>; children: Tree[] }

  let state = seed
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const TYPES = ['p', 'ul', 'b', 'svg', 'Block', 'Counter', 'Kept', 'Fragment', 'button', 'textarea'] as const
  const treeOf = (depth: number): Tree => {
    const kind = below(12)
    if (kind === 0) return false
    if (kind === 1 || depth === 0) return ['', 'one', 'two', 'three'][below(4)] ?? ''
    const key = below(4) ? { key: `k${below(9)}` } : {}
    const shown: Record<string, unknown> = { class: `c${below(3)}` }
    if (below(2)) shown['aria-hidden'] = below(2) === 0
    if (below(2)) shown['title'] = ['x', undefined][below(2)]
    if (below(3) === 0) shown['tabIndex'] = below(3)
    if (below(3) === 0) shown['hidden'] = below(2) === 0
    const type = TYPES[below(TYPES.length)] ?? 'p'
    const children = type === 'textarea' ? [] : Array.from({ length: below(6) }, () => treeOf(depth - 1))
    return { type, ...key, shown, children: apart(children) }
  }
  /** Siblings of one key are nobody's to tell apart. */
  const apart = (children: Tree[]): Tree[] => {
    const keys = new Set<string>()
    return children.filter((child) => typeof child !== 'object' || !child.key || (!keys.has(child.key) && keys.add(child.key)))
  }
  /** The same with some of it gone, some of it new, and some in another order. */
  const changed = (tree: Tree, depth: number): Tree => {
    if (typeof tree !== 'object' || depth === 0 || below(8) === 0) return treeOf(depth)
    const children = tree.children.filter(() => below(6)).map((child) => (below(3) ? changed(child, depth - 1) : child))
    if (tree.type !== 'textarea' && below(3) === 0) children.splice(below(children.length + 1), 0, treeOf(depth - 1))
    if (below(2)) children.push(...children.splice(0, below(children.length + 1)))
    if (below(3) === 0) children.reverse()
    return { ...tree, shown: below(2) ? tree.shown : { class: `c${below(3)}` }, children: apart(children) }
  }

  function drawer({ Component, Fragment, h, render, useLayoutEffect, useMemo, useRef, useState }: Library) {
    const box = document.createElement('div')
    document.body.append(box)
    const said: string[] = []
    const counts = new Set<() => void>()

    function Counter({ children, name }: { children?: unknown; name: string }) {
      const [count, setCount] = useState(0)
      const place = useRef<HTMLElement>(null)
      useLayoutEffect(() => {
        said.push(`placed ${name} ${place.current?.localName}`)
        return () => void said.push(`left ${name}`)
      }, [name])
      useLayoutEffect(() => {
        const more = () => setCount((before) => before + 1)
        counts.add(more)
        return () => void counts.delete(more)
      }, [])
      return h('i', { ref: place }, String(count), children as never)
    }
    const Kept = ({ children, name }: { children?: unknown; name: string }) => useMemo(() => h('u', null, children as never), [name])
    class Block extends Component<{ children?: unknown; name: string }> {
      override shouldComponentUpdate(next: { name: string }) {
        return next.name !== this.props.name
      }
      override render() {
        return h('s', null, this.props.children as never)
      }
    }
    const parts: Record<string, unknown> = { Counter, Kept, Block, Fragment }

    const nodeOf = (tree: Tree): unknown => {
      if (typeof tree !== 'object') return tree
      const { type, key, shown, children } = tree
      const part = parts[type]
      const props = part ? { name: String(shown['class']) } : { ...shown, onClick: () => said.push(`pressed ${String(shown['class'])}`) }
      return h((part ?? type) as 'p', { ...props, ...(key ? { key } : {}) } as never, ...(children.map(nodeOf) as never[]))
    }

    return {
      draw: (tree: Tree) => render(nodeOf(tree) as never, box),
      count: () => counts.forEach((more) => more()),
      press: () => box.querySelectorAll('button').forEach((button) => button.dispatchEvent(new MouseEvent('click'))),
      html: () => box.innerHTML,
      heard: () => said.splice(0).toSorted(),
      end: () => render(null, box),
      isEmpty: () => box.childNodes.length === 0 && counts.size === 0,
    }
  }

  const both = [drawer(window.whole), drawer(window.slim)] as const
  /** Two frames: effects run behind the first. */
  const settled = () =>
    new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve)))))
  const differences: string[] = []
  let drawn = 0
  let tree = treeOf(4)
  for (let round = 0; round < rounds; round++) {
    tree = round % 12 ? changed(tree, 4) : treeOf(4)
    for (const { draw } of both) draw(tree)
    await settled()
    for (const { count, press } of both) {
      count()
      press()
    }
    await settled()
    const [whole, slim] = both.map(({ html, heard }) => JSON.stringify([html(), heard()]))
    drawn += whole?.length ?? 0
    if (whole !== slim) differences.push(`round ${round}:\n${whole}\n${slim}`)
  }
  for (const { end } of both) end()
  await settled()
  return { drawn, differences: differences.slice(0, 2), areEmpty: both.every(({ isEmpty }) => isEmpty()) }
}

for (const seed of [1, 2, 3]) {
  test(`Preact as it is shipped draws what the whole of it draws (seed ${seed})`, async ({ page }) => {
    for (const name of ['whole', 'slim'] as const) await page.addScriptTag({ content: await bundled(name) })
    const { drawn, differences, areEmpty } = await page.evaluate(compare, { seed, rounds: 60 })
    expect(differences).toEqual([])
    expect(drawn).toBeGreaterThan(10_000)
    expect(areEmpty, 'nothing is left when the tree is gone').toBe(true)
  })
}
