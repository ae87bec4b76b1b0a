/** A button that asks once more before it does what cannot be undone. */

import { useState } from 'preact/hooks'
import { useWorkplace } from './workplace.ts'

export function Sure({ label, run }: { label: string; run(): void }) {
  const { words } = useWorkplace()
  const [isAsking, setAsking] = useState(false)
  if (!isAsking)
    return (
      <button class="plain" type="button" onClick={() => setAsking(true)}>
        {label}
      </button>
    )
  return (
    <button
      class="plain danger"
      type="button"
      autofocus
      onBlur={() => setAsking(false)}
      onClick={() => {
        setAsking(false)
        run()
      }}
    >
      {words.sure(label)}
    </button>
  )
}
