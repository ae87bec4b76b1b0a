/**
 * Preact without what the widget never asks of it: hydration and suspense, portals, contexts, error boundaries, the lifecycle of classes, styles as objects,
 * MathML, hooks for developer tools. It is cut out of Preact's own sources while they are bundled, and every cut must still find what it cuts: a version of
 * Preact that is written otherwise fails the build, and so does a component that uses what is missing. Unit tests run with the whole of it,
 * the tests in a browser with what is shipped.
 */

import type { Plugin } from 'vite'
import { cutOut, installed, type Cut, type Cuts } from './cuts.ts'

/** Parameters that always have the same value, here and in calls: each stands on a line of its own. */
const without = (name: RegExp): Cut => [new RegExp(`^\\t+(?:${name.source}),?\\n`, 'gm')]

const CUTS: Cuts = {
  'preact/src/diff/index.js': [
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
    [/\t+oldProps = c\.props;\n\t+oldState = c\.state;\n/],
    [/,\s*c\._nextState(?=\s*\) === false)/],
    [/\t+c\.state = c\._nextState;\n/g],
    [/\t+EMPTY_ARR\.push\.apply\(c\._renderCallbacks, c\._stateCallbacks\);\n/g],
    [/c\.render\(c\.props, [^;]*\);/, 'c.render(c.props);'],
    // Whoever catches nothing has nothing to note.
    [/\t+if \(c\._bits & COMPONENT_PENDING_ERROR\) \{[^]*?\n\t+\}\n/],
    [['\t\t\t// Only clear when this render was the retry', '\t\t} catch (e) {']],
    [/\t+if \(!\(e && e\.then\)\) markAsForce\(newVNode\);\n\t+options\._catchError\([^)]*\);\n/, 'markAsForce(newVNode);\nthrow e;\n'],
    // Hooks do all that is done when a tree stands, and are told of nothing else that is not here.
    [/\n\tcommitQueue\.some\(c => \{\n\t\ttry \{\n\t+\/\/ @ts-expect-error Reuse[^]*?\n\t\}\);\n/],
    [/\tif \(\(tmp = options\.(?:_diff|diffed)\)\) tmp\(newVNode\);\n/g],
    [/if \(options\.(_commit|unmount)\) /g],
    [/let renderHook = [^;]*;\s*do \{/],
    [/if \(renderHook\) renderHook\(newVNode\);/, 'options._render(newVNode);'],
    [/\} while \(c\._bits & COMPONENT_DIRTY && [^;]*;/],
    [
      ['\ttry {\n\t\tif (typeof ref ==', '\n/**\n * Unmount a virtual node'],
      "if (typeof ref == 'function') ref(value);\nelse ref.current = value;\n}\n",
    ],
    // Elements that the widget never draws, and HTML that it never sets.
    [/(setProperty\(.*), namespace\)/g, '$1)'],
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
  'preact/src/diff/children.js': [
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
  'preact/src/diff/props.js': [
    [/\tif \(name == 'style'\) \{[^]*?\n\t\}\n\t\/\/ Benchmark[^\n]*\n\telse if/, 'if'],
    [['function setStyle(', '// A logical clock']],
    // Handlers are functions, and stand from the beginning of their element to its end: none meets an event that was on its way before.
    [/\t+if \(typeof (?:value|oldValue) != 'function'\) (?:value|oldValue) = NULL;\n/g],
    [/useCapture = name != [^;]*;/],
    [/, useCapture/g],
    [/\t+\(dom\._attached [^\n]*\n/],
    [/\t+if \(e\[EVENT_DISPATCHED\] == NULL\)[^]*?return;\n\t+\}\n/],
    [/options\.event \? options\.event\(e\) : e/, 'e'],
    [/if \(value\) \{(\s*dom\.addEventListener[^}]*)\} else \{[^}]*\}/, '$1'],
    [/if \(!value \|\| !oldValue\)/, 'if (!oldValue)'],
    [/\t+if \(typeof value == 'function'\) return;\n/],
    // What a drawing has as a property that cannot be set becomes an attribute all the same.
    [/if \(namespace == SVG_NAMESPACE\) \{[^}]*\} else if/, 'if'],
    [/, namespace\)/, ')'],
    [/name == 'popover' && value == true \? '' : value/, 'value'],
    [/\t+name != '(?:width|height|list|form|download|rowSpan|colSpan|popover)' &&\n/g],
    [/if \(name\[0\] < 'a'\) name = /, 'name = '],
  ],
  'preact/src/component.js': [
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
  'preact/src/create-element.js': [[/if \(!original && options\.vnode\) options\.vnode\(vnode\);/], [/ && typeof type != 'function'/]],
  'preact/src/render.js': [
    [/if \(options\._root\)[^;]*;/],
    [/if \(parentDom\.nodeType == 9\) \{[^}]*\}/],
    [/let isHydrating = [^;]*;/],
    [/isHydrating \? NULL : /],
    without(/isHydrating|EMPTY_OBJ/),
    [/\t+oldVNode\n\t+\? NULL\n[^]*?: NULL,\n/],
    [/oldVNode \? oldVNode\._dom : parentDom\.firstChild/, 'oldVNode ? oldVNode._dom : NULL'],
  ],
  'preact/src/options.js': [[/import [^\n]*/], [/\t_catchError\n/]],
  // Of the hooks there are `useState`, `useMemo`, `useRef` and `useLayoutEffect`. Nobody sets a state while drawing; what is set counts from the next drawing on.
  'preact/hooks/src/index.js': [
    [/let old\w+ = options\.\w+;\n/g],
    [/\tif \(old\w+\) old\w+\([^)]*\);\n/g],
    [/options\._(?:diff|root) = [^]*?\n\};\n/g],
    [
      [
        '\tconst hooks = currentComponent.__hooks;\n\tif (hooks)',
        "};\n\n/** @type {(vnode: import('./internal').VNode) => void} */\noptions.diffed",
      ],
    ],
    [/options\.diffed = [^]*?\n\};\n/],
    // Nothing else is called back. An effect may draw the whole again: none is then done twice, and each cleans up after itself.
    [/component\._renderCallbacks\.some\(invokeCleanup\);\s*[^;]*;/, 'component._renderCallbacks.splice(0).some(invokeEffect);'],
    // Errors end where they happen.
    [/component\._renderCallbacks = \[\s*(\(\) => \{\s*throw e;\s*\})\s*\];/, 'queueMicrotask($1);'],
    [/hook\._cleanup = hook\._value\(\);/, 'invokeCleanup(hook);\n$&'],
    [['\t\tlet hasErrored, errorParent;', '\t\tc.__hooks = undefined;'], '\t\tc.__hooks._list.some(invokeCleanup);\n'],
    [/\t+if \(hasErrored\)[^\n]*\n/],
    [/\tif \(options\._hook\) \{[^}]*\}\n/],
    [/\tcurrentHook = \d;\n/g],
    [/\tconst hooks =\n\t+currentComponent\.__hooks[^;]*;/, '\tconst hooks = (currentComponent.__hooks ||= []);'],
    [/\._list\b/g],
    // A reducer is a state here.
    [['\treturn useReducer(invokeOrReturn, initialState);', '\tconst hookState = '], ''],
    [/getHookState\(currentIndex\+\+, \d\)/g, 'getHookState(currentIndex++)'],
    [/\thookState\._reducer = reducer;\n/],
    [/!init \? invokeOrReturn\(undefined, initialState\) : init\(initialState\)/, 'invokeOrReturn(undefined, initialState)'],
    [/\(hookState\._nextValue \|\| hookState\._value\)/, 'hookState._value'],
    [/hookState\._reducer\(/, 'invokeOrReturn('],
    [/hookState\._nextValue = \[/, 'hookState._value = ['],
    [['\t\tif (!currentComponent._hasScuFromHooks)', '\t}\n\n\treturn hookState._value;']],
    [/export function useEffect\([^]*?\n\}\n/],
    [/!options\._skipEffects && /],
    [/\t+state\._passive = false;\n/],
    [/state\._pendingArgs = args/, 'state._args = args'],
    [['function flushAfterPaintEffects', 'function invokeCleanup']],
    [/\t(?:const comp = currentComponent|currentComponent = comp);\n/g],
  ],
}

