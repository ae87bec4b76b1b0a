/** A person as a coloured letter. The colour comes from the id, so it is the same for everybody. */

import type { Presence } from '../../shared/desk.ts'

const HUES = 8

const hueOf = (id: string): number =>
  Array.from(id).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7) % HUES

export function Avatar({ id, name, presence }: { id: string; name: string; presence?: Presence['state'] | undefined }) {
  const [letter = '·'] = name.trim()
  return (
    <span class="avatar" data-hue={hueOf(id)} data-presence={presence} aria-hidden="true">
      {letter.toLocaleUpperCase()}
    </span>
  )
}
