/**
 * Preact without what the widget never asks of it: hydration and suspense, portals, contexts, error boundaries, the lifecycle of classes, styles as objects,
 * MathML, hooks for developer tools. It is cut out of Preact's own sources while they are bundled, and every cut must still find what it cuts: a version of
 * Preact that is written otherwise fails the build, and so does a component that uses what is missing. Unit tests run with the whole of it,
 * the tests in a browser with what is shipped.
 */

import { join } from 'node:path'
import type { Plugin } from 'vite'

/** A pattern, or the beginning of a passage and what stands behind it; then what takes its place. */
type Cut = readonly [what: RegExp | readonly [from: string, until: string], replacement?: string]

/** Parameters that always have the same value, here and in calls: each stands on a line of its own. */
const without = (name: RegExp): Cut => [new RegExp(`^\\t+(?:${name.source}),?\\n`, 'gm')]

const CUTS: { readonly [file: string]: readonly Cut[] } = {
  'src/diff/index.js': [
    // What bailed out in the middle, and where it goes on.
    [['\t// If the previous diff bailed out', '\tif ((tmp = options._diff))']],
    [/\t+\/\/ Remove the kept DOM this resumed[^]*?removeNode\);\n/],
    [/\tlet startMarker, end;[^]*?(?=\t+\} else if \(excessDomChildren\) \{\n)/, 'if (0) {\n'],
    [['function rangeEnd(', 'function markAsForce(']],
    [['\t// A component that suspended while hydrating', '\tif (!skipRemove) removeNode(vnode._dom)']],
    // Portals.
    [['\t\t\t// A vnode carrying a `_parentDom`', '\t\t\toldDom = diffChildren('], '\n'],
    [['\t\t\t// When we exit a portal', '\t\t\t// Keep `_excess`']],
    [/\bskipRemove && !vnode\.props\._parentDom/, 'skipRemove'],
    // Contexts.
    [['\t\t\t// Necessary for createContext api', '\t\t\t// Get component and set it']],
    [/,\s*componentContext\b/g],
    [/\t+if \(provider\) provider\.sub\(c\);\n/],
    [/\t+c\._globalContext = globalContext;\n/],
    [/\t+c\.context = componentContext;\n/],
    [/, c\.context\)/, ')'],
    [/r\._parentDom = r\._globalContext = NULL/, 'r._parentDom = NULL'],
    [/\t+if \(c\.getChildContext\)[^]*?\n\t+\}\n/],
    [/return this\.constructor\(props, context\)/, 'return this.constructor(props)'],
    // Of the lifecycle of classes there is `shouldComponentUpdate`, and hooks have that too.
    [/\t+\/\/ Invoke getDerivedStateFromProps[^]*?\n\t{4}\}\n/],
    [
      ['\t\t\t// Invoke pre-render lifecycle methods', '\t\t\t\tif (\n\t\t\t\t\t(newVNode._original == oldVNode'],
      'if (oldVNode._component) {\n',
    ],
    [['\t\t\t\tif (c.componentWillUpdate)', '\t\t\t}\n\n\t\t\tc.props = newProps']],
    [['\t\t\tif (\n\t\t\t\tisClassComponent &&\n\t\t\t\toldVNode._component', '\t\t\tconst renderResult']],
    [/\t+if \(r\.componentWillUnmount\) \{[^]*?\n\t\t\}\n/],
    // The state of classes: what hooks keep is theirs, and asks only to be drawn anew.
    [/\t+if \(!c\.state\) c\.state = \{\};\n/],
    [/\t+c\._stateCallbacks = \[\];\n/g],
    [/\t+if \(isClassComponent\) \{\n\t+if \(!c\._nextState\) c\._nextState = c\.state;\s*\}\n/],
    [/\t+oldState = c\.state;\n/],
    [/,\s*c\._nextState(?=\s*\) === false)/],
    [/\t+c\.state = c\._nextState;\n/g],
    [/\t+EMPTY_ARR\.push\.apply\(c\._renderCallbacks, c\._stateCallbacks\);\n/g],
    [/c\.render\(c\.props, [^;]*\);/, 'c.render(c.props);'],
    // Whoever catches nothing has nothing to note.
    [/\t+if \(c\._bits & COMPONENT_PENDING_ERROR\) \{[^]*?\n\t+\}\n/],
    [['\t\t\t// Only clear when this render was the retry', '\t\t} catch (e) {']],
    [/\t+if \(!\(e && e\.then\)\) markAsForce\(newVNode\);\n\t+options\._catchError\([^)]*\);\n/, 'markAsForce(newVNode);\nthrow e;\n'],
    [/try \{(\s+\/\/ @ts-expect-error Reuse the commitQueue[^]*?)\} catch \(e\) \{[^}]*\}/, '$1'],
    [
      ['\ttry {\n\t\tif (typeof ref ==', '\n/**\n * Unmount a virtual node'],
      "if (typeof ref == 'function') ref(value);\nelse ref.current = value;\n}\n",
    ],
    // Elements that the widget never draws, and HTML that it never sets.
    [/\telse if \(nodeType == 'math'\) namespace = MATH_NAMESPACE;\n/],
    [/\t+if \(\n\t+nodeType == 'foreignObject'[^]*?\n\t+\}\n/],
    [/newProps\.is \? newProps : parentDom/, 'parentDom'],
    [/\(nodeType == 'template' && dom\.content\) \|\| dom/, 'dom'],
    [/\t+if \(i == 'dangerouslySetInnerHTML'\) \{\n[^}]*\} else if/, 'if'],
    [
      /else if \(i == 'dangerouslySetInnerHTML'\) \{\n[^}]*\} else if \(i == 'value'\) \{\n[^}]*\} else if \(i == 'checked'\) \{\n[^}]*\} (?=else if)/,
    ],
    [/ &&\n\t+!\(i == 'value' &&[^\n]*\n[^\n]*'defaultChecked' in newProps\)/],
    [/\t+\/\/ If the new vnode didn't have dangerously[^]*?newVNode\._children = \[\];\n\t+\} else \{\n\t+if \(oldHtml\)[^\n]*\n/, '{\n'],
    [["\t\t// As above, don't diff props", '\t}\n\n\treturn dom;']],
    // Hydration itself: nothing is there before the first drawing.
    [/\t+if \(isHydrating\) \{\n\t+if \(options\._hydrationMismatch\)[^}]*\}\n/],
    [/\t+excessDomChildren =\s[^;]*;\n/g],
    [/excessDomChildren\n\t+\? excessDomChildren\[0\]\n\t+: /],
    without(/isHydrating|excessDomChildren|globalContext/),
    [/\bisHydrating\b/g, 'false'],
    [/\bexcessDomChildren\b/g, 'NULL'],
    [/if \(!false && NULL\) \{[^]*?\n\t\t\}\n/],
    [/if \(false \|\| NULL\) \{[^]*?\} else \{([^}]*)\}/, '$1'],
    [/if \(NULL\) NULL\.some\(removeNode\);/],
    [/\tif \(NULL\) \{\n\t+for [^]*?\n\t\}\n\n(?=\tif \(!dom\))/],
  ],
  'src/diff/children.js': [
    without(/isHydrating|excessDomChildren|globalContext/),
    [/ \|\| oldVNode\._flags & REF_DETACHED/],
    // Where children change their order, all of them are put in their place. In the widget none ever do.
    [
      ['\t\t/** @type {number[]} tails[x]', '\t\t// `skew` is dead'],
      'while (i--) if (newChildren[i] && newChildren[i]._flags & LIS_CANDIDATE) newChildren[i]._flags |= INSERT_VNODE;\n',
    ],
    [['\t\t// `skew` is dead', '\t}\n\n\t// Remove remaining oldChildren']],
    [/\t+if \(parentVNode\.props\._parentDom\) return oldDom;\n/],
    [['\t\t// A cursor a parked Suspense', '\t\tlet dom = parentVNode._dom']],
    [/\t+let next = oldDom;\n.*\n/],
    [/dom != next/, 'dom != oldDom'],
    [/if \(!isMounting && [^]*?\} else \{\n([^}]*)\}/, '$1'],
    [/\twhile \(\n\t+\(oldDom = oldDom && oldDom\.nextSibling\) &&[^;]*;/, 'oldDom = oldDom && oldDom.nextSibling;'],
    [/ \|\|\n\t+childVNode\.constructor === String/],
  ],
  'src/diff/props.js': [
    [/\tif \(name == 'style'\) \{[^]*?\n\t\}\n\t\/\/ Benchmark[^\n]*\n\telse if/, 'if'],
    [['function setStyle(', '// A logical clock']],
    [/useCapture = name != [^;]*;/],
    [/, useCapture/g],
    [/\t+name = name\.replace\(\/xlink[^\n]*\n/],
    [/options\.event \? options\.event\(e\) : e/, 'e'],
    [/name == 'popover' && value == true \? '' : value/, 'value'],
    [/\t+name != '(?:width|height|list|form|download|rowSpan|colSpan|popover)' &&\n/g],
    [/if \(name\[0\] < 'a'\) name = /, 'name = '],
  ],
  'src/component.js': [
    [/\t+component\._globalContext,\n/],
    [/\t+oldVNode\._flags & MODE_HYDRATE \? \[oldDom\] : NULL,\n/],
    [/\t+oldVNode\._flags & MODE_HYDRATE,\n/],
    [/if \(options\.vnode\) options\.vnode\(newVNode\);/],
    [/ && !vnode\.props\._parentDom/g],
    [/ \|\|\n\t+prevDebounce != options\.debounceRendering/],
    [/prevDebounce = options\.debounceRendering;/],
    [/\(prevDebounce \|\| queueMicrotask\)/g, 'queueMicrotask'],
    [/BaseComponent\.prototype\.forceUpdate = [^]*?\n\};/],
    [/\tthis\.context = context;\n/],
    [
      /BaseComponent\.prototype\.setState = [^]*?\n\};/,
      'BaseComponent.prototype.setState = function () {\n\tif (this._vnode) enqueueRender(this);\n};',
    ],
  ],
  'src/create-element.js': [[/if \(!original && options\.vnode\) options\.vnode\(vnode\);/], [/ && typeof type != 'function'/]],
  'src/render.js': [
    [/if \(options\._root\)[^;]*;/],
    [/if \(parentDom\.nodeType == 9\) \{[^}]*\}/],
    [/let isHydrating = [^;]*;/],
    [/isHydrating \? NULL : /],
    without(/isHydrating|EMPTY_OBJ/),
    [/\t+oldVNode\n\t+\? NULL\n[^]*?: NULL,\n/],
    [/oldVNode \? oldVNode\._dom : parentDom\.firstChild/, 'oldVNode ? oldVNode._dom : NULL'],
  ],
  'src/options.js': [[/import [^\n]*/], [/\t_catchError\n/]],
  'hooks/src/index.js': [
    [/let old\w+ = options\.\w+;\n/g],
    [/\tif \(old\w+\) old\w+\([^)]*\);\n/g],
    [/options\._root = [^]*?\n\};\n/],
    [/\tif \(options\._hook\) \{[^}]*\}\n/],
    [/\tcurrentHook = \d;\n/g],
    [/!options\._skipEffects && /g],
    // Errors end where they happen, and cleanups are done at once.
    [['\t\tlet hasErrored, errorParent;', '\t\tc.__hooks = undefined;'], '\t\tc.__hooks._list.some(invokeCleanup);\n'],
    [/\t+if \(hasErrored\)[^\n]*\n/],
    [/state\._passive = (?:true|false);/g],
    [/\tdo \{\n\t+\/\/ Unmounted components' passive cleanups[^]*?(?=\t+while \(\(component = afterPaintEffects)/, '{\n'],
    [/\} while \(unmountCleanups\.length\);/, '}'],
    [/\ttry \{\n(\t+hooks\._pendingEffects\.some\(invokeCleanup\);[^}]*)\} catch \(e\) \{[^}]*\}/, '$1'],
    [/ \|\| prevRaf != options\.requestAnimationFrame/],
    [/prevRaf = options\.requestAnimationFrame;/],
    [/\(prevRaf \|\| afterNextFrame\)/, 'afterNextFrame'],
    [/\tif \(HAS_RAF\) \{([^}]*)\}/, '$1'],
    [/if \(HAS_RAF\) /],
    // A reducer is a state here.
    [/!init \? invokeOrReturn\(undefined, initialState\) : init\(initialState\)/, 'invokeOrReturn(undefined, initialState)'],
    [/\t+const prevScu = [^;]*;\n/],
    [/\t+if \(prevScu\) \{[^}]*\}\n/],
  ],
}