/** What a component may not use: it would be silently without effect. So would a handler that is there only sometimes. */
const MISSING =
  /\b(?:component(?:Will|Did)\w+|getDerived\w+|getSnapshotBeforeUpdate|getChildContext|forceUpdate|this\.setState|createContext|contextType|createPortal|hydrate|use(?:Effect|Callback|Context|Reducer|Id|ErrorBoundary|ImperativeHandle)|dangerouslySetInnerHTML|default(?:Value|Checked)|on\w+Capture|on[A-Z]\w*=\{[^}=]*[?&|]|[a-z]+=\{\{)/

/** What in this source asks for something that is cut out above. */
export const missingOfPreact = (code: string): string | undefined => MISSING.exec(code)?.[0]

export const slimPreact: Plugin = {
  name: 'kefu:slim-preact',
  enforce: 'pre',
  resolveId(source) {
    const folder = { preact: 'src', 'preact/hooks': 'hooks/src' }[source]
    return folder ? installed(`preact/${folder}/index.js`) : null
  },
  transform(code, id) {
    const missing = /\/widget\/.*\.tsx?$/.test(id) && missingOfPreact(code)
    if (missing) this.error(`${id} uses ${missing}, which build/slim-preact.ts cuts out of Preact`)
    return cutOut(CUTS, id, code)
  },
}
