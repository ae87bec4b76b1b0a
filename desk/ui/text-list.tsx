/**
 * Texts that the team shares, as many as there are: a line for each, a search, and one that stands open to be read, changed or removed. While one is being
 * written no other opens, so that nothing typed is lost.
 */

import type { ComponentChild, ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { plainText } from './plain-text.ts'
import { Sure } from './sure.tsx'
import { VirtualList } from './virtual-list.tsx'
import { useCommand, useWorkplace } from './workplace.ts'

type TextListProps<Row extends { readonly id: string }> = {
  /** Undefined until they have come. */
  rows: readonly Row[] | undefined
  label: string
  newLabel: string
  searchLabel: string
  /** Said where there are none. */
  empty: string
  /** Everything that a search looks through. */
  wordsOf(row: Row): readonly string[]
  /** Its line, and in Markdown what is shown of it below as far as there is room. */
  head(row: Row): ComponentChild
  text(row: Row): string
  body(row: Row): ComponentChild
  /** Of no row: a new one. */
  edit(row: Row | undefined, done: (made?: { readonly id: string }) => void): ComponentChild
  remove(row: Row): void
  children?: ComponentChildren
}

/** Of a row that is not open, as the stylesheet has it. */
const ROW_HEIGHT = 62
const NEW = 'new'

export function TextList<Row extends { readonly id: string }>(props: TextListProps<Row>) {
  const { rows, label, newLabel, searchLabel, empty, wordsOf, head, text, body, edit, remove, children } = props
  const { desk, words, say } = useWorkplace()
  const [wanted, setWanted] = useState('')
  const [open, setOpen] = useState('')
  const [edited, setEdited] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  /** What stands open next gets the keyboard. */
  const isFocusWanted = useRef(false)

  const said = useRef(new WeakMap<Row, string>()).current
  function saidIn(row: Row): string {
    const known = said.get(row) ?? wordsOf(row).join('\n').toLowerCase()
    said.set(row, known)
    return known
  }
  const sought = wanted.trim().toLowerCase()
  const shown = useMemo(
    () => (sought ? rows?.filter((row) => row.id === edited || saidIn(row).includes(sought)) : rows) ?? [],
    [rows, sought, edited],
  )
  const current = shown.findIndex(({ id }) => id === open)

  function show(id: string) {
    if (edited) return say(words.finishFirst)
    setOpen(id === open ? '' : id)
  }
  const step = (by: number) => () => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, current + by))]
    if (!next || next.id === open) return
    isFocusWanted.current = !edited
    show(next.id)
  }
  useCommand('next', step(1))
  useCommand('previous', step(-1))
  useCommand('search', () => field.current?.focus())
  function done(made?: { readonly id: string }) {
    isFocusWanted.current = true
    setEdited('')
    if (made) setOpen(made.id)
  }
  useEffect(() => {
    const opened = list.current?.querySelector<HTMLElement>('[aria-expanded="true"]')
    if (!isFocusWanted.current || !opened) return
    isFocusWanted.current = false
    opened.focus({ preventScroll: true })
  })

  return (
    <>
      <div class="card-head text-tools">
        {children}
        <input
          type="search"
          ref={field}
          aria-label={searchLabel}
          placeholder={searchLabel}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        {desk.mayAnswer && !edited && (
          <button class="button" type="button" onClick={() => setEdited(NEW)}>
            {newLabel}
          </button>
        )}
        <span class="quiet" role="status">
          {rows === undefined ? words.loading : rows.length === 0 ? empty : words.ofAll(shown.length, rows.length)}
        </span>
      </div>
      {edited === NEW && <div class="card">{edit(undefined, done)}</div>}
      <div class="texts" ref={list}>
        <VirtualList
          rows={shown}
          height={ROW_HEIGHT}
          keyOf={({ id }) => id}
          label={label}
          current={current}
          isOpen
          draw={(row) => {
            const isOpen = row.id === open
            return (
              <>
                <button class="text-head" type="button" aria-expanded={isOpen} onClick={() => show(row.id)}>
                  <span class="text-title">{head(row)}</span>
                  {!isOpen && (
                    <span class="text-line quiet" dir="auto">
                      {plainText(text(row))}
                    </span>
                  )}
                </button>
                {isOpen && (
                  <div class="text-body">
                    {edited === row.id ? (
                      edit(row, done)
                    ) : (
                      <>
                        {body(row)}
                        {desk.mayAnswer && (
                          <p class="card-head">
                            <button class="button" type="button" onClick={() => (edited ? say(words.finishFirst) : setEdited(row.id))}>
                              {words.edit}
                            </button>
                            <Sure label={words.remove} run={() => remove(row)} />
                          </p>
                        )}
                      </>
                    )}
                  </div>
                )}
              </>
            )
          }}
        />
      </div>
    </>
  )
}