/** What a component may not use, as it is cut out above: it would be silently without effect. */
const MISSING =
  /\b(?:component(?:Will|Did)\w+|getDerived\w+|getSnapshotBeforeUpdate|getChildContext|forceUpdate|this\.setState|createContext|contextType|createPortal|hydrate|use(?:Context|Reducer|Id|ErrorBoundary|ImperativeHandle)|dangerouslySetInnerHTML|default(?:Value|Checked)|on\w+Capture|[a-z]+=\{\{)/

const FOLDER = /\/node_modules\/preact\/((?:hooks\/)?src\/.*)$/

/** What is left of one of Preact's files; `undefined` for any other file. */
function slim(path: string, code: string): string | undefined {
  const [, file = ''] = FOLDER.exec(path) ?? []
  let left = code
  for (const [what, replacement = ''] of CUTS[file] ?? []) {
    const before = left
    if (what instanceof RegExp) {
      left = left.replace(what, replacement)
    } else {
      const [from, until] = what
      const start = left.indexOf(from)
      const end = left.indexOf(until, start)
      if (start >= 0 && end > start) left = left.slice(0, start) + replacement + left.slice(end)
    }
    if (left === before) throw new Error(`preact/${file} has no ${String(what)} any more`)
  }
  return left
}

export const slimPreact: Plugin = {
  name: 'kefu:slim-preact',
  enforce: 'pre',
  resolveId(source) {
    const folder = { preact: 'src', 'preact/hooks': 'hooks/src' }[source]
    return folder ? join(import.meta.dirname, '../node_modules/preact', folder, 'index.js') : null
  },
  transform(code, id) {
    const missing = /\/widget\/.*\.tsx?$/.test(id) && MISSING.exec(code)?.[0]
    if (missing) this.error(`${id} uses ${missing}, which build/slim-preact.ts cuts out of Preact`)
    return slim(id, code)
  },
}
