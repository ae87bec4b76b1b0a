/** Code, and a button that copies exactly its text once it is all there. */

import { useRef, useState } from 'preact/hooks'
import type { Words } from '../i18n/dictionary.ts'

export function CodeBlock({ code, isOpen, words }: { code: string; isOpen: boolean; words: Words }) {
  const box = useRef<HTMLElement>(null)
  const [result, setResult] = useState<'copied' | 'copyFailed'>()

  async function copy() {
    // Said anew each time, or a second copy would be silent.
    setResult(undefined)
    try {
      await navigator.clipboard.writeText(code)
      setResult('copied')
    } catch {
      // There is no clipboard on a page without encryption, and a frame may be denied it: the customer copies what is selected.
      if (box.current) getSelection()?.selectAllChildren(box.current)
      setResult('copyFailed')
    }
  }

  return (
    <div class="code">
      <pre>
        <code ref={box}>{code}</code>
      </pre>
      {!isOpen && (
        <>
          <button type="button" onClick={() => void copy()}>
            {words[result ?? 'copyCode']}
          </button>
          <span class="hidden" role="status">
            {result && words[result]}
          </span>
        </>
      )}
    </div>
  )
}
