/** A sheet over the page: the browser's own dialog, which keeps the focus inside and gives it back. */

import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { CloseIcon } from './icons.tsx'
import { useWorkplace } from './workplace.ts'

export function Dialog({ title, close, children }: { title: string; close(): void; children: ComponentChildren }) {
  const { words } = useWorkplace()
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    box.current?.showModal()
  }, [])
  return (
    <dialog class="dialog" role="dialog" ref={box} aria-labelledby={titleId} onClose={close}>
      <header>
        <h2 id={titleId}>{title}</h2>
        <button class="tool" type="button" aria-label={words.close} onClick={() => box.current?.close()}>
          <CloseIcon />
        </button>
      </header>
      {children}
    </dialog>
  )
}
